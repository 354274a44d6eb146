import type { Condition } from '../objects/meta.js';

/** What one look at a workload's load says. */
export interface Measurement {
  /** Replicas the target has now. */
  readonly replicas: number;
  /** Average use as a percentage of what the pods request. */
  readonly utilization: number;
  /** Average use of a pod, in millicores. */
  readonly averageMillicores: number;
}

export interface Limits {
  readonly target: number;
  readonly min: number;
  readonly max: number;
}

export interface Recommendation {
  readonly replicas: number;
  readonly conditions: readonly Condition[];
}

const TOLERANCE = 0.1;
const MOST_AT_ONCE = 4;

/** Replicas that would bring the use to the target, before any limit: the HPA's formula with its 10% tolerance. */
export function wantedReplicas({ replicas, utilization }: Pick<Measurement, 'replicas' | 'utilization'>, target: number): number {
  const ratio = utilization / target;
  return Math.abs(ratio - 1) <= TOLERANCE ? replicas : Math.ceil(replicas * ratio);
}

/**
 * What the autoscaler decides: the formula, no faster up than doubling (or four pods), within its limits; `recent` are
 * the wishes of the last five minutes, of which the highest counts when scaling down.
 */
export function recommend(
  measured: Pick<Measurement, 'replicas' | 'utilization'>,
  limits: Limits,
  recent: readonly number[],
): Recommendation {
  const wish = wantedReplicas(measured, limits.target);
  const stable = wish < measured.replicas ? Math.min(measured.replicas, Math.max(wish, ...recent)) : wish;
  const reachable = Math.min(stable, Math.max(measured.replicas * 2, measured.replicas + MOST_AT_ONCE));
  const replicas = Math.min(limits.max, Math.max(limits.min, reachable));
  return { replicas, conditions: [able(), active(), limited(reachable, limits)] };
}

function able(): Condition {
  return { type: 'AbleToScale', status: 'True', reason: 'ReadyForNewScale', message: 'recommended size matches current size' };
}

function active(): Condition {
  const message = 'the HPA was able to successfully calculate a replica count from cpu resource utilization (percentage of request)';
  return { type: 'ScalingActive', status: 'True', reason: 'ValidMetricFound', message };
}

function limited(wanted: number, { min, max }: Limits): Condition {
  if (wanted > max) {
    return {
      type: 'ScalingLimited',
      status: 'True',
      reason: 'TooManyReplicas',
      message: 'the desired replica count is more than the maximum replica count',
    };
  }
  if (wanted < min) {
    return {
      type: 'ScalingLimited',
      status: 'True',
      reason: 'TooFewReplicas',
      message: 'the desired replica count is less than the minimum replica count',
    };
  }
  return {
    type: 'ScalingLimited',
    status: 'False',
    reason: 'DesiredWithinRange',
    message: 'the desired count is within the acceptable range',
  };
}
