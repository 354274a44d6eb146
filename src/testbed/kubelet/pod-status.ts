import type { ContainerStatus, Pod, PodStatus } from '../objects/kinds.js';
import type { Condition } from '../objects/meta.js';
import { conditionOf, withCondition } from '../controllers/conditions.js';

/** Where the pod runs, as its status shows it. */
export interface Placement {
  readonly hostIP: string;
  readonly podIP: string | null;
  readonly startTime: string;
}

/** The pod's status that follows from its containers'. `now` as the API writes it. */
export function podStatus(pod: Pod, containers: readonly ContainerStatus[], place: Placement, now: string): PodStatus {
  const phase = phaseOf(pod, containers);
  const unready = containers.filter((each) => !each.ready).map((each) => each.name);
  const ended = phase === 'Succeeded' || phase === 'Failed';
  const readiness = readinessOf(unready, ended);
  const conditions = [
    { type: 'PodReadyToStartContainers', status: place.podIP === null ? ('False' as const) : ('True' as const) },
    { type: 'Initialized', status: 'True' as const },
    { type: 'Ready', ...readiness },
    { type: 'ContainersReady', ...readiness },
  ].reduce<Condition[]>((list, next) => withCondition(list, { ...next, lastProbeTime: null }, now), pod.status.conditions ?? []);
  return {
    ...pod.status,
    phase,
    conditions: inOrder(conditions),
    hostIP: place.hostIP,
    hostIPs: [{ ip: place.hostIP }],
    ...(place.podIP === null ? {} : { podIP: place.podIP, podIPs: [{ ip: place.podIP }] }),
    startTime: place.startTime,
    containerStatuses: [...containers].sort((a, b) => (a.name < b.name ? -1 : 1)),
  };
}

function readinessOf(unready: readonly string[], ended: boolean): Omit<Condition, 'type'> {
  if (unready.length === 0) return { status: 'True' };
  if (ended) return { status: 'False', reason: 'PodCompleted' };
  return { status: 'False', reason: 'ContainersNotReady', message: `containers with unready status: [${unready.join(' ')}]` };
}

/** The kubelet's rule: Pending until every container has been started once. */
function phaseOf(pod: Pod, containers: readonly ContainerStatus[]): PodStatus['phase'] {
  const neverStarted = containers.some((each) => each.state.waiting !== undefined && each.lastState.terminated === undefined);
  if (containers.length === 0 || neverStarted) return 'Pending';
  if (containers.some((each) => each.state.running !== undefined)) return 'Running';
  const policy = pod.spec.restartPolicy ?? 'Always';
  if (policy === 'Always') return 'Running';
  const failed = containers.some((each) => (each.state.terminated?.exitCode ?? 0) !== 0);
  if (failed && policy === 'OnFailure') return 'Running';
  return failed ? 'Failed' : 'Succeeded';
}

const ORDER = ['PodReadyToStartContainers', 'Initialized', 'Ready', 'ContainersReady', 'PodScheduled'];

function inOrder(conditions: readonly Condition[]): Condition[] {
  const known = ORDER.flatMap((type) => conditionOf(conditions, type) ?? []);
  return [...known, ...conditions.filter((each) => !ORDER.includes(each.type))];
}
