import type {
  Container,
  Deployment,
  HorizontalPodAutoscaler,
  Namespace,
  NetworkPolicy,
  Pod,
  PodSpec,
  Probe,
  ReplicaSet,
  Service,
} from './kinds.js';
import type { IntOrString, KubeObject } from './meta.js';
import { canonicalQuantity } from './quantities.js';

/** Fills in what the API server fills in, so that what is read back says what holds. Edits its argument. */
export function applyDefaults(object: KubeObject): void {
  switch (object.kind) {
    case 'Deployment':
      defaultDeployment(object as Deployment);
      break;
    case 'ReplicaSet':
      defaultReplicaSet(object as ReplicaSet);
      break;
    case 'Pod':
      defaultPod(object as Pod);
      break;
    case 'Service':
      defaultService(object as Service);
      break;
    case 'HorizontalPodAutoscaler':
      defaultAutoscaler(object as HorizontalPodAutoscaler);
      break;
    case 'Namespace':
      defaultNamespace(object as Namespace);
      break;
    case 'NetworkPolicy':
      (object as NetworkPolicy).spec.policyTypes ??= ['Ingress'];
      break;
    default:
      break;
  }
}

function defaultNamespace(namespace: Namespace): void {
  namespace.metadata.labels = { ...namespace.metadata.labels, 'kubernetes.io/metadata.name': namespace.metadata.name };
  namespace.spec = { finalizers: ['kubernetes'], ...(namespace as Partial<Namespace>).spec };
  namespace.status = { ...namespace.status, phase: (namespace as { status?: Partial<Namespace['status']> }).status?.phase ?? 'Active' };
}

function defaultDeployment(deployment: Deployment): void {
  const { spec } = deployment;
  spec.replicas ??= 1;
  spec.revisionHistoryLimit ??= 10;
  spec.progressDeadlineSeconds ??= 600;
  spec.strategy ??= {};
  spec.strategy.type ??= 'RollingUpdate';
  if (spec.strategy.type === 'RollingUpdate') {
    spec.strategy.rollingUpdate ??= {};
    spec.strategy.rollingUpdate.maxSurge ??= '25%';
    spec.strategy.rollingUpdate.maxUnavailable ??= '25%';
  }
  defaultPodSpec(spec.template.spec);
  deployment.status = (deployment as Partial<Deployment>).status ?? {};
}

function defaultReplicaSet(set: ReplicaSet): void {
  set.spec.replicas ??= 1;
  defaultPodSpec(set.spec.template.spec);
  set.status = (set as Partial<ReplicaSet>).status ?? { replicas: 0 };
}

function defaultPod(pod: Pod): void {
  defaultPodSpec(pod.spec);
  pod.spec.serviceAccountName ??= 'default';
  pod.spec.serviceAccount ??= pod.spec.serviceAccountName;
  pod.spec.enableServiceLinks ??= true;
  pod.spec.priority ??= 0;
  pod.spec.preemptionPolicy ??= 'PreemptLowerPriority';
  pod.spec.tolerations ??= [tolerationOf('not-ready'), tolerationOf('unreachable')];
  pod.status = { ...pod.status, phase: (pod as { status?: Partial<Pod['status']> }).status?.phase ?? 'Pending' };
  pod.status.qosClass ??= qualityOfService(pod.spec.containers);
}

function tolerationOf(condition: string): { key: string; operator: string; effect: string; tolerationSeconds: number } {
  return { key: `node.kubernetes.io/${condition}`, operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 300 };
}

function defaultPodSpec(spec: PodSpec): void {
  spec.restartPolicy ??= 'Always';
  spec.terminationGracePeriodSeconds ??= 30;
  spec.dnsPolicy ??= 'ClusterFirst';
  spec.schedulerName ??= 'default-scheduler';
  spec.securityContext ??= {};
  spec.containers.forEach(defaultContainer);
}

function defaultContainer(container: Container): void {
  container.imagePullPolicy ??= /:(?!latest$)[^/]+$/u.test(container.image) ? 'IfNotPresent' : 'Always';
  container.terminationMessagePath ??= '/dev/termination-log';
  container.terminationMessagePolicy ??= 'File';
  container.resources ??= {};
  for (const amounts of [container.resources.limits, container.resources.requests]) {
    for (const [name, amount] of Object.entries(amounts ?? {})) if (amounts !== undefined) amounts[name] = canonicalQuantity(amount);
  }
  if (container.resources.limits !== undefined) {
    container.resources.requests = { ...container.resources.limits, ...container.resources.requests };
  }
  for (const port of container.ports ?? []) port.protocol ??= 'TCP';
  for (const probe of [container.livenessProbe, container.readinessProbe, container.startupProbe]) {
    if (probe !== undefined) defaultProbe(probe);
  }
}

function defaultProbe(probe: Probe): void {
  probe.timeoutSeconds ??= 1;
  probe.periodSeconds ??= 10;
  probe.successThreshold ??= 1;
  probe.failureThreshold ??= 3;
  if (probe.httpGet !== undefined) {
    probe.httpGet.path ??= '/';
    probe.httpGet.scheme ??= 'HTTP';
  }
}

function defaultService(service: Service): void {
  const { spec } = service;
  spec.type ??= 'ClusterIP';
  spec.sessionAffinity ??= 'None';
  if (spec.type !== 'ExternalName') {
    spec.internalTrafficPolicy ??= 'Cluster';
    spec.ipFamilies ??= ['IPv4'];
    spec.ipFamilyPolicy ??= 'SingleStack';
  }
  if (spec.type === 'NodePort' || spec.type === 'LoadBalancer') spec.externalTrafficPolicy ??= 'Cluster';
  for (const port of spec.ports ?? []) {
    port.protocol ??= 'TCP';
    port.targetPort ??= port.port;
  }
  service.status = (service as Partial<Service>).status ?? { loadBalancer: {} };
}

function defaultAutoscaler(autoscaler: HorizontalPodAutoscaler): void {
  autoscaler.spec.minReplicas ??= 1;
  autoscaler.spec.metrics ??= [{ type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 80 } } }];
  autoscaler.status = (autoscaler as Partial<HorizontalPodAutoscaler>).status ?? {
    currentReplicas: 0,
    desiredReplicas: 0,
    currentMetrics: null,
  };
}

function qualityOfService(containers: readonly Container[]): string {
  const amounts = (kind: 'limits' | 'requests', container: Container): Record<string, IntOrString> => container.resources?.[kind] ?? {};
  if (containers.every((each) => Object.keys({ ...amounts('limits', each), ...amounts('requests', each) }).length === 0))
    return 'BestEffort';
  const guaranteed = containers.every((each) =>
    ['cpu', 'memory'].every((name) => {
      const limit = amounts('limits', each)[name];
      return limit !== undefined && limit === amounts('requests', each)[name];
    }),
  );
  return guaranteed ? 'Guaranteed' : 'Burstable';
}
