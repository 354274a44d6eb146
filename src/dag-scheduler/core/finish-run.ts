import type { Draft } from './draft.js';
import { outcomeOf } from './outcome.js';
import type { RunOutcome, RunStatus } from './run.js';

/** Ends the run once nothing is under way; otherwise says whether it works or waits. Last in every transition. */
export function finishIfDone(draft: Draft): void {
  const { run } = draft;
  if (run.endedAt !== null) return;
  if (run.pausedBy !== null) {
    setStatus(draft, 'paused');
    return;
  }
  if (draft.isAnythingLive()) {
    setStatus(draft, draft.isAnythingRunning() ? 'running' : 'waiting');
    return;
  }
  const outcome = finalOutcome(draft);
  const status: RunStatus = outcome.kind === 'cancelled' || outcome.kind === 'failed' ? outcome.kind : 'succeeded';
  draft.patchRun({ status, outcome, endedAt: draft.at });
  if (run.outcome === null) draft.tell({ type: 'outcome', outcome });
  draft.tell({ type: 'run-ended', status, outcome });
}

function setStatus(draft: Draft, status: RunStatus): void {
  if (draft.run.status !== status) draft.patchRun({ status });
}

/** What the grace and the action groups added is in it; a cause once announced is not taken back. */
function finalOutcome(draft: Draft): RunOutcome {
  const committed = draft.run.outcome;
  if (committed?.kind === 'failed') return committed;
  const outcome = outcomeOf(draft);
  if (outcome.kind === 'cancelled' || committed === null) return outcome;
  return { ...outcome, rootCause: outcome.rootCause ?? committed.rootCause };
}
