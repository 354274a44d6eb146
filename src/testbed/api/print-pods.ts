import { isTrue } from '../controllers/conditions.js';
import type { ContainerStatus, Pod } from '../objects/kinds.js';
import { ageOf, columns, since, wide, type Printer } from './table.js';

export const podPrinter: Printer<Pod> = {
  columns: [...columns('Name', 'Ready', 'Status', 'Restarts', 'Age'), ...wide('IP', 'Node', 'Nominated Node', 'Readiness Gates')],
  row(pod, now) {
    const statuses = pod.status.containerStatuses ?? [];
    const ready = statuses.filter((status) => status.ready && status.state.running !== undefined).length;
    return [
      pod.metadata.name,
      `${ready}/${pod.spec.containers.length}`,
      podReason(pod),
      restarts(statuses, now),
      ageOf(pod, now),
      pod.status.podIP ?? '<none>',
      pod.spec.nodeName ?? '<none>',
      '<none>',
      '<none>',
    ];
  },
};

/** The STATUS column: the phase, unless a container has something more telling to say. */
export function podReason(pod: Pod): string {
  const statuses = pod.status.containerStatuses ?? [];
  let reason = pod.status.reason ?? pod.status.phase;
  let isAnyRunning = false;
  for (const status of [...statuses].reverse()) {
    const told = containerReason(status);
    if (told === null) isAnyRunning ||= status.ready && status.state.running !== undefined;
    else reason = told;
  }
  if (reason === 'Completed' && isAnyRunning) reason = isTrue(pod.status.conditions, 'Ready') ? 'Running' : 'NotReady';
  if (pod.metadata.deletionTimestamp === undefined) return reason;
  return pod.status.reason === 'NodeLost' ? 'Unknown' : 'Terminating';
}

function containerReason({ state }: ContainerStatus): string | null {
  if (state.waiting !== undefined && state.waiting.reason !== '') return state.waiting.reason;
  return state.terminated === undefined ? null : state.terminated.reason;
}

function restarts(statuses: readonly ContainerStatus[], now: number): string {
  const count = statuses.reduce((total, status) => total + status.restartCount, 0);
  const last = statuses
    .flatMap((status) => status.lastState.terminated?.finishedAt ?? [])
    .sort()
    .at(-1);
  return count === 0 || last === undefined ? String(count) : `${count} (${since(last, now)} ago)`;
}
