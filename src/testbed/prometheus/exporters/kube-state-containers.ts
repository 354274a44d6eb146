import type { Container, ContainerStatus, Pod } from '../../objects/kinds.js';
import { parseQuantity } from '../../objects/quantities.js';
import type { Labels } from '../labels.js';
import type { MetricPage } from '../metric-page.js';

type Sample = readonly [Labels, number];

/** The containers' part of kube-state-metrics: restarts, why they wait, why they ended, what they may use. */
export function exposeContainers(page: MetricPage, pods: readonly Pod[]): void {
  const each = (read: (status: ContainerStatus, labels: Labels) => Sample[]): Sample[] =>
    pods.flatMap((pod) => (pod.status.containerStatuses ?? []).flatMap((status) => read(status, labelsOf(pod, status.name))));
  page
    .counter(
      'kube_pod_container_status_restarts_total',
      'The number of container restarts per container.',
      each((status, labels) => [[labels, status.restartCount]]),
    )
    .gauge(
      'kube_pod_container_status_ready',
      'Describes whether the containers readiness check succeeded.',
      each((status, labels) => [[labels, Number(status.ready)]]),
    )
    .gauge(
      'kube_pod_container_status_running',
      'Describes whether the container is currently in running state.',
      each((status, labels) => [[labels, Number(status.state.running !== undefined)]]),
    )
    .gauge(
      'kube_pod_container_status_waiting_reason',
      'Describes the reason the container is currently in waiting state.',
      each((status, labels) => reason(labels, status.state.waiting?.reason)),
    )
    .gauge(
      'kube_pod_container_status_terminated_reason',
      'Describes the reason the container is currently in terminated state.',
      each((status, labels) => reason(labels, status.state.terminated?.reason)),
    )
    .gauge(
      'kube_pod_container_status_last_terminated_reason',
      'Describes the last reason the container was in terminated state.',
      each((status, labels) => reason(labels, status.lastState.terminated?.reason)),
    )
    .gauge(
      'kube_pod_container_status_last_terminated_exitcode',
      'Describes the exit code for the last container in terminated state.',
      each((status, labels) => exitCode(labels, status)),
    )
    .gauge(
      'kube_pod_container_info',
      'Information about a container in a pod.',
      each((status, labels) => [[{ ...labels, image: status.image }, 1]]),
    )
    .gauge('kube_pod_container_resource_limits', 'The number of requested limit resource by a container.', resources(pods, 'limits'))
    .gauge('kube_pod_container_resource_requests', 'The number of requested request resource by a container.', resources(pods, 'requests'));
}

function labelsOf({ metadata }: Pod, container: string): Labels {
  return { namespace: metadata.namespace ?? '', pod: metadata.name, container };
}

function reason(labels: Labels, word: string | undefined): Sample[] {
  return word === undefined ? [] : [[{ ...labels, reason: word }, 1]];
}

function exitCode(labels: Labels, { lastState }: ContainerStatus): Sample[] {
  return lastState.terminated === undefined ? [] : [[labels, lastState.terminated.exitCode]];
}

function resources(pods: readonly Pod[], kind: 'limits' | 'requests'): Sample[] {
  return pods.flatMap((pod) => pod.spec.containers.flatMap((container) => containerResources(pod, container, kind)));
}

function containerResources(pod: Pod, container: Container, kind: 'limits' | 'requests'): Sample[] {
  return Object.entries(container.resources?.[kind] ?? {}).flatMap(([resource, quantity]): Sample[] => {
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
