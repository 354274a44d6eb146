import { assertNever, TerminalError } from '../../../platform/errors.js';
import { resourcePath } from '../../../platform/kubernetes/paths.js';
import type { LiteralRequest } from '../../query-plugin.js';
import type { AskContext } from '../answering/ask-context.js';
import { referenceText } from '../answering/ask-context.js';
import { findRevisions } from '../answering/revisions.js';
import type { ChangeCommand, CordonCommand, DeleteCommand, PatchCommand, PauseCommand, ScaleCommand } from '../reading/command.js';
import { revisionOf, specOf } from '../shapes.js';
import { planDrain } from './plan-drain.js';
import { planMetadata, planSetEnvironment, planSetImage, planSetResources } from './plan-set.js';
import type { ChangePlan, Subject } from './plan.js';
import { JSON_PATCH, MERGE, pin, STRATEGIC } from './plan.js';
import { planUndo } from './plan-undo.js';

/** Works out the literal request of a change for the object as it was read. @throws TerminalError where it makes no sense */
export async function planChange(command: ChangeCommand, subject: Subject, now: string, context: AskContext): Promise<ChangePlan> {
  switch (command.verb) {
    case 'scale':
      return planScale(command, subject);
    case 'rollout restart':
      return planRestart(subject, now);
    case 'rollout undo':
      return planUndo(command, subject, await findRevisions(subject.object, context));
    case 'rollout pause':
    case 'rollout resume':
      return planPause(command, subject);
    case 'set env':
      return planSetEnvironment(command, subject);
    case 'set image':
      return planSetImage(command, subject);
    case 'set resources':
      return planSetResources(command, subject);
    case 'patch':
      return planPatch(command, subject);
    case 'annotate':
    case 'label':
      return planMetadata(command, subject);
    case 'delete':
      return planDelete(command, subject);
    case 'cordon':
    case 'uncordon':
      return planCordon(command, subject);
    case 'drain':
      return planDrain(command, subject, context);
    default:
      return assertNever(command);
  }
}

function patch({ type, object, namespace }: Subject, contentType: string, body: unknown, subresource = ''): LiteralRequest {
  const path = `${resourcePath(type, namespace, object.metadata.name)}${subresource === '' ? '' : `/${subresource}`}`;
  return { method: 'PATCH', path, contentType, body };
}

function done({ type, object }: Subject, participle: string): string {
  return `${referenceText(type, object.metadata.name)} ${participle}`;
}

function planScale(command: ScaleCommand, subject: Subject): ChangePlan {
  const current = specOf(subject.object).replicas ?? 1;
  if (command.currentReplicas !== null && command.currentReplicas !== '-1' && Number(command.currentReplicas) !== current) {
    throw new TerminalError('not-as-expected', `--current-replicas says ${command.currentReplicas}, and there are ${String(current)}.`);
  }
  const { name, namespace } = subject.object.metadata;
  return {
    verb: 'scale',
    request: patch(subject, MERGE, { metadata: pin(subject.object), spec: { replicas: Number(command.replicas) } }, 'scale'),
    intent: `spec.replicas: ${String(current)} → ${command.replicas}`,
    done: done(subject, 'scaled'),
    aspect: 'replicas',
    undoCommand: `kubectl -n ${namespace ?? ''} scale ${subject.type.kind.toLowerCase()}/${name} --replicas=${String(current)}`,
  };
}

/** As kubectl's objectrestarter: an annotation of the template makes the pods anew. */
function planRestart(subject: Subject, now: string): ChangePlan {
  refuseUnlessWorkload(subject, 'restart');
  if (specOf(subject.object).paused === true)
    throw new TerminalError('paused', `${subject.object.metadata.name} is paused: kubectl rollout resume comes first.`);
  const restartedAt = { 'kubectl.kubernetes.io/restartedAt': now };
  return {
    verb: 'rollout restart',
    request: patch(subject, STRATEGIC, { metadata: pin(subject.object), spec: { template: { metadata: { annotations: restartedAt } } } }),
    intent: `every pod of ${subject.object.metadata.name} is replaced, one after the other`,
    done: done(subject, 'restarted'),
    aspect: 'object',
    undoCommand: undoCommandOf(subject),
  };
}

