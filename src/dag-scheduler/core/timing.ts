import type { PlanGraph } from './plan-graph.js';
import type { StepRecord } from './run-state.js';

export interface Timing {
  /** Wall time in which at least one step was at work: waiting for people is not in it. */
  readonly makespanMs: number;
  /** The longest path through the steps' own times: no schedule can be shorter. */
  readonly criticalPathMs: number;
}

export function timingOf(graph: PlanGraph, steps: ReadonlyMap<string, StepRecord>): Timing {
  const spans = [...steps.values()].flatMap((step) => step.spans.map(([from, to]) => [Date.parse(from), Date.parse(to)] as const));
  return { makespanMs: unionMs(spans), criticalPathMs: longestPathMs(graph, steps) };
}

function unionMs(spans: readonly (readonly [number, number])[]): number {
  let total = 0;
  let until = Number.NEGATIVE_INFINITY;
  for (const [from, to] of spans.toSorted((a, b) => a[0] - b[0])) {
    total += Math.max(0, to - Math.max(from, until));
    until = Math.max(until, to);
  }
  return total;
}

function longestPathMs(graph: PlanGraph, steps: ReadonlyMap<string, StepRecord>): number {
  const ends = new Map<string, number>();
  for (const id of graph.inOrder()) {
    const own = (steps.get(id)?.spans ?? []).reduce((sum, [from, to]) => sum + Date.parse(to) - Date.parse(from), 0);
    const before = Math.max(0, ...graph.into(id).map(({ from }) => ends.get(from) ?? 0));
    ends.set(id, before + own);
  }
  return Math.max(0, ...ends.values());
}
