import type { Draft } from './draft.js';
import { enable, propagate } from './propagate.js';
import { escalate } from './questions.js';
import type { QuestionRecord } from './run-state.js';
import { decisionOf } from './settle-step.js';

/**
 * Nobody has answered in time: the question escalates and stays open, and the way it names for this case is taken, on record as
 * taken by deadline. A later answer still decides the other ways.
 */
export function passDeadline(draft: Draft, question: QuestionRecord): void {
  takeDefault(draft, question);
  escalate(draft, { ...question, byDeadline: null });
}

function takeDefault(draft: Draft, { byDeadline, stepId, scope, deadline }: QuestionRecord): void {
  const edge = draft.graph.outOf(stepId).find(({ to }) => to === byDeadline?.to);
  if (edge === undefined || draft.scope(stepId) !== scope || draft.edgeState(edge) !== 'pending') return;
  const reason = `Nobody had answered by ${deadline.slice(0, 16).replace('T', ' ')} UTC.`;
  const decision = decisionOf(draft, edge, { answer: true, by: { kind: 'deadline' }, reason, queryId: null, rows: [] });
  draft.tell({ type: 'decision', decision });
  enable(draft, edge, decision);
  propagate(draft, [edge.to]);
}
