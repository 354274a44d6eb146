import type { Container, Deployment, Probe, Service, ServicePort } from '../objects/kinds.js';
import type { Draft } from '../objects/object-store.js';

export const SHOP_NAMESPACE = 'sock-shop';

/** One workload of the shop with its Service, in few words. */
export interface Workload {
  readonly name: string;
  readonly containers: readonly Container[];
  readonly ports: readonly ServicePort[];
  /** Where Prometheus scrapes it: the Service's port, or another. */
  readonly scrape?: 'service' | { readonly port: number };
  readonly nodePort?: true;
  readonly tmpVolume?: true;
}

export function deploymentOf(workload: Workload): Draft<Deployment> {
  const labels = { name: workload.name };
  return {
    metadata: { name: workload.name, namespace: SHOP_NAMESPACE, labels },
    spec: {
      replicas: 1,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          containers: [...workload.containers],
          nodeSelector: { 'beta.kubernetes.io/os': 'linux' },
          ...(workload.tmpVolume === undefined ? {} : { volumes: [{ name: 'tmp-volume', emptyDir: { medium: 'Memory' } }] }),
        },
      },
    },
    status: {},
  };
}

export function serviceOf(workload: Workload): Draft<Service> {
  const { name, scrape } = workload;
  const annotations = scrape === undefined ? {} : { annotations: { 'prometheus.io/scrape': 'true', ...portAnnotation(scrape) } };
  return {
    metadata: { name, namespace: SHOP_NAMESPACE, labels: { name }, ...annotations },
    spec: { ports: [...workload.ports], selector: { name }, ...(workload.nodePort === undefined ? {} : { type: 'NodePort' }) },
    status: { loadBalancer: {} },
  };
}

/** GET of a path every 3 s after long delays, as the shop's manifests have it. */
export function slowProbes(path: string, port: number, readyAfterSeconds: number): { livenessProbe: Probe; readinessProbe: Probe } {
  const httpGet = { path, port };
  return {
    livenessProbe: { httpGet, initialDelaySeconds: 300, periodSeconds: 3 },
    readinessProbe: { httpGet: { ...httpGet }, initialDelaySeconds: readyAfterSeconds, periodSeconds: 3 },
  };
}

/** CPU and memory, asked for and allowed: `amounts('100m', '100Mi', '200m', '200Mi')`. */
export function amounts(cpu: string, memory: string, cpuLimit: string, memoryLimit: string): Required<Container>['resources'] {
  return { requests: { cpu, memory }, limits: { cpu: cpuLimit, memory: memoryLimit } };
}

/** No root, no capabilities but the one that opens a low port, nothing written to the image. */
export function lockedDown(capabilities: readonly string[] = ['NET_BIND_SERVICE']): Record<string, unknown> {
  return {
    runAsNonRoot: true,
    runAsUser: 10_001,
    capabilities: { drop: ['all'], ...(capabilities.length === 0 ? {} : { add: capabilities }) },
    readOnlyRootFilesystem: true,
  };
}

/** What the databases and the broker may do: change users at start, and no more. */
export function databaseRights(): Record<string, unknown> {
  return { capabilities: { drop: ['all'], add: ['CHOWN', 'SETGID', 'SETUID'] }, readOnlyRootFilesystem: true };
}

function portAnnotation(scrape: 'service' | { readonly port: number }): Record<string, string> {
  return scrape === 'service' ? {} : { 'prometheus.io/port': String(scrape.port) };
}
