import type { Deployment, ReplicaSet } from '../objects/kinds.js';
import { scaledValue } from '../objects/quantities.js';

/** One ReplicaSet's size, wanted and available, as the arithmetic of a rollout needs it. */
export interface SetSize {
  readonly name: string;
  readonly wanted: number;
  readonly available: number;
  readonly createdAt: string;
}

export interface Bounds {
  readonly replicas: number;
  readonly maxSurge: number;
  readonly maxUnavailable: number;
}

/** Surge is rounded up, unavailable down; both zero would never move, so then one may be unavailable. */
export function boundsOf(deployment: Deployment): Bounds {
  const { replicas = 1, strategy } = deployment.spec;
  if (strategy?.type !== 'RollingUpdate') return { replicas, maxSurge: 0, maxUnavailable: strategy?.type === 'Recreate' ? replicas : 0 };
  const maxSurge = scaledValue(strategy.rollingUpdate?.maxSurge ?? '25%', replicas, 'up');
  const maxUnavailable = scaledValue(strategy.rollingUpdate?.maxUnavailable ?? '25%', replicas, 'down');
  return { replicas, maxSurge, maxUnavailable: maxSurge === 0 && maxUnavailable === 0 ? 1 : Math.min(maxUnavailable, replicas) };
}

export function sizeOf(set: ReplicaSet): SetSize {
  return {
    name: set.metadata.name,
    wanted: set.spec.replicas ?? 1,
    available: set.status.availableReplicas ?? 0,
    createdAt: set.metadata.creationTimestamp,
  };
}

/** How many replicas the new set is to have now: as many as the surge leaves room for. */
export function nextSizeOfNewSet(bounds: Bounds, current: SetSize, old: readonly SetSize[]): number {
  if (current.wanted >= bounds.replicas) return bounds.replicas;
  const total = current.wanted + sum(old, 'wanted');
  const room = bounds.replicas + bounds.maxSurge - total;
  return room <= 0 ? current.wanted : current.wanted + Math.min(room, bounds.replicas - current.wanted);
}

/**
 * How many replicas each old set is to have now: first those that were never healthy go, oldest first, then healthy
 * ones as far as `maxUnavailable` allows. Kubernetes' deployment controller, `reconcileOldReplicaSets`.
 */
export function nextSizesOfOldSets(bounds: Bounds, current: SetSize, old: readonly SetSize[]): ReadonlyMap<string, number> {
  const sizes = new Map(old.map((set) => [set.name, set.wanted]));
  const total = current.wanted + sum(old, 'wanted');
  const minAvailable = bounds.replicas - bounds.maxUnavailable;
  const newUnavailable = current.wanted - current.available;
  let mayGo = total - minAvailable - newUnavailable;
  const byAge = [...old].sort((a, b) => (a.createdAt < b.createdAt ? -1 : 1));
  for (const set of byAge) {
    const unhealthy = Math.min(Math.max(0, mayGo), set.wanted - set.available);
    if (unhealthy <= 0) continue;
    sizes.set(set.name, set.wanted - unhealthy);
    mayGo -= unhealthy;
  }
  if (total - minAvailable - newUnavailable <= 0) return sizes;
  let healthyMayGo = current.available + sum(old, 'available') - minAvailable;
  for (const set of byAge) {
    const left = sizes.get(set.name) ?? 0;
    const goes = Math.min(left, Math.max(0, healthyMayGo));
    sizes.set(set.name, left - goes);
    healthyMayGo -= goes;
  }
  return sizes;
}

/**
 * New sizes when the Deployment itself was scaled in the middle of a rollout: each set gets its share, the biggest
 * (and, of equals, the newest) takes what rounding leaves.
 */
export function proportionalSizes(bounds: Bounds, sets: readonly SetSize[], desiredBefore: number): ReadonlyMap<string, number> {
  const active = [...sets].filter((set) => set.wanted > 0).sort((a, b) => b.wanted - a.wanted || (a.createdAt < b.createdAt ? 1 : -1));
  const total = sum(active, 'wanted');
  const allowed = bounds.replicas > 0 ? bounds.replicas + bounds.maxSurge : 0;
  let toSpread = allowed - total;
  const sizes = new Map<string, number>();
  for (const set of active) {
    const exact = Math.round((set.wanted * allowed) / (desiredBefore + bounds.maxSurge)) - set.wanted;
    const share = toSpread > 0 ? Math.min(Math.max(0, exact), toSpread) : Math.max(Math.min(0, exact), toSpread);
    sizes.set(set.name, Math.max(0, set.wanted + share));
    toSpread -= share;
  }
  const [biggest] = active;
  if (biggest !== undefined && toSpread !== 0) sizes.set(biggest.name, Math.max(0, (sizes.get(biggest.name) ?? 0) + toSpread));
  return sizes;
}

function sum(sets: readonly SetSize[], field: 'wanted' | 'available'): number {
  return sets.reduce((total, set) => total + set[field], 0);
}
