import type { Endpoints, Node, Pod } from '../../objects/kinds.js';
import { DEPLOYMENTS, ENDPOINTS, HORIZONTAL_POD_AUTOSCALERS, NODES, PODS } from '../../objects/resources.js';
import type { World } from '../../world.js';
import type { Labels } from '../labels.js';
import { MetricPage } from '../metric-page.js';
import type { MetricSample } from '../metric-page.js';
import { exposeContainers } from './kube-state-containers.js';
import { exposeAutoscalers, exposeDeployments } from './kube-state-deployments.js';

const PHASES = ['Pending', 'Running', 'Succeeded', 'Failed', 'Unknown'];

type PodRow = readonly [name: string, help: string, read: (pod: Pod, labels: Labels) => MetricSample[]];

const POD_GAUGES: readonly PodRow[] = [
  ['kube_pod_info', 'Information about pod.', placement],
  ['kube_pod_created', 'Unix creation timestamp.', ({ metadata }, labels) => [[labels, Date.parse(metadata.creationTimestamp) / 1000]]],
  [
    'kube_pod_labels',
    'Kubernetes labels converted to Prometheus labels.',
    ({ metadata }, labels) => [[{ ...labels, label_name: metadata.labels?.['name'] ?? '' }, 1]],
  ],
  [
    'kube_pod_status_phase',
    'The pods current phase.',
    ({ status }, labels) => PHASES.map((phase) => [{ ...labels, phase }, Number(status.phase === phase)]),
  ],
  ['kube_pod_status_ready', 'Describes whether the pod is ready to serve requests.', readiness],
  [
    'kube_pod_status_reason',
    'The pod status reasons.',
    ({ status }, labels) => (status.reason === undefined ? [] : [[{ ...labels, reason: status.reason }, 1]]),
  ],
];

/** What kube-state-metrics says about the objects of the cluster, under its own names. */
export function kubeStatePage(world: World): string {
  const page = new MetricPage();
  const pods = world.objects.list(PODS);
  exposeDeployments(page, world.objects.list(DEPLOYMENTS));
  exposeAutoscalers(page, world.objects.list(HORIZONTAL_POD_AUTOSCALERS));
  exposePods(page, pods);
  exposeContainers(page, pods);
  exposeEndpoints(page, world.objects.list(ENDPOINTS));
  exposeNodes(page, world.objects.list(NODES));
  return page.toString();
}

function exposePods(page: MetricPage, pods: readonly Pod[]): void {
  for (const [name, help, read] of POD_GAUGES) {
    page.gauge(
      name,
      help,
      pods.flatMap((pod) => read(pod, { namespace: pod.metadata.namespace ?? '', pod: pod.metadata.name })),
    );
  }
}

function placement({ metadata, spec, status }: Pod, labels: Labels): MetricSample[] {
  return [
    [{ ...labels, node: spec.nodeName ?? '', pod_ip: status.podIP ?? '', created_by_name: metadata.ownerReferences?.[0]?.name ?? '' }, 1],
  ];
}

function readiness({ status }: Pod, labels: Labels): MetricSample[] {
  const ready = status.conditions?.find(({ type }) => type === 'Ready')?.status === 'True';
  return [
    [{ ...labels, condition: 'true' }, Number(ready)],
    [{ ...labels, condition: 'false' }, Number(!ready)],
  ];
}

function exposeEndpoints(page: MetricPage, all: readonly Endpoints[]): void {
  const counted = (kind: 'addresses' | 'notReadyAddresses'): MetricSample[] =>
    all.map(({ metadata, subsets = [] }) => [
      { namespace: metadata.namespace ?? '', endpoint: metadata.name },
      subsets.reduce((sum, subset) => sum + (subset[kind]?.length ?? 0), 0),
    ]);
  page.gauge('kube_endpoint_address_available', 'Number of addresses available in endpoint.', counted('addresses'));
  page.gauge('kube_endpoint_address_not_ready', 'Number of addresses not ready in endpoint.', counted('notReadyAddresses'));
}

function exposeNodes(page: MetricPage, nodes: readonly Node[]): void {
  const unschedulable = nodes.map(({ metadata, spec }): MetricSample => [{ node: metadata.name }, Number(spec.unschedulable ?? false)]);
  page.gauge('kube_node_spec_unschedulable', 'Whether a node can schedule new pods.', unschedulable);
  page.gauge('kube_node_status_condition', 'The condition of a cluster node.', nodes.flatMap(nodeConditions));
}

function nodeConditions({ metadata, status }: Node): MetricSample[] {
  return status.conditions.flatMap(({ type, status: current }) =>
    ['true', 'false', 'unknown'].map((word): MetricSample => [
      { node: metadata.name, condition: type, status: word },
      Number(current.toLowerCase() === word),
    ]),
  );
}
