import { actionGroup } from './action-group.js';
import type { Draft } from './draft.js';
import { closeAllBut, voidApprovals } from './early-outcome.js';
import { isWaiting } from './questions.js';
import { propagate } from './propagate.js';
import type { ApprovalRecord, QuestionRecord, RunRecord } from './run-state.js';
import { takeAnswer } from './take-answer.js';

export interface Arrived {
  readonly answers: readonly QuestionRecord[];
  readonly verdicts: readonly ApprovalRecord[];
  /** The run before its control was changed from outside. */
  readonly before: Pick<RunRecord, 'pausedBy' | 'cancelledBy' | 'takenOverBy'>;
}

/** What others wrote: answers and verdicts are told and acted on, once; control takes effect. */
export function takeInbox(draft: Draft, arrived: Arrived): void {
  const { run } = draft;
  if (run.cancelledBy !== null && arrived.before.cancelledBy === null) {
    closeAllBut(draft, actionGroup(draft), `The run was cancelled by ${run.cancelledBy}.`, () => false);
  }
  const open = new Set(
    [...draft.allQuestions().filter(isWaiting), ...draft.allApprovals().filter(({ status }) => status === 'open')].map(({ id }) => id),
  );
  for (const answer of arrived.answers) if (open.has(answer.id)) takeAnswer(draft, answer);
  for (const verdict of arrived.verdicts) if (open.has(verdict.id)) takeVerdict(draft, verdict);
  if (arrived.before.pausedBy !== null && run.pausedBy === null) takeUpAgain(draft);
  if (run.takenOverBy !== null && arrived.before.takenOverBy === null) {
    for (const { stepId, status } of draft.allApprovals()) {
      if (status !== 'open') continue;
      voidApprovals(draft, stepId, `${run.takenOverBy} has taken the run over.`);
      draft.goOn(stepId);
    }
  }
}

/** An approval that takes another person's as well is told as asked for again. */
function takeVerdict(draft: Draft, approval: ApprovalRecord): void {
  const { scope: _scope, ...view } = approval;
  draft.putApproval(approval);
  if (approval.status === 'open') {
    draft.tell({ type: 'approval-requested', approval: view });
    return;
  }
  draft.tell({ type: 'approval-decided', approval: view });
  draft.goOn(approval.stepId);
}

/** After a pause: what became ready meanwhile begins, what had stopped to wait goes on. */
function takeUpAgain(draft: Draft): void {
  for (const nodeId of draft.live()) if (draft.step(nodeId).status === 'running') draft.goOn(nodeId);
  propagate(draft, draft.graph.inOrder());
}
