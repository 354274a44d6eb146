import { conditionOf, isTrue } from '../controllers/conditions.js';
import type { EventRecorder } from '../controllers/event-recorder.js';
import type { Container, Node, Pod } from '../objects/kinds.js';
import type { Change, ObjectStore } from '../objects/object-store.js';
import { NODES, PODS } from '../objects/resources.js';
import { mapSelects } from '../objects/selectors.js';
import { randomStream } from '../random.js';
import type { ScaledClock } from '../scaled-clock.js';
import type { Address, ContainerView, Programs, ServiceAddress } from '../world.js';
import type { ContainerRunner } from './container-runner.js';
import type { NodeServices } from './node-services.js';
import { limitsOf } from './pod-context.js';
import { PodWorker } from './pod-worker.js';

export interface KubeletParts {
  readonly seed: number;
  readonly objects: ObjectStore;
  readonly clock: ScaledClock;
  readonly events: EventRecorder;
  readonly programs: Programs;
  /** How a pod reaches a Service; the network knows. */
  resolve(pod: Pod, serviceName: string, port: number): Promise<ServiceAddress>;
}

interface Stress {
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly cpuMillicores: number;
}

const MEMORY_CHECK_MS = 200;

/** The kubelets of all nodes: run the pods that are bound to them. */
export class Kubelets {
  private readonly workers = new Map<string, PodWorker>();
  private readonly images = new Map<string, Set<string>>();
  private readonly starts = new Map<string, number>();
  private readonly stresses = new Set<Stress>();
  private readonly memoryCheck: NodeJS.Timeout;
  private readonly unsubscribe: () => void;
  private addresses = 1;

  constructor(private readonly parts: KubeletParts) {
    this.unsubscribe = parts.objects.subscribe((change) => {
      if (change.resource === PODS) this.onPod(change);
      if (change.resource === NODES) this.onNode(change.object as Node, change.before as Node | null);
    });
    this.memoryCheck = setInterval(() => {
      this.killTheGreedy();
    }, MEMORY_CHECK_MS);
  }

  /** Where a containerPort of a pod really listens; null when nothing does. */
  dial(podIP: string, port: number): Address | null {
    return [...this.workers.values()].find((worker) => worker.podIP() === podIP)?.localhost(port) ?? null;
  }

  /** The container of a pod; undefined when the kubelet does not know it. */
  runner(podUid: string, container: string): ContainerRunner | undefined {
    return this.workers.get(podUid)?.runners.find((runner) => runner.name === container);
  }

  containers(): readonly ContainerView[] {
    return [...this.workers.values()].flatMap((worker) => worker.runners.flatMap((runner) => viewOf(worker.pod(), runner)));
  }

  /** Ends the containers of the pods with these labels as a signal from outside would. */
  kill(namespace: string, labels: Readonly<Record<string, string>>): void {
    for (const worker of this.workers.values()) {
      const { metadata } = worker.pod();
      if (metadata.namespace !== namespace || !mapSelects(labels, metadata.labels)) continue;
      for (const runner of worker.runners) runner.kill();
    }
  }

  /** Foreign CPU in every container of the pods with these labels, until the returned function is called. */
  stress(stress: Stress): () => void {
    this.stresses.add(stress);
    return () => this.stresses.delete(stress);
  }

  async evict(pod: Pod, message: string): Promise<void> {
    await this.workers.get(pod.metadata.uid)?.evict(message);
  }

  async stop(): Promise<void> {
    this.unsubscribe();
    clearInterval(this.memoryCheck);
    await Promise.all([...this.workers.values()].map((worker) => worker.kill()));
  }

  private onPod(change: Change): void {
    const pod = change.object as Pod;
    const worker = this.workers.get(pod.metadata.uid);
    if (change.type === 'DELETED') {
      this.workers.delete(pod.metadata.uid);
      void worker?.kill();
    } else if (worker !== undefined) {
      worker.update(pod);
    } else if (pod.spec.nodeName !== undefined && pod.status.phase === 'Pending' && pod.metadata.deletionTimestamp === undefined) {
      this.startWorker(pod, pod.spec.nodeName);
    }
  }

