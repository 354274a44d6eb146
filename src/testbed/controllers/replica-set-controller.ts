import type { Pod, ReplicaSet } from '../objects/kinds.js';
import type { ObjectStore } from '../objects/object-store.js';
import { deletePod } from '../objects/pod-deletion.js';
import { PODS, REPLICA_SETS } from '../objects/resources.js';
import { selects } from '../objects/selectors.js';
import type { ScaledClock } from '../scaled-clock.js';
import { conditionOf, isTrue } from './conditions.js';
import type { Controller } from './control-loop.js';
import type { EventRecorder } from './event-recorder.js';
import { controlledBy, controllerOf, isControlledBy } from './ownership.js';

const SOURCE = { component: 'replicaset-controller' };

/** ReplicaSet → Pods: makes the missing, removes the surplus, adopts orphans, releases strangers, counts the ready. */
export class ReplicaSetController implements Controller {
  readonly watches = [REPLICA_SETS, PODS];

  constructor(
    private readonly objects: ObjectStore,
    private readonly clock: ScaledClock,
    private readonly events: EventRecorder,
  ) {}

  reconcile(): number | null {
    const due: number[] = [];
    for (const set of this.objects.list(REPLICA_SETS)) {
      if (set.metadata.deletionTimestamp !== undefined) continue;
      this.claimPods(set);
      this.matchCount(set);
      const next = this.writeStatus(set);
      if (next !== null) due.push(next);
    }
    return due.length === 0 ? null : Math.min(...due);
  }

  private claimPods(set: ReplicaSet): void {
    for (const pod of this.objects.list(PODS, namespaceOf(set))) {
      const matches = selects(set.spec.selector, pod.metadata.labels);
      const owned = isControlledBy(pod, set);
      if (owned && !matches) this.setOwner(pod, (references) => references.filter((each) => each.uid !== set.metadata.uid));
      const orphan = controllerOf(pod) === undefined && pod.metadata.deletionTimestamp === undefined;
      if (matches && orphan && isActive(pod)) this.setOwner(pod, (references) => [...references, controlledBy(set)]);
    }
  }

  private setOwner(
    pod: Pod,
    change: (references: NonNullable<Pod['metadata']['ownerReferences']>) => NonNullable<Pod['metadata']['ownerReferences']>,
  ): void {
    this.objects.mutate(PODS, namespaceOf(pod), pod.metadata.name, (draft) => {
      const references = change(draft.metadata.ownerReferences ?? []);
      if (references.length > 0) draft.metadata.ownerReferences = references;
      else delete draft.metadata.ownerReferences;
    });
  }

  private matchCount(set: ReplicaSet): void {
    const pods = this.activePods(set);
    const wanted = set.spec.replicas ?? 1;
    for (let missing = wanted - pods.length; missing > 0; missing -= 1) this.createPod(set);
    const surplus = [...pods].sort(byDeletionOrder).slice(0, Math.max(0, pods.length - wanted));
    for (const pod of surplus) {
      deletePod(this.objects, this.clock, pod, null);
      this.events.record(set, SOURCE, { type: 'Normal', reason: 'SuccessfulDelete', message: `Deleted pod: ${pod.metadata.name}` });
    }
  }

  private createPod(set: ReplicaSet): void {
    const { metadata, spec } = set.spec.template;
    const pod = this.objects.create(PODS, {
      metadata: {
        generateName: `${set.metadata.name}-`,
        namespace: namespaceOf(set),
        labels: { ...metadata?.labels },
        ...(metadata?.annotations === undefined ? {} : { annotations: { ...metadata.annotations } }),
        ownerReferences: [controlledBy(set)],
      },
      spec: structuredClone(spec),
      status: { phase: 'Pending' },
    });
    this.events.record(set, SOURCE, { type: 'Normal', reason: 'SuccessfulCreate', message: `Created pod: ${pod.metadata.name}` });
  }

  /** Returns when the next pod will have been ready long enough to count as available. */
  private writeStatus(set: ReplicaSet): number | null {
    const pods = this.activePods(set);
    const ready = pods.filter((pod) => isTrue(pod.status.conditions, 'Ready'));
    const availableFrom = ready.map((pod) => readySince(pod) + (set.spec.minReadySeconds ?? 0) * 1_000);
    const now = this.clock.milliseconds();
    const available = availableFrom.filter((from) => (set.spec.minReadySeconds ?? 0) === 0 || from <= now).length;
    this.objects.mutate(REPLICA_SETS, namespaceOf(set), set.metadata.name, (draft) => {
      draft.status = {
        replicas: pods.length,
        ...(pods.length > 0 ? { fullyLabeledReplicas: pods.length } : {}),
        ...(ready.length > 0 ? { readyReplicas: ready.length } : {}),
        ...(available > 0 ? { availableReplicas: available } : {}),
        observedGeneration: set.metadata.generation ?? 1,
      };
    });
    const later = availableFrom.filter((from) => from > now);
    return available === ready.length || later.length === 0 ? null : Math.min(...later);
  }

  private activePods(set: ReplicaSet): readonly Pod[] {
    return this.objects
      .list(PODS, namespaceOf(set))
      .filter((pod) => isControlledBy(pod, set) && isActive(pod) && pod.metadata.deletionTimestamp === undefined);
  }
}

function isActive(pod: Pod): boolean {
  return pod.status.phase !== 'Failed' && pod.status.phase !== 'Succeeded';
}

function readySince(pod: Pod): number {
  return Date.parse(conditionOf(pod.status.conditions, 'Ready')?.lastTransitionTime ?? pod.metadata.creationTimestamp);
}

/** Which pod goes first: not scheduled, not running, not ready, ready for less time, restarted more, younger. */
function byDeletionOrder(a: Pod, b: Pod): number {
  const rank = (pod: Pod): readonly number[] => [
    pod.spec.nodeName === undefined ? 0 : 1,
    pod.status.phase === 'Running' ? 1 : 0,
    isTrue(pod.status.conditions, 'Ready') ? 1 : 0,
    -readySince(pod),
    -Math.max(0, ...(pod.status.containerStatuses ?? []).map((status) => status.restartCount)),
    -Date.parse(pod.metadata.creationTimestamp),
  ];
  const [left, right] = [rank(a), rank(b)];
  return left.map((value, index) => value - (right[index] ?? 0)).find((difference) => difference !== 0) ?? 0;
}

function namespaceOf(object: ReplicaSet | Pod): string {
  return object.metadata.namespace ?? 'default';
}
