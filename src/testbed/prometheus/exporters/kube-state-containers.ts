import type { Container, ContainerStatus, Pod } from '../../objects/kinds.js';
import { parseQuantity } from '../../objects/quantities.js';
import type { Labels } from '../labels.js';
import type { MetricPage, MetricSample } from '../metric-page.js';

type Read = (status: ContainerStatus, labels: Labels) => MetricSample[];
type Row = readonly [name: string, help: string, read: Read];

const one =
  (read: (status: ContainerStatus) => number): Read =>
  (status, labels) => [[labels, read(status)]];
const reason =
  (read: (status: ContainerStatus) => string | undefined): Read =>
  (status, labels) => {
    const word = read(status);
    return word === undefined ? [] : [[{ ...labels, reason: word }, 1]];
  };

const GAUGES: readonly Row[] = [
  ['kube_pod_container_status_ready', 'Describes whether the containers readiness check succeeded.', one(({ ready }) => Number(ready))],
  [
    'kube_pod_container_status_running',
    'Describes whether the container is currently in running state.',
    one(({ state }) => Number(state.running !== undefined)),
  ],
  [
    'kube_pod_container_status_waiting_reason',
    'Describes the reason the container is currently in waiting state.',
    reason(({ state }) => state.waiting?.reason),
  ],
  [
    'kube_pod_container_status_terminated_reason',
    'Describes the reason the container is currently in terminated state.',
    reason(({ state }) => state.terminated?.reason),
  ],
  [
    'kube_pod_container_status_last_terminated_reason',
    'Describes the last reason the container was in terminated state.',
    reason(({ lastState }) => lastState.terminated?.reason),
  ],
  ['kube_pod_container_status_last_terminated_exitcode', 'Describes the exit code for the last container in terminated state.', exitCode],
  ['kube_pod_container_info', 'Information about a container in a pod.', (status, labels) => [[{ ...labels, image: status.image }, 1]]],
];

/** The containers' part of kube-state-metrics: restarts, why they wait, why they ended, what they may use. */
export function exposeContainers(page: MetricPage, pods: readonly Pod[]): void {
  const each = (read: Read): MetricSample[] =>
    pods.flatMap((pod) => (pod.status.containerStatuses ?? []).flatMap((status) => read(status, labelsOf(pod, status.name))));
  page.counter(
    'kube_pod_container_status_restarts_total',
    'The number of container restarts per container.',
    each(one(({ restartCount }) => restartCount)),
  );
  for (const [name, help, read] of GAUGES) page.gauge(name, help, each(read));
  page.gauge('kube_pod_container_resource_limits', 'The number of requested limit resource by a container.', resources(pods, 'limits'));
  page.gauge(
    'kube_pod_container_resource_requests',
    'The number of requested request resource by a container.',
    resources(pods, 'requests'),
  );
}

function labelsOf({ metadata }: Pod, container: string): Labels {
  return { namespace: metadata.namespace ?? '', pod: metadata.name, container };
}

function exitCode({ lastState }: ContainerStatus, labels: Labels): MetricSample[] {
  return lastState.terminated === undefined ? [] : [[labels, lastState.terminated.exitCode]];
}

function resources(pods: readonly Pod[], kind: 'limits' | 'requests'): MetricSample[] {
  return pods.flatMap((pod) => pod.spec.containers.flatMap((container) => containerResources(pod, container, kind)));
}

function containerResources(pod: Pod, container: Container, kind: 'limits' | 'requests'): MetricSample[] {
  return Object.entries(container.resources?.[kind] ?? {}).flatMap(([resource, quantity]): MetricSample[] => {
    const amount = parseQuantity(quantity);
    const labels = {
      ...labelsOf(pod, container.name),
      node: pod.spec.nodeName ?? '',
      resource,
      unit: resource === 'cpu' ? 'core' : 'byte',
    };
    return amount === null ? [] : [[labels, amount]];
  });
}
