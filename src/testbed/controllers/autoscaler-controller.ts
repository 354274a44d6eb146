import type { Deployment, HorizontalPodAutoscaler, Pod } from '../objects/kinds.js';
import type { Condition } from '../objects/meta.js';
import { timestampOf, type ObjectStore } from '../objects/object-store.js';
import { millicores } from '../objects/quantities.js';
import { DEPLOYMENTS, HORIZONTAL_POD_AUTOSCALERS, PODS } from '../objects/resources.js';
import { selects } from '../objects/selectors.js';
import type { ScaledClock } from '../scaled-clock.js';
import type { ContainerView } from '../world.js';
import { recommend, wantedReplicas, type Measurement } from './autoscaling.js';
import { isTrue, withCondition } from './conditions.js';
import type { Controller } from './control-loop.js';
import type { EventRecorder } from './event-recorder.js';

const SOURCE = { component: 'horizontal-pod-autoscaler' };
const SYNC_MS = 15_000;
const STABLE_MS = 300_000;
const DEFAULT_TARGET = 80;

interface Wish {
  readonly at: number;
  readonly replicas: number;
}

/** Scales Deployments by the CPU their pods use, every 15 s of the world, with the conditions and events of the true one. */
export class AutoscalerController implements Controller {
  readonly watches = [HORIZONTAL_POD_AUTOSCALERS];
  private readonly wishes = new Map<string, readonly Wish[]>();
  private nextSync = 0;

  constructor(
    private readonly objects: ObjectStore,
    private readonly clock: ScaledClock,
    private readonly events: EventRecorder,
    private readonly containers: () => readonly ContainerView[],
  ) {}

  reconcile(): number | null {
    const autoscalers = this.objects.list(HORIZONTAL_POD_AUTOSCALERS);
    if (autoscalers.length === 0) return null;
    const now = this.clock.milliseconds();
    if (now >= this.nextSync) {
      this.nextSync = now + SYNC_MS;
      for (const autoscaler of autoscalers) this.sync(autoscaler);
    }
    return this.nextSync;
  }

  private sync(autoscaler: HorizontalPodAutoscaler): void {
    const { kind, name } = autoscaler.spec.scaleTargetRef;
    const target = kind === 'Deployment' ? this.objects.find(DEPLOYMENTS, namespaceOf(autoscaler), name) : null;
    if (target === null) {
      const missing = `deployments/scale.apps "${name}" not found`;
      const message = `the HPA controller was unable to get the target's current scale: ${missing}`;
      this.fail(autoscaler, { type: 'AbleToScale', status: 'False', reason: 'FailedGetScale', message }, missing);
      return;
    }
    if (target.spec.replicas === 0) {
      const message = 'scaling is disabled since the replica count of the target is zero';
      this.setConditions(autoscaler, [{ type: 'ScalingActive', status: 'False', reason: 'ScalingDisabled', message }]);
      return;
    }
    const measured = this.measure(target);
    if (typeof measured === 'string') {
      const message = `the HPA was unable to compute the replica count: failed to get cpu utilization: ${measured}`;
      this.fail(
        autoscaler,
        { type: 'ScalingActive', status: 'False', reason: 'FailedGetResourceMetric', message },
        `failed to get cpu utilization: ${measured}`,
      );
      return;
    }
    this.apply(autoscaler, target, measured);
  }

