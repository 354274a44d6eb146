import { actionGroup } from './action-group.js';
import { passDeadline } from './at-deadline.js';
import { Draft } from './draft.js';
import type { RunSettings } from './draft.js';
import { closeAllBut } from './early-outcome.js';
import { hasEnded } from './run-state.js';
import type { RunState } from './run-state.js';
import { wakeTimers } from './start-run.js';

/** When a run next wants to be looked at without anybody waking it; null: never. */
export function nextDue(state: RunState, settings: RunSettings): Date | null {
  const { run } = state;
  if (hasEnded(run) || run.pausedBy !== null) return null;
  const times = [...timersOf(state), ...deadlinesOf(state)];
  if (run.outcomeAt !== null) times.push(Date.parse(run.outcomeAt) + settings.outcomeGraceMs);
  return times.length === 0 ? null : new Date(Math.min(...times));
}

function timersOf(state: RunState): number[] {
  return [...state.live].flatMap((id) => {
    const step = state.steps.get(id);
    return step?.status === 'waiting' && step.dueAt !== null ? [Date.parse(step.dueAt)] : [];
  });
}

function deadlinesOf(state: RunState): number[] {
  const questions = [...state.questions.values()].flatMap(({ status, deadline }) => (status === 'open' ? [Date.parse(deadline)] : []));
  const approvals = [...state.approvals.values()].flatMap(({ status, expiresAt }) => (status === 'open' ? [Date.parse(expiresAt)] : []));
  return [...questions, ...approvals];
}

/** What time alone brings about: timers run out, questions escalate, the grace after an outcome ends. */
export function takeTime(draft: Draft): void {
  if (draft.run.pausedBy !== null) return;
  const now = draft.now.getTime();
  wakeTimers(draft);
  for (const question of draft.allQuestions()) {
    if (question.status === 'open' && Date.parse(question.deadline) <= now) passDeadline(draft, question);
  }
  const { outcomeAt } = draft.run;
  if (outcomeAt === null || Date.parse(outcomeAt) + draft.settings.outcomeGraceMs > now) return;
  closeAllBut(draft, actionGroup(draft), 'The time for competing causes after the outcome is over.', () => false);
}
