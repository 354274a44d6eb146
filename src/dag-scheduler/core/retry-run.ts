import { applyChanges } from './apply-changes.js';
import { START } from './plan-graph.js';
import { emptyState } from './start-run.js';
import type { EdgeRecord, RunState, StepRecord } from './run-state.js';

/** A new run of the same plan that keeps every outcome not downstream of what failed, was cancelled or was never reached. */
export function seedRetry(id: string, before: RunState, by: string, now: Date): RunState {
  const { graph } = before;
  const undone = [...graph.nodeIds()].filter((nodeId) => isUndone(before.steps.get(nodeId)));
  const anew = new Set(undone.flatMap((nodeId) => [nodeId, ...graph.descendants(nodeId)]));
  const run = {
    ...before.run,
    id,
    retryOf: before.run.id,
    startedBy: by,
    status: 'running' as const,
    startedAt: now.toISOString(),
    endedAt: null,
    outcome: null,
    outcomeAt: null,
    iterations: {},
    takenOverBy: null,
    pausedBy: null,
    cancelledBy: null,
    cancelledWhy: null,
    incidentResolved: false,
  };
  const state = emptyState(run, graph);
  const steps: readonly StepRecord[] = [...before.steps.values()].filter(({ nodeId, scope }) => !anew.has(nodeId) && scope === '');
  const kept = new Set([START, ...steps.map(({ nodeId }) => nodeId)]);
  const edges: readonly EdgeRecord[] = [...before.edges.values()].filter(({ from, scope }) => kept.has(from) && scope === '');
  applyChanges(state, { run: {}, steps, edges, questions: [], approvals: [], actions: [], events: [], start: [] });
  return state;
}

/** Steps in repeated iterations are done anew: their scopes belong to the run before. */
function isUndone(step: StepRecord | undefined): boolean {
  return step === undefined || step.status === 'failed' || step.status === 'cancelled' || step.status === 'asking' || step.scope !== '';
}
