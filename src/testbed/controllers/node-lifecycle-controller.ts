import { isDeepStrictEqual } from 'node:util';
import type { Node, Pod, Taint } from '../objects/kinds.js';
import { timestampOf, type ObjectStore } from '../objects/object-store.js';
import { deletePod } from '../objects/pod-deletion.js';
import { NODES, PODS } from '../objects/resources.js';
import type { ScaledClock } from '../scaled-clock.js';
import { conditionOf, isTrue, withCondition } from './conditions.js';
import type { Controller } from './control-loop.js';
import type { EventRecorder } from './event-recorder.js';

const SOURCE = { component: 'node-controller' };
const TAINT_MANAGER = { component: 'taint-eviction-controller' };
const PREFIX = 'node.kubernetes.io/';
const PRESSURES = { DiskPressure: 'disk-pressure', MemoryPressure: 'memory-pressure', PIDPressure: 'pid-pressure' } as const;

/** Node conditions → taints; pods of a node that is not ready → not ready, and deleted once they no longer tolerate it. */
export class NodeLifecycleController implements Controller {
  readonly watches = [NODES, PODS];

  constructor(
    private readonly objects: ObjectStore,
    private readonly clock: ScaledClock,
    private readonly events: EventRecorder,
  ) {}

  reconcile(): number | null {
    const due: number[] = [];
    for (const node of this.objects.list(NODES)) {
      const tainted = this.taint(node);
      if (!isTrue(tainted.status.conditions, 'Ready')) this.markPods(tainted);
      due.push(...this.evictIntolerant(tainted));
    }
    return due.length === 0 ? null : Math.min(...due);
  }

  private taint(node: Node): Node {
    const own = wantedTaints(node);
    const foreign = (node.spec.taints ?? []).filter((taint) => !taint.key.startsWith(PREFIX));
    const now = timestampOf(this.clock.now());
    const kept = own.map(
      (taint) => node.spec.taints?.find((each) => each.key === taint.key && each.effect === taint.effect) ?? { ...taint, timeAdded: now },
    );
    const taints = [...foreign, ...kept];
    if (isDeepStrictEqual(taints, node.spec.taints ?? [])) return node;
    return this.objects.mutate(NODES, null, node.metadata.name, (draft) => {
      if (taints.length > 0) draft.spec.taints = taints;
      else delete draft.spec.taints;
    });
  }

  /** Nobody may be sent to a pod whose node does not answer. */
  private markPods(node: Node): void {
    for (const pod of this.podsOn(node)) {
      if (!isTrue(pod.status.conditions, 'Ready')) continue;
      const marked = this.objects.mutate(PODS, pod.metadata.namespace ?? 'default', pod.metadata.name, (draft) => {
        draft.status.conditions = withCondition(draft.status.conditions, { type: 'Ready', status: 'False' }, timestampOf(this.clock.now()));
      });
      this.events.record(marked, SOURCE, { type: 'Warning', reason: 'NodeNotReady', message: 'Node is not ready' });
    }
  }

  /** Deletes pods whose toleration of a NoExecute taint has run out; returns when the next one's does. */
  private evictIntolerant(node: Node): readonly number[] {
    const due: number[] = [];
    for (const taint of (node.spec.taints ?? []).filter((each) => each.effect === 'NoExecute')) {
      for (const pod of this.podsOn(node)) {
        if (pod.metadata.deletionTimestamp !== undefined) continue;
        const until = toleratedUntil(pod, taint);
        if (until > this.clock.milliseconds()) {
          if (Number.isFinite(until)) due.push(until);
          continue;
        }
        const message = `Marking for deletion Pod ${pod.metadata.namespace ?? 'default'}/${pod.metadata.name}`;
        this.events.record(pod, TAINT_MANAGER, { type: 'Normal', reason: 'TaintManagerEviction', message });
        deletePod(this.objects, this.clock, pod, null);
      }
    }
    return due;
  }

  private podsOn(node: Node): readonly Pod[] {
    return this.objects.list(PODS).filter((pod) => pod.spec.nodeName === node.metadata.name);
  }
}

function wantedTaints(node: Node): readonly Taint[] {
  const ready = conditionOf(node.status.conditions, 'Ready')?.status;
  const absent = ready === 'True' ? [] : [ready === 'Unknown' ? 'unreachable' : 'not-ready'];
  const pressed = Object.entries(PRESSURES).flatMap(([type, key]) => (isTrue(node.status.conditions, type) ? [key] : []));
  return [
    ...absent.flatMap((key) => ['NoSchedule', 'NoExecute'].map((effect) => ({ key: `${PREFIX}${key}`, effect }))),
    ...pressed.map((key) => ({ key: `${PREFIX}${key}`, effect: 'NoSchedule' })),
    ...(node.spec.unschedulable === true ? [{ key: `${PREFIX}unschedulable`, effect: 'NoSchedule' }] : []),
  ];
}

/** Until when the pod stays in spite of the taint, in milliseconds; for ever where no seconds are said. */
function toleratedUntil(pod: Pod, taint: Taint): number {
  const toleration = pod.spec.tolerations?.find(
    (each) => (each.key === undefined || each.key === taint.key) && (each.effect === undefined || each.effect === taint.effect),
  );
  if (toleration === undefined) return 0;
  if (toleration.tolerationSeconds === undefined) return Number.POSITIVE_INFINITY;
  return Date.parse(taint.timeAdded ?? '') + toleration.tolerationSeconds * 1_000;
}
