import type { Controller } from '../controllers/control-loop.js';
import { isTrue } from '../controllers/conditions.js';
import type { EventRecorder } from '../controllers/event-recorder.js';
import type { Node, Pod } from '../objects/kinds.js';
import type { ObjectStore } from '../objects/object-store.js';
import { NODES, PODS } from '../objects/resources.js';
import type { ScaledClock } from '../scaled-clock.js';
import type { Kubelets } from './kubelets.js';

const PAUSE_MS = 10_000;
const SCARCE = {
  DiskPressure: { resource: 'ephemeral-storage', threshold: '10120Mi', available: '4213Mi' },
  MemoryPressure: { resource: 'memory', threshold: '100Mi', available: '61Mi' },
} as const;
const RANK = ['BestEffort', 'Burstable', 'Guaranteed'];

/** A kubelet under pressure evicts one pod after another, those that asked for nothing first, until the pressure is gone. */
export class PressureEviction implements Controller {
  readonly watches = [NODES];
  private readonly nextAt = new Map<string, number>();

  constructor(
    private readonly objects: ObjectStore,
    private readonly clock: ScaledClock,
    private readonly events: EventRecorder,
    private readonly kubelets: Kubelets,
  ) {}

  reconcile(): number | null {
    const due = this.objects.list(NODES).flatMap((node) => this.relieve(node) ?? []);
    return due.length === 0 ? null : Math.min(...due);
  }

  /** Evicts the next pod if it is time; returns when it is time again, null without pressure. */
  private relieve(node: Node): number | null {
    const type = (['DiskPressure', 'MemoryPressure'] as const).find((each) => isTrue(node.status.conditions, each));
    if (type === undefined || !isTrue(node.status.conditions, 'Ready')) return null;
    const { name } = node.metadata;
    const now = this.clock.milliseconds();
    const at = this.nextAt.get(name) ?? now;
    if (at > now) return at;
    this.nextAt.set(name, now + PAUSE_MS);
    const { resource, threshold, available } = SCARCE[type];
    const source = { component: 'kubelet', host: name };
    this.events.record(node, source, { type: 'Warning', reason: 'EvictionThresholdMet', message: `Attempting to reclaim ${resource}` });
    const victim = this.nextVictim(name);
    if (victim !== undefined) {
      const message = `The node was low on resource: ${resource}. Threshold quantity: ${threshold}, available: ${available}. `;
      this.events.record(victim, source, { type: 'Warning', reason: 'Evicted', message });
      void this.kubelets.evict(victim, message);
    }
    return now + PAUSE_MS;
  }

  private nextVictim(node: string): Pod | undefined {
    return this.objects
      .list(PODS)
      .filter((pod) => pod.spec.nodeName === node && pod.status.phase === 'Running' && pod.metadata.deletionTimestamp === undefined)
      .sort((a, b) => RANK.indexOf(a.status.qosClass ?? '') - RANK.indexOf(b.status.qosClass ?? ''))[0];
  }
}
