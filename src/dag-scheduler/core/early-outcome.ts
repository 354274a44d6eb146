import { outcomeOf } from './outcome.js';
import type { Draft } from './draft.js';
import { END } from './plan-graph.js';
import { abandon } from './propagate.js';
import { withdrawQuestions } from './questions.js';
import { actionGroup, isBegunAction } from './action-group.js';
import { isAtWork } from './run-state.js';

/**
 * An outcome is announced as soon as a positive condition or a terminal phrase has led to the end. Reading steps go on for
 * the grace, so that competing causes are seen; mutations that have not begun are cancelled and questions withdrawn.
 * An action group (a committed intent and what verifies it) always drains.
 */
export function commitOutcome(draft: Draft): void {
  const { run, graph } = draft;
  if (run.outcome !== null || graph.plan.outcome === 'all') return;
  const reached = graph.into(END).some((edge) => edge.outcome && draft.edgeState(edge) === 'enabled');
  if (!reached) return;
  const outcome = outcomeOf(draft);
  draft.patchRun({ outcome, outcomeAt: draft.at });
  draft.tell({ type: 'outcome', outcome });
  closeAllBut(draft, actionGroup(draft), 'The outcome was found before this step was through.', (nodeId) => isReading(draft, nodeId));
}

/** Settles what is under way and asks or waits; what `keeps` says yes to, and the action groups, are left alone. */
export function closeAllBut(draft: Draft, group: ReadonlySet<string>, because: string, keeps: (nodeId: string) => boolean): void {
  for (const nodeId of draft.live()) {
    if (group.has(nodeId) || isBegunAction(draft, nodeId) || keeps(nodeId)) continue;
    withdrawQuestions(draft, nodeId);
    voidApprovals(draft, nodeId, because);
    abandon(draft, nodeId, because);
  }
}

/** Whether a step is at work on readings alone; one that asks a person or rests is not. */
function isReading(draft: Draft, nodeId: string): boolean {
  return isAtWork(draft.step(nodeId)) && !draft.graph.node(nodeId).queries.some(({ mutating }) => mutating);
}

/** Approvals of a step that nothing will be done with. */
export function voidApprovals(draft: Draft, nodeId: string, because: string): void {
  for (const approval of draft.allApprovals()) {
    if (approval.stepId !== nodeId || (approval.status !== 'open' && approval.status !== 'granted')) continue;
    const { scope, ...view } = { ...approval, status: 'void' as const, why: because, decidedAt: draft.at };
    draft.putApproval({ ...view, scope });
    draft.tell({ type: 'approval-decided', approval: view });
  }
}
