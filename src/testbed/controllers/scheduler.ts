import type { Container, Node, Pod, Toleration } from '../objects/kinds.js';
import { timestampOf, type ObjectStore } from '../objects/object-store.js';
import { bytes, millicores } from '../objects/quantities.js';
import { NODES, PODS } from '../objects/resources.js';
import type { ScaledClock } from '../scaled-clock.js';
import { conditionOf, withCondition } from './conditions.js';
import type { Controller } from './control-loop.js';
import type { EventRecorder } from './event-recorder.js';

const SOURCE = { component: 'default-scheduler' };

/** Puts each pod without a node on one that fits, the emptiest first, and says why none does. */
export class Scheduler implements Controller {
  readonly watches = [PODS, NODES];

  constructor(
    private readonly objects: ObjectStore,
    private readonly clock: ScaledClock,
    private readonly events: EventRecorder,
  ) {}

  reconcile(): number | null {
    for (const pod of this.objects.list(PODS)) {
      const waits = pod.spec.nodeName === undefined && pod.metadata.deletionTimestamp === undefined && pod.status.phase === 'Pending';
      if (waits) this.place(pod);
    }
    return null;
  }

  private place(pod: Pod): void {
    const nodes = this.objects.list(NODES);
    const refusals = nodes.map((node) => this.whyNot(pod, node));
    const fitting = nodes.filter((_, index) => refusals[index] === null);
    const [emptiest] = [...fitting].sort((a, b) => this.podsOn(a).length - this.podsOn(b).length);
    if (emptiest === undefined) this.refuse(pod, unschedulable(nodes.length, refusals));
    else this.bind(pod, emptiest.metadata.name);
  }

  private bind(pod: Pod, node: string): void {
    this.events.record(pod, SOURCE, {
      type: 'Normal',
      reason: 'Scheduled',
      message: `Successfully assigned ${pod.metadata.namespace ?? 'default'}/${pod.metadata.name} to ${node}`,
    });
    bindPod(this.objects, this.clock, pod, node);
  }

  private refuse(pod: Pod, message: string): void {
    if (conditionOf(pod.status.conditions, 'PodScheduled')?.message === message) return;
    this.objects.mutate(PODS, pod.metadata.namespace ?? 'default', pod.metadata.name, (draft) => {
      const condition = { type: 'PodScheduled', status: 'False' as const, reason: 'Unschedulable', message, lastProbeTime: null };
      draft.status.conditions = withCondition(draft.status.conditions, condition, timestampOf(this.clock.now()));
    });
    this.events.record(pod, SOURCE, { type: 'Warning', reason: 'FailedScheduling', message });
  }

  /** Why the pod cannot go there, in the scheduler's words; null when it can. */
  private whyNot(pod: Pod, node: Node): string | null {
    if (node.spec.unschedulable === true) return 'node(s) were unschedulable';
    const taint = node.spec.taints?.find((each) => each.effect !== 'PreferNoSchedule' && !isTolerated(each, pod.spec.tolerations));
    if (taint !== undefined) return `node(s) had untolerated taint {${taint.key}: ${taint.value ?? ''}}`;
    const wanted = Object.entries(pod.spec.nodeSelector ?? {});
    if (!wanted.every(([key, value]) => node.metadata.labels?.[key] === value)) return "node(s) didn't match Pod's node affinity/selector";
    const neighbours = this.podsOn(node);
    if (neighbours.length >= Number(node.status.allocatable['pods'] ?? 110)) return 'Too many pods';
    const used = [...neighbours, pod].map(requestsOf);
    if (sum(used, 'cpu') > millicores(node.status.allocatable['cpu'])) return 'Insufficient cpu';
    if (sum(used, 'memory') > bytes(node.status.allocatable['memory'])) return 'Insufficient memory';
    return null;
  }

  private podsOn(node: Node): readonly Pod[] {
    return this.objects
      .list(PODS)
      .filter((pod) => pod.spec.nodeName === node.metadata.name && pod.status.phase !== 'Failed' && pod.status.phase !== 'Succeeded');
  }
}

/** Gives a pod its node, as the scheduler or a POST to its `binding` does. */
export function bindPod(objects: ObjectStore, clock: ScaledClock, pod: Pod, node: string): void {
  objects.mutate(PODS, pod.metadata.namespace ?? 'default', pod.metadata.name, (draft) => {
    draft.spec.nodeName = node;
    draft.status.conditions = withCondition(
      draft.status.conditions?.filter((each) => each.type !== 'PodScheduled'),
      { type: 'PodScheduled', status: 'True', lastProbeTime: null },
      timestampOf(clock.now()),
    );
  });
}

export function isTolerated(
  taint: { key: string; value?: string; effect: string },
  tolerations: readonly Toleration[] | undefined,
): boolean {
  return (tolerations ?? []).some(
    (each) =>
      (each.effect === undefined || each.effect === taint.effect) &&
      (each.key === undefined || each.key === taint.key) &&
      (each.operator === 'Exists' || (each.value ?? '') === (taint.value ?? '')),
  );
}

/** What a pod asks of its node, in millicores and bytes. */
export function requestsOf(pod: Pod): { cpu: number; memory: number } {
  const requested = (container: Container, name: string): number | string | undefined => container.resources?.requests?.[name];
  return {
    cpu: pod.spec.containers.reduce((total, each) => total + millicores(requested(each, 'cpu')), 0),
    memory: pod.spec.containers.reduce((total, each) => total + bytes(requested(each, 'memory')), 0),
  };
}

function sum(requests: readonly { cpu: number; memory: number }[], field: 'cpu' | 'memory'): number {
  return requests.reduce((total, each) => total + each[field], 0);
}

function unschedulable(nodes: number, refusals: readonly (string | null)[]): string {
  const counts = new Map<string, number>();
  for (const refusal of refusals) if (refusal !== null) counts.set(refusal, (counts.get(refusal) ?? 0) + 1);
  const reasons = [...counts].map(([reason, count]) => `${count} ${reason}`).sort();
  const none = `0/${nodes} nodes are available`;
  return `${none}: ${reasons.join(', ')}. preemption: ${none}: ${nodes} Preemption is not helpful for scheduling.`;
}
