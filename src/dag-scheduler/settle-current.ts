import type { Draft } from './core/draft.js';
import { isAtWork, scopeOf, waitingStep } from './core/run-state.js';
import type { RunState, StepRecord } from './core/run-state.js';
import type { StepRun } from './step-run.js';

/** A step in its current iteration. */
export function currentStep(state: RunState, nodeId: string): StepRecord {
  const scope = scopeOf(state.graph, state.run.iterations, nodeId);
  const step = state.steps.get(nodeId);
  return step?.scope === scope ? step : waitingStep(scope, nodeId);
}

/** Whether a step is still what it was when somebody began to work on it: not settled by others, not in another iteration. */
export function isUnderWay(state: RunState, step: StepRecord): boolean {
  return isSame(currentStep(state, step.nodeId), step);
}

/** Settles a step unless it has been settled since, or a loop has gone on. The record keeps what is only known here. */
export function settleCurrent(run: StepRun, step: StepRecord, change: (draft: Draft, step: StepRecord) => void): Promise<boolean> {
  return run.transition((draft) => {
    const current = draft.step(step.nodeId);
    if (!isSame(current, step)) return;
    change(draft, { ...step, attempt: current.attempt, startedAt: current.startedAt ?? step.startedAt });
  });
}

function isSame(current: StepRecord, step: StepRecord): boolean {
  return current.scope === step.scope && (isAtWork(current) || current.status === 'asking');
}
