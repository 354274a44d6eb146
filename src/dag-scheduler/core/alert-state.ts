import { conditionScope } from './decide-by-rule.js';
import { isPositive, knownByRule } from './decide-edges.js';
import type { Exit, Known } from './decide-edges.js';
import type { Draft } from './draft.js';
import { asksForAlert, evaluateCondition } from './evaluate-condition.js';
import { exitsOf } from './known-exits.js';
import { edgeKey } from './plan-graph.js';
import type { QuestionRecord, StepRecord } from './run-state.js';

export const STILL_FIRES = 'it still fires';
export const FIRES_NO_LONGER = 'it no longer fires';

/** The exits that only the alert's own state can decide, of those that are open. */
export function alertExits(open: readonly Exit[]): readonly Exit[] {
  return open.filter(({ condition }) => condition?.decidedBy === 'rule' && asksForAlert(condition.predicate));
}

/** Which joins a question about the alert speaks of. */
export function joinsOf(exits: readonly Exit[]): string {
  return exits.map(({ to }) => to).join(',');
}

/** Whether a question about the alert, open or answered, speaks of a join that these exits lead to. */
export function speaksOfJoin(question: QuestionRecord, scope: string, exits: readonly Exit[]): boolean {
  const joins = question.subject.split(',');
  return question.kind === 'alert-state' && question.scope === scope && exits.some(({ to }) => joins.includes(to));
}

/**
 * "The issue persists" where nobody could read whether it does: what a person said for the same join decides it.
 *
 *   verify1 ──persists──┐
 *   verify2 ──persists──┼──► next     asked once, decided for both
 */
export function withAlertAnswers(draft: Draft, step: StepRecord, known: ReadonlyMap<string, Known>): ReadonlyMap<string, Known> {
  const open = alertExits(exitsOf(draft, step.nodeId).filter((exit) => isPositive(exit) && !known.has(edgeKey(exit))));
  const answered = draft.allQuestions().findLast((question) => question.status === 'answered' && speaksOfJoin(question, step.scope, open));
  if (answered === undefined) return known;
  const by = answered.answeredBy ?? 'somebody';
  const alertState = answered.answer === STILL_FIRES ? 'firing' : 'resolved';
  const decided = new Map(known);
  const scope = conditionScope(draft, step);
  for (const exit of open) {
    const verdict = exit.condition === null ? null : knownByRule(evaluateCondition(exit.condition, scope, { alertState }));
    if (verdict === null) continue;
    decided.set(edgeKey(exit), { ...verdict, by: { kind: 'person', id: by }, reason: `${by} answered “${answered.answer ?? ''}”.` });
  }
  return decided;
}
