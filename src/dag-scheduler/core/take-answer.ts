import { assertNever } from '../../platform/errors.js';
import type { Known } from './decide-edges.js';
import { isPositive } from './decide-edges.js';
import type { Draft } from './draft.js';
import { conditionText } from './evaluate-condition.js';
import { goOnWithout, stopRun } from './fail-step.js';
import { NOT_POSSIBLE, pastedResult } from './next-activity.js';
import { exitsOf, knownExits } from './known-exits.js';
import { edgeKey } from './plan-graph.js';
import { abandon } from './propagate.js';
import { concerns, IT_WAS_APPLIED, NO, NONE_OF_THESE, STOP_THE_RUN, TRY_AGAIN, viewOfQuestion, YES } from './questions.js';
import { actionKey, isSettled } from './run-state.js';
import type { QuestionRecord, StepRecord } from './run-state.js';
import { settleObserved } from './settle-step.js';

/** A person has answered: the step goes on where it stood. An answer to a step that is settled since changes nothing. */
export function takeAnswer(draft: Draft, question: QuestionRecord): void {
  draft.putQuestion(question);
  draft.tell({ type: 'question-answered', question: viewOfQuestion(question) });
  const answer = question.answer ?? '';
  const by = question.answeredBy ?? 'somebody';
  const step = draft.step(question.stepId);
  if (question.kind === 'missing-value') takeValue(draft, question.subject, answer, by);
  if (question.kind === 'dead-source') takeDeadSource(draft, question, answer);
  if (question.kind === 'alert-state') takeAlertState(draft, question);
  if (step.scope !== question.scope || isSettled(step)) return;
  switch (question.kind) {
    case 'missing-value':
    case 'dead-source':
    case 'alert-state':
      return;
    case 'condition':
      settleObserved(draft, step, withAnswer(draft, step, answer, by));
      return;
    case 'failed-step':
      takeFailure(draft, step, answer, by);
      return;
    case 'by-hand':
      takeByHand(draft, step, question.subject, answer, by);
      return;
    case 'loop-exhausted':
      settleObserved(draft, step, knownExits(draft, step.nodeId));
      return;
    case 'mutation-unknown':
      takeMutation(draft, step, question.subject, answer, by);
      return;
    default:
      assertNever(question.kind);
  }
}

/** The value is there for every step that waits for it. */
function takeValue(draft: Draft, name: string, answer: string, by: string): void {
  draft.patchRun({ parameters: { ...draft.run.parameters, [name]: { value: answer, source: `person ${by}` } } });
  for (const nodeId of draft.live()) {
    const isConcerned = draft.graph.node(nodeId).queries.some(({ parameters }) => parameters.includes(name));
    if (isConcerned && draft.step(nodeId).status === 'asking') draft.goOn(nodeId);
  }
}

/** The answer is for every step that the source keeps waiting. */
function takeDeadSource(draft: Draft, question: QuestionRecord, answer: string): void {
  for (const nodeId of draft.live().filter((id) => concerns(draft, question, id))) {
    const step = draft.step(nodeId);
    if (isSettled(step)) continue;
    if (answer === TRY_AGAIN) draft.beginStep(nodeId);
    else if (answer === STOP_THE_RUN) stopRun(draft, step);
    else goOnWithout(draft, step);
  }
}

/** The answer is for every branch of the join. */
function takeAlertState(draft: Draft, question: QuestionRecord): void {
  for (const nodeId of draft.live().filter((id) => concerns(draft, question, id)))
    settleObserved(draft, draft.step(nodeId), knownExits(draft, nodeId));
}

/** The conditions that were open, as the person decided them. */
function withAnswer(draft: Draft, step: StepRecord, answer: string, by: string): ReadonlyMap<string, Known> {
  const known = new Map(knownExits(draft, step.nodeId));
  const given = answer.split('\n').map((line) => line.trim());
  for (const exit of exitsOf(draft, step.nodeId).filter(isPositive)) {
    if (known.has(edgeKey(exit)) || exit.condition === null) continue;
    const holds = given.includes(YES) || given.includes(conditionText(draft, exit.condition).trim());
    known.set(edgeKey(exit), {
      answer: holds,
      by: { kind: 'person', id: by },
      reason: `${by} answered “${given.join(', ')}”.`,
      queryId: null,
      rows: [],
    });
  }
  return known;
}

function takeFailure(draft: Draft, step: StepRecord, answer: string, by: string): void {
  if (answer === TRY_AGAIN) draft.beginStep(step.nodeId);
  else if (answer === STOP_THE_RUN) stopRun(draft, step);
  else if (draft.graph.outOf(step.nodeId).some(isPositive))
    settleObserved(draft, { ...step, status: 'failed' }, withAnswer(draft, step, answer, by));
  else goOnWithout(draft, step);
}

function takeByHand(draft: Draft, step: StepRecord, subject: string, answer: string, by: string): void {
  if (answer === NOT_POSSIBLE) {
    abandon(draft, step.nodeId, `${by} says that it is not possible.`);
    return;
  }
  const template = draft.graph.node(step.nodeId).queries.find(({ id }) => id === subject);
  const results = template === undefined ? step.results : [...step.results, pastedResult(template, answer, by, draft.at)];
  draft.putStep({ ...step, results });
  draft.goOn(step.nodeId);
}

function takeMutation(draft: Draft, step: StepRecord, queryId: string, answer: string, by: string): void {
  const action = draft.allActions().find((candidate) => actionKey(candidate.scope, candidate.queryId) === actionKey(step.scope, queryId));
  if (action === undefined) return;
  const isApplied = answer === IT_WAS_APPLIED;
  draft.putAction({ ...action, status: isApplied ? 'applied' : 'failed', detail: `${by} answered “${answer}”.`, at: draft.at });
  draft.goOn(step.nodeId);
}

/** Whether an answer is among what was offered; several may be given to a question about conditions, one a line. */
export function isOffered(question: Pick<QuestionRecord, 'options' | 'kind'>, answer: string): boolean {
  if (answer.trim() === '') return false;
  if (question.options.length === 0 || question.options.includes(answer)) return true;
  const lines = answer.split('\n').map((line) => line.trim());
  const exclusive = [NONE_OF_THESE, YES, NO, TRY_AGAIN, STOP_THE_RUN];
  const mayBeSeveral = question.kind === 'condition' || question.kind === 'failed-step';
  return mayBeSeveral && lines.every((line) => question.options.includes(line) && !exclusive.includes(line));
}