  /** A node that is ready again tells what became of its pods meanwhile. */
  private onNode(node: Node, before: Node | null): void {
    if (!isTrue(node.status.conditions, 'Ready') || isTrue(before?.status.conditions, 'Ready')) return;
    setImmediate(() => {
      for (const worker of this.workers.values()) if (worker.pod().spec.nodeName === node.metadata.name) worker.reportAgain();
    });
  }

  private startWorker(pod: Pod, nodeName: string): void {
    const node = this.parts.objects.find(NODES, null, nodeName);
    if (node === null) return;
    const worker = new PodWorker(pod, this.servicesOf(nodeName), addressOf(node), () => this.nextPodIP(node));
    this.workers.set(pod.metadata.uid, worker);
    setImmediate(() => {
      worker.run().catch((error: unknown) => {
        console.error(`The kubelet of ${nodeName} lost pod ${pod.metadata.name}:`, error);
      });
    });
  }

  private servicesOf(nodeName: string): NodeServices {
    const { objects, clock, programs, events } = this.parts;
    const images = this.images.get(nodeName) ?? new Set<string>();
    this.images.set(nodeName, images);
    return {
      objects,
      clock,
      programs,
      reports: () => conditionOf(objects.find(NODES, null, nodeName)?.status.conditions, 'Ready')?.status !== 'Unknown',
      hasImage: (name) => images.has(name),
      keepImage: (name) => images.add(name),
      tell: (pod, text) => {
        events.record(pod, { component: 'kubelet', host: nodeName }, text);
      },
      surroundings: (pod, container) => ({
        random: this.randomFor(pod, container),
        foreignCpuMillicores: () => this.foreignCpu(pod),
        resolve: (serviceName, port) => this.parts.resolve(pod, serviceName, port),
      }),
    };
  }

  private randomFor(pod: Pod, container: Container): () => number {
    const workload = `${pod.metadata.namespace ?? ''}/${pod.metadata.labels?.['name'] ?? pod.metadata.name}/${container.name}`;
    const start = (this.starts.get(workload) ?? 0) + 1;
    this.starts.set(workload, start);
    return randomStream(this.parts.seed, `${workload}#${start}`);
  }

  private foreignCpu(pod: Pod): number {
    return [...this.stresses]
      .filter((stress) => stress.namespace === pod.metadata.namespace && mapSelects(stress.labels, pod.metadata.labels))
      .reduce((total, stress) => total + stress.cpuMillicores, 0);
  }

  private killTheGreedy(): void {
    for (const worker of this.workers.values()) {
      for (const runner of worker.runners) {
        const limit = limitsOf(runner.definition).memoryBytes;
        if (limit !== null && (runner.running?.program.usage().memoryBytes ?? 0) > limit) runner.killForMemory();
      }
    }
  }

  private nextPodIP(node: Node): string {
    const prefix = (node.spec.podCIDR ?? '10.244.0.0/24').split('.').slice(0, 3).join('.');
    this.addresses = (this.addresses % 250) + 2;
    const taken = new Set([...this.workers.values()].map((worker) => worker.podIP()));
    let last = this.addresses;
    while (taken.has(`${prefix}.${last}`)) last = (last % 250) + 2;
    this.addresses = last;
    return `${prefix}.${last}`;
  }
}

function viewOf(pod: Pod, runner: ContainerRunner): ContainerView[] {
  const { running } = runner;
  if (running === null) return [];
  return [
    {
      namespace: pod.metadata.namespace ?? 'default',
      podName: pod.metadata.name,
      podUid: pod.metadata.uid,
      containerName: runner.name,
      nodeName: pod.spec.nodeName ?? '',
      image: runner.definition.image,
      labels: pod.metadata.labels ?? {},
      limits: limitsOf(runner.definition),
      startedAt: running.startedAt,
      restartCount: runner.restartCount,
      usage: () => running.program.usage(),
    },
  ];
}

function addressOf(node: Node): string {
  return node.status.addresses.find((address) => address.type === 'InternalIP')?.address ?? '';
}
