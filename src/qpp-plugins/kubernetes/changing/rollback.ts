import { resourcePath } from '../../../platform/kubernetes/paths.js';
import type { KubernetesObject } from '../../../platform/kubernetes/cluster.js';
import type { MutationProposal } from '../../query-plugin.js';
import type { FieldChange } from './difference.js';
import { aspectOf, reversal } from './difference.js';
import type { ChangePlan, Subject } from './plan.js';
import { MERGE } from './plan.js';

/**
 * The way back, from the state that was read before: the fields as they were. A deleted object that nobody makes anew
 * is created again. Null: nobody knows one.
 */
export function rollbackOf(plan: ChangePlan, subject: Subject, fields: readonly FieldChange[]): MutationProposal['rollback'] {
  const { type, object, namespace } = subject;
  const { name, uid } = object.metadata;
  const path = resourcePath(type, namespace, name);
  switch (plan.aspect) {
    case 'existence':
      return recreation(subject);
    case 'replicas': {
      const spec = (aspectOf(object, 'replicas') as { spec: { replicas: number } }).spec;
      return {
        rendered: plan.undoCommand ?? patchCommand(subject, { spec }),
        request: { method: 'PATCH', path: `${path}/scale`, contentType: MERGE, body: { metadata: { uid }, spec } },
      };
    }
    case 'object': {
      if (fields.length === 0 && plan.verb !== 'drain') return null;
      const back = reversal(aspectOf(object, 'object'), plan.verb === 'drain' ? [{ path: ['spec', 'unschedulable'] }] : fields);
      const body = { ...back, metadata: { ...(back['metadata'] as object | undefined), uid } };
      return { rendered: plan.undoCommand ?? patchCommand(subject, back), request: { method: 'PATCH', path, contentType: MERGE, body } };
    }
  }
}

function patchCommand({ type, object, namespace }: Subject, body: unknown): string {
  const scope = namespace === null ? '' : ` -n ${namespace}`;
  return `kubectl${scope} patch ${type.kind.toLowerCase()} ${object.metadata.name} --type merge -p '${JSON.stringify(body)}'`;
}

/** What its controller makes anew needs no rollback, and has none: the very pod never comes back. */
function recreation({ type, object, namespace }: Subject): MutationProposal['rollback'] {
  if ((object.metadata.ownerReferences ?? []).length > 0 || type.kind === 'Pod') return null;
  const body = asCreated(object);
  const path = resourcePath(type, namespace, null);
  return {
    rendered: `kubectl create -f - <<< '${JSON.stringify(body)}'`,
    request: { method: 'POST', path, contentType: 'application/json', body },
  };
}

function asCreated(object: KubernetesObject): unknown {
  const { status: _status, metadata, ...rest } = object;
  const { name, namespace, labels, annotations } = metadata;
  return {
    ...rest,
    metadata: { name, ...(namespace !== undefined && { namespace }), ...(labels && { labels }), ...(annotations && { annotations }) },
  };
}
