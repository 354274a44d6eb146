import type { Deployment, Pod } from '../../objects/kinds.js';
import { DEPLOYMENTS, ENDPOINTS, HORIZONTAL_POD_AUTOSCALERS, NODES, PODS } from '../../objects/resources.js';
import type { World } from '../../world.js';
import type { Labels } from '../labels.js';
import { MetricPage } from '../metric-page.js';
import { exposeContainers } from './kube-state-containers.js';

type Sample = readonly [Labels, number];

/** What kube-state-metrics says about the objects of the cluster, under its own names. */
export function kubeStatePage(world: World): string {
  const page = new MetricPage();
  exposeDeployments(page, world.objects.list(DEPLOYMENTS));
  const pods = world.objects.list(PODS);
  exposePods(page, pods);
  exposeContainers(page, pods);
  exposeEndpoints(page, world);
  exposeAutoscalers(page, world);
  exposeNodes(page, world);
  return page.toString();
}

function exposeDeployments(page: MetricPage, deployments: readonly Deployment[]): void {
  const each = (read: (deployment: Deployment) => number): Sample[] =>
    deployments.map((deployment) => [
      { namespace: deployment.metadata.namespace ?? '', deployment: deployment.metadata.name },
      read(deployment),
    ]);
  page
    .gauge(
      'kube_deployment_spec_replicas',
      'Number of desired pods for a deployment.',
      each(({ spec }) => spec.replicas ?? 1),
    )
    .gauge(
      'kube_deployment_status_replicas',
      'The number of replicas per deployment.',
      each(({ status }) => status.replicas ?? 0),
    )
    .gauge(
      'kube_deployment_status_replicas_ready',
      'The number of ready replicas per deployment.',
      each(({ status }) => status.readyReplicas ?? 0),
    )
    .gauge(
      'kube_deployment_status_replicas_available',
      'The number of available replicas per deployment.',
      each(({ status }) => status.availableReplicas ?? 0),
    )
    .gauge(
      'kube_deployment_status_replicas_updated',
      'The number of updated replicas per deployment.',
      each(({ status }) => status.updatedReplicas ?? 0),
    )
    .gauge(
      'kube_deployment_status_replicas_unavailable',
      'The number of unavailable replicas per deployment.',
      each(({ status }) => status.unavailableReplicas ?? 0),
    )
    .gauge(
      'kube_deployment_metadata_generation',
      'Sequence number representing a specific generation of the desired state.',
      each(({ metadata }) => metadata.generation ?? 0),
    )
    .gauge(
      'kube_deployment_status_observed_generation',
      'The generation observed by the deployment controller.',
      each(({ status }) => status.observedGeneration ?? 0),
    )
    .gauge(
      'kube_deployment_spec_paused',
      'Whether the deployment is paused and will not be processed by the deployment controller.',
      each(({ spec }) => Number(spec.paused ?? false)),
    )
    .gauge('kube_deployment_status_condition', 'The current status conditions of a deployment.', deployments.flatMap(deploymentConditions));
}

function deploymentConditions({ metadata, status }: Deployment): Sample[] {
  return (status.conditions ?? []).flatMap(({ type, status: current }) =>
    ['true', 'false', 'unknown'].map((word): Sample => {
      const labels = { namespace: metadata.namespace ?? '', deployment: metadata.name, condition: type, status: word };
      return [labels, Number(current.toLowerCase() === word)];
    }),
  );
}

