import { isPositive } from './decide-edges.js';
import type { Draft } from './draft.js';
import { actionGroup } from './action-group.js';
import { closeAllBut } from './early-outcome.js';
import { closeOutputs, propagate } from './propagate.js';
import { askDeadSource, askFailed, askWhetherApplied } from './questions.js';
import { isQuiet, isSettled } from './run-state.js';
import type { StepRecord } from './run-state.js';
import { knownExits } from './known-exits.js';
import type { StepFailure } from './outcome-of-error.js';
import { settleObserved } from './settle-step.js';

/**
 * Failed is not false. `continue` takes the unconditional edges and asks about the others, `ask` asks how to go on,
 * `stop` fails the run once its action groups have drained. Default: `ask` where conditions hang on the step, else `continue`.
 */
export function failStep(draft: Draft, step: StepRecord, failure: StepFailure): void {
  const failed = failedStep(draft, step, failure);
  const onFailure = draft.graph.node(step.nodeId).options.onFailure ?? (hasConditions(draft, step.nodeId) ? 'ask' : 'continue');
  if (onFailure === 'stop') stopRun(draft, failed);
  else if (onFailure === 'ask' && !isQuiet(draft.run) && draft.run.outcome === null) {
    draft.restStep(failed);
    if (failed.deadSource === null) askFailed(draft, failed);
    else askDeadSource(draft, failed, failed.deadSource);
  } else goOnWithout(draft, failed);
}

/** A source that does not answer is one finding, of the step that found it out first; the others refer to that. */
function failedStep(draft: Draft, step: StepRecord, { errorCode, sentence, deadSource }: StepFailure): StepRecord {
  const failed: StepRecord = { ...step, status: 'failed', errorCode, because: sentence, deadSource: deadSource ?? null };
  if (deadSource === undefined) return failed;
  const first = [...draft.board.steps.values()].find((other) => other.nodeId !== step.nodeId && other.deadSource === deadSource);
  if (first !== undefined) return { ...failed, because: `${deadSource} does not answer (see ${draft.graph.node(first.nodeId).title}).` };
  return { ...failed, findings: [...step.findings, { sentence: `${deadSource} does not answer: ${sentence}`, queryId: null, rows: [] }] };
}

/**
 * A step that every worker died of is not tried again. Where it had sent a change, a person is asked what became of it: a
 * change is never left open.
 */
export function failKiller(draft: Draft, nodeId: string): void {
  const step = draft.step(nodeId);
  if (isSettled(step)) return;
  const sent = draft.allActions().find((action) => action.stepId === nodeId && action.status === 'intended');
  if (sent === undefined)
    failStep(draft, step, { errorCode: 'killed-its-worker', sentence: 'Every worker that tried it died, so it is not tried again.' });
  else askWhetherApplied(draft, step, sent, 'Every worker that carried it out died.');
}

/** The run goes on, and what follows says "without step X". */
export function goOnWithout(draft: Draft, step: StepRecord): void {
  const failed: StepRecord = { ...step, status: 'failed' };
  if (draft.run.outcome === null) {
    settleObserved(draft, failed, knownExits(draft, step.nodeId));
    return;
  }
  draft.settleStep({ ...failed, endedAt: draft.at });
  propagate(draft, closeOutputs(draft, step.nodeId));
}

/** The run fails: what has not begun is cancelled, what was sent to a cluster is followed to its end. */
export function stopRun(draft: Draft, step: StepRecord): void {
  draft.settleStep({ ...step, status: 'failed', endedAt: draft.at });
  const sentence = `${draft.graph.node(step.nodeId).title} failed and the guide says to stop: ${step.because ?? ''}`;
  const outcome = { kind: 'failed' as const, rootCause: null, sentence };
  draft.patchRun({ outcome, outcomeAt: draft.at });
  draft.tell({ type: 'outcome', outcome });
  propagate(draft, closeOutputs(draft, step.nodeId));
  closeAllBut(draft, actionGroup(draft), 'The run has failed.', () => false);
}

function hasConditions(draft: Draft, nodeId: string): boolean {
  return (
    draft.graph.outOf(nodeId).some(isPositive) || draft.graph.loops.some(({ loop }) => loop.from === nodeId && loop.condition !== null)
  );
}
