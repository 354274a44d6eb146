import { edgeKey } from './plan-graph.js';
import type { Decision } from './run.js';
import type { RunState, StepRecord } from './run-state.js';

/**
 * The steps whose readings led to a change and are older than `staleAfterMs`: those before it on taken paths, whose conditions
 * a rule decided. They are read again before anything is sent (promise 8).
 */
export function staleEvidence(state: RunState, nodeId: string, now: Date, staleAfterMs: number): readonly StepRecord[] {
  const before = state.graph.ancestors(nodeId);
  return [...state.steps.values()].filter((step) => {
    if (!before.has(step.nodeId) || rulesOf(state, step.nodeId).length === 0) return false;
    return step.results.some(({ observedAt }) => now.getTime() - Date.parse(observedAt) > staleAfterMs);
  });
}

/** What rules decided of a step's exits, in its current iteration. */
export function rulesOf(state: RunState, nodeId: string): readonly Decision[] {
  return state.graph.outOf(nodeId).flatMap((edge) => {
    const decision = state.edges.get(edgeKey(edge))?.decision;
    return decision?.by.kind === 'rule' && edge.condition?.otherwise === false ? [decision] : [];
  });
}