function exposePods(page: MetricPage, pods: readonly Pod[]): void {
  const labelsOf = ({ metadata }: Pod): Labels => ({ namespace: metadata.namespace ?? '', pod: metadata.name });
  page
    .gauge(
      'kube_pod_info',
      'Information about pod.',
      pods.map((pod) => [
        {
          ...labelsOf(pod),
          node: pod.spec.nodeName ?? '',
          pod_ip: pod.status.podIP ?? '',
          created_by_name: pod.metadata.ownerReferences?.[0]?.name ?? '',
        },
        1,
      ]),
    )
    .gauge(
      'kube_pod_created',
      'Unix creation timestamp.',
      pods.map((pod) => [labelsOf(pod), Date.parse(pod.metadata.creationTimestamp) / 1000]),
    )
    .gauge(
      'kube_pod_labels',
      'Kubernetes labels converted to Prometheus labels.',
      pods.map((pod) => [{ ...labelsOf(pod), label_name: pod.metadata.labels?.['name'] ?? '' }, 1]),
    )
    .gauge(
      'kube_pod_status_phase',
      'The pods current phase.',
      pods.flatMap((pod) => phases(pod, labelsOf(pod))),
    )
    .gauge(
      'kube_pod_status_ready',
      'Describes whether the pod is ready to serve requests.',
      pods.flatMap((pod) => readiness(pod, labelsOf(pod))),
    )
    .gauge(
      'kube_pod_status_reason',
      'The pod status reasons.',
      pods.flatMap((pod): Sample[] => (pod.status.reason === undefined ? [] : [[{ ...labelsOf(pod), reason: pod.status.reason }, 1]])),
    );
}

function phases(pod: Pod, labels: Labels): Sample[] {
  return ['Pending', 'Running', 'Succeeded', 'Failed', 'Unknown'].map((phase) => [
    { ...labels, phase },
    Number(pod.status.phase === phase),
  ]);
}

function readiness(pod: Pod, labels: Labels): Sample[] {
  const ready = pod.status.conditions?.find(({ type }) => type === 'Ready')?.status === 'True';
  return [
    [{ ...labels, condition: 'true' }, Number(ready)],
    [{ ...labels, condition: 'false' }, Number(!ready)],
  ];
}

function exposeEndpoints(page: MetricPage, world: World): void {
  const all = world.objects.list(ENDPOINTS);
  const counted = (kind: 'addresses' | 'notReadyAddresses'): Sample[] =>
    all.map(({ metadata, subsets = [] }) => [
      { namespace: metadata.namespace ?? '', endpoint: metadata.name },
      subsets.reduce((sum, subset) => sum + (subset[kind]?.length ?? 0), 0),
    ]);
  page
    .gauge('kube_endpoint_address_available', 'Number of addresses available in endpoint.', counted('addresses'))
    .gauge('kube_endpoint_address_not_ready', 'Number of addresses not ready in endpoint.', counted('notReadyAddresses'));
}

function exposeAutoscalers(page: MetricPage, world: World): void {
  const all = world.objects.list(HORIZONTAL_POD_AUTOSCALERS);
  const each = (read: (autoscaler: (typeof all)[number]) => number): Sample[] =>
    all.map((autoscaler) => [
      { namespace: autoscaler.metadata.namespace ?? '', horizontalpodautoscaler: autoscaler.metadata.name },
      read(autoscaler),
    ]);
  page
    .gauge(
      'kube_horizontalpodautoscaler_spec_max_replicas',
      'Upper limit for the number of pods that can be set by the autoscaler.',
      each(({ spec }) => spec.maxReplicas),
    )
    .gauge(
      'kube_horizontalpodautoscaler_spec_min_replicas',
      'Lower limit for the number of pods that can be set by the autoscaler.',
      each(({ spec }) => spec.minReplicas ?? 1),
    )
    .gauge(
      'kube_horizontalpodautoscaler_status_current_replicas',
      'Current number of replicas of pods managed by this autoscaler.',
      each(({ status }) => status.currentReplicas),
    )
    .gauge(
      'kube_horizontalpodautoscaler_status_desired_replicas',
      'Desired number of replicas of pods managed by this autoscaler.',
      each(({ status }) => status.desiredReplicas),
    );
}

function exposeNodes(page: MetricPage, world: World): void {
  const nodes = world.objects.list(NODES);
  page
    .gauge(
      'kube_node_spec_unschedulable',
      'Whether a node can schedule new pods.',
      nodes.map(({ metadata, spec }) => [{ node: metadata.name }, Number(spec.unschedulable ?? false)]),
    )
    .gauge(
      'kube_node_status_condition',
      'The condition of a cluster node.',
      nodes.flatMap(({ metadata, status }) =>
        status.conditions.flatMap(({ type, status: current }) =>
          ['true', 'false', 'unknown'].map((word): Sample => [
            { node: metadata.name, condition: type, status: word },
            Number(current.toLowerCase() === word),
          ]),
        ),
      ),
    );
}
