import type { Deployment, HorizontalPodAutoscaler } from '../../objects/kinds.js';
import type { MetricPage, MetricSample } from '../metric-page.js';

type Row<Shape> = readonly [name: string, help: string, read: (object: Shape) => number];

const DEPLOYMENT_GAUGES: readonly Row<Deployment>[] = [
  ['kube_deployment_spec_replicas', 'Number of desired pods for a deployment.', ({ spec }) => spec.replicas ?? 1],
  ['kube_deployment_status_replicas', 'The number of replicas per deployment.', ({ status }) => status.replicas ?? 0],
  ['kube_deployment_status_replicas_ready', 'The number of ready replicas per deployment.', ({ status }) => status.readyReplicas ?? 0],
  [
    'kube_deployment_status_replicas_available',
    'The number of available replicas per deployment.',
    ({ status }) => status.availableReplicas ?? 0,
  ],
  [
    'kube_deployment_status_replicas_updated',
    'The number of updated replicas per deployment.',
    ({ status }) => status.updatedReplicas ?? 0,
  ],
  [
    'kube_deployment_status_replicas_unavailable',
    'The number of unavailable replicas per deployment.',
    ({ status }) => status.unavailableReplicas ?? 0,
  ],
  [
    'kube_deployment_metadata_generation',
    'Sequence number representing a specific generation of the desired state.',
    ({ metadata }) => metadata.generation ?? 0,
  ],
  [
    'kube_deployment_status_observed_generation',
    'The generation observed by the deployment controller.',
    ({ status }) => status.observedGeneration ?? 0,
  ],
  ['kube_deployment_spec_paused', 'Whether the deployment is paused.', ({ spec }) => Number(spec.paused ?? false)],
];

const AUTOSCALER_GAUGES: readonly Row<HorizontalPodAutoscaler>[] = [
  [
    'kube_horizontalpodautoscaler_spec_max_replicas',
    'Upper limit for the number of pods that can be set by the autoscaler.',
    ({ spec }) => spec.maxReplicas,
  ],
  [
    'kube_horizontalpodautoscaler_spec_min_replicas',
    'Lower limit for the number of pods that can be set by the autoscaler.',
    ({ spec }) => spec.minReplicas ?? 1,
  ],
  [
    'kube_horizontalpodautoscaler_status_current_replicas',
    'Current number of replicas of pods managed by this autoscaler.',
    ({ status }) => status.currentReplicas,
  ],
  [
    'kube_horizontalpodautoscaler_status_desired_replicas',
    'Desired number of replicas of pods managed by this autoscaler.',
    ({ status }) => status.desiredReplicas,
  ],
];

/** The Deployments' part of kube-state-metrics. */
export function exposeDeployments(page: MetricPage, deployments: readonly Deployment[]): void {
  for (const [name, help, read] of DEPLOYMENT_GAUGES) {
    page.gauge(
      name,
      help,
      deployments.map((each) => [{ namespace: each.metadata.namespace ?? '', deployment: each.metadata.name }, read(each)]),
    );
  }
  page.gauge('kube_deployment_status_condition', 'The current status conditions of a deployment.', deployments.flatMap(conditions));
}

/** The autoscalers' part of kube-state-metrics. */
export function exposeAutoscalers(page: MetricPage, autoscalers: readonly HorizontalPodAutoscaler[]): void {
  for (const [name, help, read] of AUTOSCALER_GAUGES) {
    page.gauge(
      name,
      help,
      autoscalers.map((each) => [{ namespace: each.metadata.namespace ?? '', horizontalpodautoscaler: each.metadata.name }, read(each)]),
    );
  }
}

function conditions({ metadata, status }: Deployment): MetricSample[] {
  return (status.conditions ?? []).flatMap(({ type, status: current }) =>
    ['true', 'false', 'unknown'].map((word): MetricSample => {
      const labels = { namespace: metadata.namespace ?? '', deployment: metadata.name, condition: type, status: word };
      return [labels, Number(current.toLowerCase() === word)];
    }),
  );
}
