import { NODES, PODS } from '../objects/resources.js';
import type { ContainerView, World } from '../world.js';
import type { ShopProbe } from './shop-probe.js';

const LONGEST_QUEUE = 20;
const ATTEMPTS = 12;

/** Containers of a service whose memory is above a share of their limit. */
export function memorySymptoms(world: World, service: string, mostShare: number): string[] {
  return containersOf(world, service).flatMap((container) => {
    const share = container.usage().memoryBytes / (container.limits.memoryBytes ?? Infinity);
    return share > mostShare ? [`${container.podName} uses ${Math.round(share * 100)}% of its memory limit`] : [];
  });
}

/** Containers of a service whose CPU is above a share of their limit. */
export function cpuSymptoms(world: World, service: string, mostShare: number): string[] {
  return containersOf(world, service).flatMap((container) => {
    const share = container.usage().cpuMillicores / (container.limits.cpuMillicores ?? Infinity);
    return share > mostShare ? [`${container.podName} uses ${Math.round(share * 100)}% of its CPU limit`] : [];
  });
}

/** Containers of a service that were throttled in most of the periods since they started. */
export function throttleSymptoms(world: World, service: string): string[] {
  return containersOf(world, service).flatMap((container) => {
    const { cfsPeriodsTotal, cfsThrottledPeriodsTotal } = container.usage();
    const share = cfsPeriodsTotal === 0 ? 0 : cfsThrottledPeriodsTotal / cfsPeriodsTotal;
    return share > 0.5 ? [`${container.podName} was throttled in ${Math.round(share * 100)}% of its periods`] : [];
  });
}

/** Is there a consumer, and is the queue of parcels short? Asked of the broker's exporter. */
export async function queueSymptoms(probe: ShopProbe): Promise<string[]> {
  const { status, text } = await probe.ask('GET', 'rabbitmq:9090', '/metrics');
  if (status !== 200) return ['the broker does not answer'];
  const waiting = sampleOf(text, 'rabbitmq_queue_messages{');
  const consumers = sampleOf(text, 'rabbitmq_queue_consumers{');
  if (waiting === null) return [];
  if (consumers === 0) return ['nobody consumes the queue'];
  return waiting > LONGEST_QUEUE ? [`${waiting} parcels wait in the queue`] : [];
}

/** Some of a few listings at the same time fail. */
export async function connectionSymptoms(probe: ShopProbe): Promise<string[]> {
  const answers = await Promise.all(Array.from({ length: ATTEMPTS }, () => probe.ask('GET', 'catalogue', '/catalogue')));
  const failed = answers.filter(({ status }) => status !== 200).length;
  return failed === 0 ? [] : [`${failed} of ${ATTEMPTS} listings fail`];
}

/** A node that is not well and was not taken out of service, and pods of the shop that still run on it. */
export function nodeSymptoms(world: World, node: string): string[] {
  const found = world.objects.find(NODES, null, node);
  const well = (found?.status.conditions ?? []).every(({ type, status }) => (type === 'Ready' ? status === 'True' : status === 'False'));
  if (well) return [];
  const pods = world.objects.list(PODS, world.namespace).filter(({ spec, status }) => spec.nodeName === node && status.phase === 'Running');
  const inService = found?.spec.unschedulable === true ? [] : [`${node} is not well and not cordoned`];
  return [...inService, ...pods.map(({ metadata }) => `${metadata.name} still runs on ${node}`)];
}

function containersOf(world: World, service: string): ContainerView[] {
  return world.containers().filter(({ namespace, labels }) => namespace === world.namespace && labels['name'] === service);
}

function sampleOf(text: string, start: string): number | null {
  const line = text.split('\n').find((each) => each.startsWith(start));
  return line === undefined ? null : Number(line.slice(line.lastIndexOf(' ') + 1));
}
