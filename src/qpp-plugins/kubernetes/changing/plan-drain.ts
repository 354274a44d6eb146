import { TerminalError } from '../../../platform/errors.js';
import type { KubernetesObject } from '../../../platform/kubernetes/cluster.js';
import { resourcePath } from '../../../platform/kubernetes/paths.js';
import type { LiteralRequest } from '../../query-plugin.js';
import type { AskContext } from '../answering/ask-context.js';
import { referenceText, resolveType } from '../answering/ask-context.js';
import type { DrainCommand } from '../reading/command.js';
import type { ChangePlan, Subject } from './plan.js';
import { MERGE, pin } from './plan.js';

/** The content type of a request that stands for several, sent in order: a node cordoned, then its pods evicted. */
export const SEQUENCE = 'application/vnd.periplus.sequence+json';

/** The requests a change consists of. */
export function requestsOf(request: LiteralRequest): readonly LiteralRequest[] {
  return request.contentType === SEQUENCE ? (request.body as { readonly requests: readonly LiteralRequest[] }).requests : [request];
}

/**
 * `kubectl drain` by the Eviction API alone, which honours disruption budgets. Every eviction is pinned to the pod's
 * uid, so that only the pods the approver saw are evicted.
 */
export async function planDrain(command: DrainCommand, subject: Subject, context: AskContext): Promise<ChangePlan> {
  const node = subject.object.metadata.name;
  if (subject.type.kind !== 'Node') throw new TerminalError('not-a-node', 'Only nodes can be drained.');
  const pods = await evictable(command, node, context);
  const cordon: LiteralRequest = {
    method: 'PATCH',
    path: resourcePath(subject.type, null, node),
    contentType: MERGE,
    body: { metadata: pin(subject.object), spec: { unschedulable: true } },
  };
  const names = pods.map(({ metadata }) => `${metadata.namespace ?? ''}/${metadata.name}`);
  return {
    verb: 'drain',
    request: {
      method: 'POST',
      path: cordon.path,
      contentType: SEQUENCE,
      body: { requests: [cordon, ...pods.map((pod) => eviction(pod, command.graceSeconds))] },
    },
    intent: `${node} takes no new pods; ${String(pods.length)} pods are evicted: ${names.join(', ') || 'none'}`,
    done: `${referenceText(subject.type, node)} drained: ${String(pods.length)} pods evicted`,
    aspect: 'object',
    undoCommand: `kubectl uncordon ${node}`,
  };
}

async function evictable(command: DrainCommand, node: string, context: AskContext): Promise<readonly KubernetesObject[]> {
  const type = await resolveType(context, 'pods');
  const { value } = await context.reader.list(type, { fieldSelector: `spec.nodeName=${node}` }, context.signal);
  const pods = value.filter((pod) => pod.metadata.annotations?.['kubernetes.io/config.mirror'] === undefined);
  const ofDaemonSets = pods.filter((pod) => ownerKind(pod) === 'DaemonSet');
  const rest = pods.filter((pod) => ownerKind(pod) !== 'DaemonSet');
  refuseIf(ofDaemonSets, !command.ignoreDaemonSets, 'belong to daemon sets, and --ignore-daemonsets is not given');
  refuseIf(
    rest.filter((pod) => ownerKind(pod) === null),
    !command.force,
    'have no controller that would make them anew, and --force is not given',
  );
  refuseIf(rest.filter(hasEmptyDir), !command.deleteEmptyDirData, 'keep data in an emptyDir, and --delete-emptydir-data is not given');
  return rest;
}

function refuseIf(pods: readonly KubernetesObject[], refused: boolean, why: string): void {
  if (!refused || pods.length === 0) return;
  throw new TerminalError('cannot-drain', `The node is not drained: ${pods.map(({ metadata }) => metadata.name).join(', ')} ${why}.`);
}

function ownerKind(pod: KubernetesObject): string | null {
  return pod.metadata.ownerReferences?.[0]?.kind ?? null;
}

function hasEmptyDir(pod: KubernetesObject): boolean {
  const volumes = (pod['spec'] as { volumes?: readonly { emptyDir?: unknown }[] } | undefined)?.volumes ?? [];
  return volumes.some(({ emptyDir }) => emptyDir !== undefined);
}

function eviction(pod: KubernetesObject, graceSeconds: string | null): LiteralRequest {
  const { name, namespace, uid } = pod.metadata;
  const grace = graceSeconds === null ? {} : { gracePeriodSeconds: Number(graceSeconds) };
  return {
    method: 'POST',
    path: `${resourcePath({ group: '', version: 'v1', plural: 'pods' }, namespace ?? null, name)}/eviction`,
    contentType: 'application/json',
    body: { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name, namespace }, deleteOptions: { ...grace, preconditions: { uid } } },
  };
}