  private apply(autoscaler: HorizontalPodAutoscaler, target: Deployment, measured: Measurement): void {
    const goal = autoscaler.spec.metrics?.[0]?.resource?.target.averageUtilization ?? DEFAULT_TARGET;
    const limits = { target: goal, min: autoscaler.spec.minReplicas ?? 1, max: autoscaler.spec.maxReplicas };
    const { replicas, conditions } = recommend(measured, limits, this.recentWishes(autoscaler, wantedReplicas(measured, goal)));
    const now = timestampOf(this.clock.now());
    if (replicas !== measured.replicas) this.rescale(autoscaler, target, replicas, measured.utilization > goal);
    this.objects.mutate(HORIZONTAL_POD_AUTOSCALERS, namespaceOf(autoscaler), autoscaler.metadata.name, (draft) => {
      draft.status.currentReplicas = measured.replicas;
      draft.status.desiredReplicas = replicas;
      if (replicas !== measured.replicas) draft.status.lastScaleTime = now;
      const averageUtilization = Math.round(measured.utilization);
      draft.status.currentMetrics = [
        {
          type: 'Resource',
          resource: { name: 'cpu', current: { averageUtilization, averageValue: `${Math.round(measured.averageMillicores)}m` } },
        },
      ];
      draft.status.conditions = conditions.reduce<Condition[]>(
        (list, next) => withCondition(list, next, now),
        draft.status.conditions ?? [],
      );
    });
  }

  private rescale(autoscaler: HorizontalPodAutoscaler, target: Deployment, replicas: number, isUp: boolean): void {
    this.objects.mutate(DEPLOYMENTS, namespaceOf(target), target.metadata.name, (draft) => {
      draft.spec.replicas = replicas;
    });
    const reason = isUp ? 'cpu resource utilization (percentage of request) above target' : 'All metrics below target';
    this.events.record(autoscaler, SOURCE, {
      type: 'Normal',
      reason: 'SuccessfulRescale',
      message: `New size: ${replicas}; reason: ${reason}`,
    });
  }

  /** The average use of the ready pods, or why it cannot be told. */
  private measure(target: Deployment): Measurement | string {
    const pods = this.objects
      .list(PODS, namespaceOf(target))
      .filter((pod) => selects(target.spec.selector, pod.metadata.labels) && isTrue(pod.status.conditions, 'Ready'));
    const unrequested = pods
      .flatMap((pod) => pod.spec.containers.map((container) => ({ pod, container })))
      .find(({ container }) => container.resources?.requests?.['cpu'] === undefined);
    if (unrequested !== undefined)
      return `missing request for cpu in container ${unrequested.container.name} of Pod ${unrequested.pod.metadata.name}`;
    if (pods.length === 0) return 'no metrics returned from resource metrics API';
    const requested = pods.reduce((total, pod) => total + requestedCpu(pod), 0);
    const uids = new Set(pods.map((pod) => pod.metadata.uid));
    const used = this.containers()
      .filter((container) => uids.has(container.podUid))
      .reduce((total, container) => total + container.usage().cpuMillicores, 0);
    return { replicas: target.spec.replicas ?? 1, utilization: (100 * used) / requested, averageMillicores: used / pods.length };
  }

  private recentWishes(autoscaler: HorizontalPodAutoscaler, replicas: number): readonly number[] {
    const now = this.clock.milliseconds();
    const kept = (this.wishes.get(autoscaler.metadata.uid) ?? []).filter((wish) => wish.at > now - STABLE_MS);
    this.wishes.set(autoscaler.metadata.uid, [...kept, { at: now, replicas }]);
    return kept.map((wish) => wish.replicas);
  }

  private fail(autoscaler: HorizontalPodAutoscaler, condition: Condition, message: string): void {
    this.setConditions(autoscaler, [condition]);
    this.events.record(autoscaler, SOURCE, { type: 'Warning', reason: condition.reason ?? '', message });
  }

  private setConditions(autoscaler: HorizontalPodAutoscaler, conditions: readonly Condition[]): void {
    const now = timestampOf(this.clock.now());
    this.objects.mutate(HORIZONTAL_POD_AUTOSCALERS, namespaceOf(autoscaler), autoscaler.metadata.name, (draft) => {
      draft.status.conditions = conditions.reduce<Condition[]>(
        (list, next) => withCondition(list, next, now),
        draft.status.conditions ?? [],
      );
    });
  }
}

function requestedCpu(pod: Pod): number {
  return pod.spec.containers.reduce((total, container) => total + millicores(container.resources?.requests?.['cpu']), 0);
}

function namespaceOf(object: HorizontalPodAutoscaler | Deployment): string {
  return object.metadata.namespace ?? 'default';
}
