import type { Node, Pod } from '../objects/kinds.js';
import { timestampOf, type ObjectStore } from '../objects/object-store.js';
import { NODES, PODS } from '../objects/resources.js';
import { parseLabelSelector } from '../objects/selectors.js';
import { StatusError } from '../objects/status-error.js';
import type { ContainerView, Usage } from '../world.js';

interface Measured {
  readonly objects: ObjectStore;
  readonly now: Date;
  containers(): readonly ContainerView[];
}

const API_VERSION = 'metrics.k8s.io/v1beta1';
const WINDOW_SECONDS = 15;
const SYSTEM = { cpuMillicores: 120, memoryBytes: 900 * 2 ** 20 };

/** metrics.k8s.io: what pods and nodes use now. `path` is below /apis/metrics.k8s.io/v1beta1/. */
export function serveMetrics(path: string, query: URLSearchParams, measured: Measured): unknown {
  const steps = path.split('/').filter((step) => step !== '');
  const [kind, name] = steps;
  if (kind === 'nodes')
    return name === undefined ? nodeList(measured, query) : nodeMetrics(measured.objects.get(NODES, null, name), measured);
  if (kind === 'pods') return podList(measured, query, null);
  if (kind === 'namespaces' && name !== undefined && steps[2] === 'pods') {
    const [, , , pod] = steps;
    if (pod === undefined) return podList(measured, query, name);
    const found = podMetrics(measured.objects.get(PODS, name, pod), measured);
    if (found === null) throw StatusError.notFound({ group: 'metrics.k8s.io', plural: 'pods' }, `${name}/${pod}`);
    return found;
  }
  throw new StatusError(404, 'NotFound', 'the server could not find the requested resource');
}

function podList(measured: Measured, query: URLSearchParams, namespace: string | null): unknown {
  const isSelected = parseLabelSelector(query.get('labelSelector') ?? '');
  const pods = measured.objects.list(PODS, namespace).filter((pod) => isSelected(pod.metadata.labels));
  return { kind: 'PodMetricsList', apiVersion: API_VERSION, metadata: {}, items: pods.flatMap((pod) => podMetrics(pod, measured) ?? []) };
}

function podMetrics(pod: Pod, measured: Measured): unknown {
  const running = measured.containers().filter((container) => container.podUid === pod.metadata.uid);
  if (running.length === 0) return null;
  return {
    kind: 'PodMetrics',
    apiVersion: API_VERSION,
    metadata: metadataOf(pod),
    ...windowOf(measured),
    containers: running.map((container) => ({ name: container.containerName, usage: usageText(container.usage()) })),
  };
}

function nodeList(measured: Measured, query: URLSearchParams): unknown {
  const isSelected = parseLabelSelector(query.get('labelSelector') ?? '');
  const nodes = measured.objects.list(NODES).filter((node) => isSelected(node.metadata.labels));
  return { kind: 'NodeMetricsList', apiVersion: API_VERSION, metadata: {}, items: nodes.map((node) => nodeMetrics(node, measured)) };
}

function nodeMetrics(node: Node, measured: Measured): unknown {
  const running = measured.containers().filter((container) => container.nodeName === node.metadata.name);
  const usages = running.map((container) => container.usage());
  const usage = usages.reduce(
    (total, each) => ({ cpuMillicores: total.cpuMillicores + each.cpuMillicores, memoryBytes: total.memoryBytes + each.memoryBytes }),
    SYSTEM,
  );
  return { kind: 'NodeMetrics', apiVersion: API_VERSION, metadata: metadataOf(node), ...windowOf(measured), usage: usageText(usage) };
}

function usageText(usage: Pick<Usage, 'cpuMillicores' | 'memoryBytes'>): { cpu: string; memory: string } {
  return { cpu: `${Math.round(usage.cpuMillicores * 1e6)}n`, memory: `${Math.ceil(usage.memoryBytes / 1_024)}Ki` };
}

function metadataOf({ metadata }: Pod | Node): Record<string, unknown> {
  const { name, namespace, labels, creationTimestamp } = metadata;
  return { name, ...(namespace === undefined ? {} : { namespace }), creationTimestamp, ...(labels === undefined ? {} : { labels }) };
}

function windowOf(measured: Measured): { timestamp: string; window: string } {
  return { timestamp: timestampOf(measured.now), window: `${WINDOW_SECONDS}.0s` };
}
