import { TerminalError } from '../../../platform/errors.js';
import { resourcePath } from '../../../platform/kubernetes/paths.js';
import { referenceText } from '../answering/ask-context.js';
import type { Revision } from '../answering/revisions.js';
import type { UndoCommand } from '../reading/command.js';
import type { PodTemplate } from '../shapes.js';
import { POD_TEMPLATE_HASH, revisionOf, specOf } from '../shapes.js';
import { canonical } from './difference.js';
import type { ChangePlan, Subject } from './plan.js';
import { JSON_PATCH, MERGE, pin } from './plan.js';

/** Annotations that stay the Deployment's own through an undo (kubectl's rollback.go). */
const KEPT = [
  'kubectl.kubernetes.io/last-applied-configuration',
  'deployment.kubernetes.io/revision',
  'deployment.kubernetes.io/revision-history',
  'deployment.kubernetes.io/desired-replicas',
  'deployment.kubernetes.io/max-replicas',
  'deprecated.deployment.rollback.to',
];

/**
 * As kubectl's rollback: the template of the wanted revision's ReplicaSet, without its hash, and its annotations but
 * those that are the Deployment's own. Stateful and daemon sets: the wanted ControllerRevision's data.
 */
export function planUndo(command: UndoCommand, subject: Subject, revisions: readonly Revision[]): ChangePlan {
  const { type, object, namespace } = subject;
  const name = object.metadata.name;
  if (specOf(object).paused === true) throw new TerminalError('paused', `${name} is paused: kubectl rollout resume comes first.`);
  const wanted = wantedRevision(command.toRevision, object.kind === 'Deployment' ? revisionOf(object) : null, revisions, name);
  const template = withoutHash(wanted.template);
  if (canonical(template) === canonical(withoutHash(specOf(object).template))) {
    throw new TerminalError(
      'nothing-to-undo',
      `Revision ${String(wanted.revision)} of ${name} is the template it has now: there is nothing to undo.`,
    );
  }
  const path = resourcePath(type, namespace, name);
  const current = object.kind === 'Deployment' ? revisionOf(object) : (revisions.at(-1)?.revision ?? 0);
  return {
    verb: 'rollout undo',
    request:
      object.kind === 'Deployment'
        ? { method: 'PATCH', path, contentType: JSON_PATCH, body: undoPatch(subject, wanted, template) }
        : { method: 'PATCH', path, contentType: MERGE, body: { metadata: pin(object), spec: { template } } },
    intent: `back to revision ${String(wanted.revision)} (now ${String(current)})`,
    done: `${referenceText(type, name)} rolled back to revision ${String(wanted.revision)}`,
    aspect: 'object',
    undoCommand: `kubectl -n ${namespace ?? ''} rollout undo ${type.kind.toLowerCase()}/${name} --to-revision=${String(current)}`,
  };
}

/** The revision asked for, else the newest one that is not the current one. */
function wantedRevision(toRevision: string | null, current: number | null, revisions: readonly Revision[], name: string): Revision {
  const before = current === null ? revisions.slice(0, -1) : revisions.filter(({ revision }) => revision !== current);
  const asked = toRevision === null || toRevision === '0' ? null : Number(toRevision);
  const found = asked === null ? before.at(-1) : revisions.find(({ revision }) => revision === asked);
  if (found !== undefined) return found;
  const known = revisions.map(({ revision }) => String(revision)).join(', ') || 'none';
  const wanted = asked === null ? 'an earlier revision' : `revision ${String(asked)}`;
  throw new TerminalError('no-such-revision', `${name} keeps no ${wanted.replace(/^an /u, '')}: it has ${known}.`);
}

function withoutHash(template: PodTemplate | undefined): PodTemplate {
  const { [POD_TEMPLATE_HASH]: _hash, ...labels } = template?.metadata?.labels ?? {};
  return { ...template, metadata: { ...template?.metadata, labels } };
}

function undoPatch({ object }: Subject, wanted: Revision, template: PodTemplate): readonly unknown[] {
  const { uid, resourceVersion } = pin(object);
  const own = Object.entries(object.metadata.annotations ?? {}).filter(([key]) => KEPT.includes(key));
  const theirs = Object.entries(wanted.source.metadata.annotations ?? {}).filter(([key]) => !KEPT.includes(key));
  return [
    { op: 'test', path: '/metadata/uid', value: uid },
    { op: 'test', path: '/metadata/resourceVersion', value: resourceVersion },
    { op: 'replace', path: '/spec/template', value: template },
    {
      op: object.metadata.annotations === undefined ? 'add' : 'replace',
      path: '/metadata/annotations',
      value: Object.fromEntries([...own, ...theirs]),
    },
  ];
}
