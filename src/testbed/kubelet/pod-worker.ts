import { withCondition } from '../controllers/conditions.js';
import type { Pod } from '../objects/kinds.js';
import { timestampOf } from '../objects/object-store.js';
import { PODS } from '../objects/resources.js';
import type { Address } from '../world.js';
import { ContainerRunner, type PodSide } from './container-runner.js';
import type { NodeServices } from './node-services.js';
import { podStatus, type Placement } from './pod-status.js';

const SANDBOX_MS = 700;

/** Runs one pod on its node from binding to removal, and writes its status. */
export class PodWorker implements PodSide {
  readonly runners: readonly ContainerRunner[];
  private place: Placement;
  private ending: Promise<void> | null = null;
  private isEnded = false;
  private readonly gone = new AbortController();

  constructor(
    private current: Pod,
    private readonly node: NodeServices,
    hostIP: string,
    private readonly nextPodIP: () => string,
  ) {
    this.place = { hostIP, podIP: null, startTime: timestampOf(node.clock.now()) };
    this.runners = current.spec.containers.map((container) => new ContainerRunner(container, this, node));
  }

  pod(): Pod {
    return this.current;
  }

  podIP(): string {
    return this.place.podIP ?? '';
  }

  /** Makes the sandbox, then lives as long as the containers do. */
  async run(): Promise<void> {
    this.changed();
    try {
      await this.node.clock.sleep(SANDBOX_MS, { signal: this.gone.signal });
    } catch {
      return;
    }
    this.place = { ...this.place, podIP: this.nextPodIP() };
    this.changed();
    await Promise.all(this.runners.map((runner) => runner.live()));
  }

  /** The pod's object changed: take over its definition, or begin to end. */
  update(pod: Pod): void {
    this.current = pod;
    for (const runner of this.runners) {
      const definition = pod.spec.containers.find((container) => container.name === runner.name);
      if (definition !== undefined) runner.redefine(definition);
    }
    if (pod.metadata.deletionTimestamp !== undefined && this.ending === null) {
      this.ending = this.end((pod.metadata.deletionGracePeriodSeconds ?? 30) * 1_000);
    }
  }

  /** The pod's object is gone: nothing of it may go on running. */
  async kill(): Promise<void> {
    this.gone.abort(new Error('the pod is gone'));
    await Promise.all(this.runners.map((runner) => runner.stop(0)));
  }

  /** The node takes its resources back: the pod fails and stays, for people to read why. */
  async evict(message: string): Promise<void> {
    this.gone.abort(new Error('the pod is evicted'));
    await Promise.all(this.runners.map((runner) => runner.stop(0)));
    const { namespace = 'default', name } = this.current.metadata;
    if (this.node.objects.find(PODS, namespace, name) === null) return;
    this.node.objects.mutate(PODS, namespace, name, (draft) => {
      const now = timestampOf(this.node.clock.now());
      const unready = { status: 'False' as const, reason: 'PodFailed' };
      const target = { type: 'DisruptionTarget', status: 'True' as const, reason: 'TerminationByKubelet', message };
      const conditions = ['Ready', 'ContainersReady'].map((type) => ({ type, ...unready }));
      draft.status.conditions = [...conditions, target].reduce(
        (list, next) => withCondition(list, next, now),
        draft.status.conditions ?? [],
      );
      draft.status.phase = 'Failed';
      draft.status.reason = 'Evicted';
      draft.status.message = message;
      delete draft.status.containerStatuses;
    });
  }

  localhost(port: number): Address | null {
    for (const runner of this.runners) {
      const loopback = runner.running?.program.port(port) ?? null;
      if (loopback !== null) return { host: '127.0.0.1', port: loopback };
    }
    return null;
  }

  /** The node is heard again: the pod's state, and a deletion that was asked for meanwhile, are told now. */
  reportAgain(): void {
    this.changed();
    if (this.isEnded) this.removeObject();
  }

  changed(): void {
    if (!this.node.reports()) return;
    const { namespace = 'default', name, uid } = this.current.metadata;
    const stored = this.node.objects.find(PODS, namespace, name);
    if (stored?.metadata.uid !== uid || stored.status.reason === 'Evicted') return;
    const statuses = this.runners.map((runner) => runner.status());
    const now = timestampOf(this.node.clock.now());
    this.node.objects.mutate(PODS, namespace, name, (draft) => {
      draft.status = podStatus(draft, statuses, this.place, now);
    });
  }

  private async end(graceMs: number): Promise<void> {
    this.gone.abort(new Error('the pod is being deleted'));
    await Promise.all(this.runners.map((runner) => runner.stop(graceMs)));
    this.isEnded = true;
    if (this.node.reports()) this.removeObject();
  }

  private removeObject(): void {
    const { namespace = 'default', name, uid } = this.current.metadata;
    if (this.node.objects.find(PODS, namespace, name)?.metadata.uid === uid) this.node.objects.remove(PODS, namespace, name);
  }
}