function undoCommandOf({ type, object }: Subject): string | null {
  if (type.kind !== 'Deployment') return null;
  return `kubectl -n ${object.metadata.namespace ?? ''} rollout undo deployment/${object.metadata.name} --to-revision=${String(revisionOf(object))}`;
}

function refuseUnlessWorkload({ type }: Subject, verb: string): void {
  if (['Deployment', 'StatefulSet', 'DaemonSet'].includes(type.kind)) return;
  throw new TerminalError('no-rollout', `A ${type.kind} cannot be ${verb}ed: deployments, stateful sets and daemon sets can.`);
}

function planPause(command: PauseCommand, subject: Subject): ChangePlan {
  const paused = command.verb === 'rollout pause';
  if (subject.type.kind !== 'Deployment')
    throw new TerminalError('no-rollout', `Only deployments can be paused; this is a ${subject.type.kind}.`);
  return {
    verb: command.verb,
    request: patch(subject, MERGE, { metadata: pin(subject.object), spec: { paused: paused ? true : null } }),
    intent: `spec.paused: ${String(!paused)} → ${String(paused)}`,
    done: done(subject, paused ? 'paused' : 'resumed'),
    aspect: 'object',
    undoCommand: `kubectl -n ${subject.namespace ?? ''} rollout ${paused ? 'resume' : 'pause'} deployment/${subject.object.metadata.name}`,
  };
}

function planPatch(command: PatchCommand, subject: Subject): ChangePlan {
  const pinned = pin(subject.object);
  const body =
    command.strategy === 'json'
      ? [
          { op: 'test', path: '/metadata/uid', value: pinned.uid },
          { op: 'test', path: '/metadata/resourceVersion', value: pinned.resourceVersion },
          ...(command.patch as readonly unknown[]),
        ]
      : withPin(command.patch as Record<string, unknown>, pinned);
  const contentType = { json: JSON_PATCH, merge: MERGE, strategic: STRATEGIC }[command.strategy];
  return {
    verb: 'patch',
    request: patch(subject, contentType, body, command.subresource ?? ''),
    intent: `patched with ${JSON.stringify(command.patch)}`,
    done: done(subject, 'patched'),
    aspect: command.subresource === 'scale' ? 'replicas' : 'object',
    undoCommand: null,
  };
}

function withPin(body: Record<string, unknown>, pinned: ReturnType<typeof pin>): unknown {
  return { ...body, metadata: { ...(body['metadata'] as Record<string, unknown> | undefined), ...pinned } };
}

function planDelete(command: DeleteCommand, subject: Subject): ChangePlan {
  const { type, object, namespace } = subject;
  const grace = command.graceSeconds === null ? {} : { gracePeriodSeconds: Number(command.graceSeconds) };
  const owner = (object.metadata.ownerReferences ?? [])[0];
  return {
    verb: 'delete',
    request: {
      method: 'DELETE',
      path: resourcePath(type, namespace, object.metadata.name),
      contentType: 'application/json',
      body: { apiVersion: 'v1', kind: 'DeleteOptions', ...grace, preconditions: pin(object), propagationPolicy: 'Background' },
    },
    intent: `${referenceText(type, object.metadata.name)} is deleted${owner === undefined ? '' : `; ${owner.kind} ${owner.name} creates another`}`,
    done: done(subject, 'deleted'),
    aspect: 'existence',
    undoCommand: null,
  };
}

function planCordon(command: CordonCommand, subject: Subject): ChangePlan {
  if (subject.type.kind !== 'Node') throw new TerminalError('not-a-node', `Only nodes can be ${command.verb}ed.`);
  const cordon = command.verb === 'cordon';
  return {
    verb: command.verb,
    request: patch(subject, MERGE, { metadata: pin(subject.object), spec: { unschedulable: cordon ? true : null } }),
    intent: `spec.unschedulable: ${String(!cordon)} → ${String(cordon)}`,
    done: done(subject, `${command.verb}ed`),
    aspect: 'object',
    undoCommand: `kubectl ${cordon ? 'uncordon' : 'cordon'} ${subject.object.metadata.name}`,
  };
}
