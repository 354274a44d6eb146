import type { Condition } from '../objects/meta.js';

export function conditionOf(conditions: readonly Condition[] | undefined, type: string): Condition | undefined {
  return conditions?.find((condition) => condition.type === type);
}

export function isTrue(conditions: readonly Condition[] | undefined, type: string): boolean {
  return conditionOf(conditions, type)?.status === 'True';
}

/** The list with one condition set; the transition time moves only when the status does. Order is kept. */
export function withCondition(conditions: readonly Condition[] | undefined, next: Condition, now: string): Condition[] {
  const before = conditionOf(conditions, next.type);
  const lastTransitionTime = before?.status === next.status ? (before.lastTransitionTime ?? now) : now;
  const set = { ...next, lastTransitionTime };
  return before === undefined ? [...(conditions ?? []), set] : (conditions ?? []).map((each) => (each.type === next.type ? set : each));
}
