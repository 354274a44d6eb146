import { Agent, get } from 'node:http';

import type { Endpoints, Service } from '../objects/kinds.js';
import { ENDPOINTS, SERVICES } from '../objects/resources.js';
import type { World } from '../world.js';
import { labelsKey } from './labels.js';
import type { ScrapeTarget } from './target.js';

const JOB = 'kubernetes-service-endpoints';
const agent = new Agent({ keepAlive: true, maxSockets: 2, timeout: 10_000 });

/**
 * The shop's own scrape configuration: the Ready endpoints of every Service annotated `prometheus.io/scrape`,
 * with the Service's labels copied to each sample. A Service that selects no pod has no target: its `up` is absent, not 0.
 */
export function discoverEndpoints(world: World): ScrapeTarget[] {
  const targets = new Map<string, ScrapeTarget>();
  for (const service of world.objects.list(SERVICES)) {
    if (service.metadata.annotations?.['prometheus.io/scrape'] !== 'true') continue;
    const endpoints = world.objects.find(ENDPOINTS, service.metadata.namespace ?? '', service.metadata.name);
    for (const address of addressesOf(service, endpoints)) {
      const target = endpointTarget(world, service, address);
      targets.set(target.key, target);
    }
  }
  return [...targets.values()];
}

interface EndpointPort {
  readonly ip: string;
  readonly port: number;
  readonly podName: string;
}

function addressesOf(service: Service, endpoints: Endpoints | null): EndpointPort[] {
  const annotated = service.metadata.annotations?.['prometheus.io/port'];
  return (endpoints?.subsets ?? []).flatMap(({ addresses = [], ports = [] }) =>
    addresses.flatMap(({ ip, targetRef }) =>
      ports.map(({ port }) => ({ ip, port: annotated === undefined ? port : Number(annotated), podName: targetRef?.name ?? '' })),
    ),
  );
}

function endpointTarget(world: World, service: Service, { ip, port, podName }: EndpointPort): ScrapeTarget {
  const path = service.metadata.annotations?.['prometheus.io/path'] ?? '/metrics';
  const namespace = service.metadata.namespace ?? '';
  const instance = `${ip}:${port}`;
  const { name } = service.metadata;
  const labels = { ...service.metadata.labels, job: JOB, instance, kubernetes_namespace: namespace, kubernetes_name: name };
  return {
    key: `${podName}/${labelsKey(labels)}`,
    job: JOB,
    scrapeUrl: `http://${instance}${path}`,
    labels,
    discoveredLabels: {
      __address__: instance,
      __metrics_path__: path,
      __meta_kubernetes_namespace: namespace,
      __meta_kubernetes_service_name: name,
      __meta_kubernetes_pod_name: podName,
    },
    read: (signal) => readPage(world, ip, port, path, signal),
  };
}

/** Reads a page of a pod by its address inside the world. */
async function readPage(world: World, ip: string, port: number, path: string, signal: AbortSignal): Promise<string> {
  const address = world.network.dial(ip, port);
  if (!address) throw new Error(`Get "http://${ip}:${port}${path}": dial tcp ${ip}:${port}: connect: connection refused`);
  return new Promise((settle, fail) => {
    const outgoing = get({ host: address.host, port: address.port, path, agent, signal }, (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.on('error', fail);
      incoming.on('end', () => {
        if (incoming.statusCode === 200) settle(Buffer.concat(chunks).toString('utf8'));
        else fail(new Error(`server returned HTTP status ${incoming.statusCode ?? 0}`));
      });
    });
    outgoing.on('error', fail);
  });
}
