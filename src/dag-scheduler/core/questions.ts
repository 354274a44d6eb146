import { createHash } from 'node:crypto';
import type { QueryResult } from '../../qpp-plugins/index.js';
import { deadlineDefault } from '../../tsg-parser/index.js';
import type { DeadlineDefault } from '../../tsg-parser/index.js';
import type { Exit } from './decide-edges.js';
import type { Draft } from './draft.js';
import { conditionText, resultsInScope } from './evaluate-condition.js';
import { GO_ON, ONCE_MORE } from './loops.js';
import { isPositive } from './decide-edges.js';
import { edgeKey } from './plan-graph.js';
import { alertExits, FIRES_NO_LONGER, joinsOf, speaksOfJoin, STILL_FIRES } from './alert-state.js';
import { undecidedExits } from './known-exits.js';
import type { QuestionKind } from './run.js';
import type { ActionRecord, QuestionRecord, StepRecord } from './run-state.js';
import { tabulate } from './tabulate.js';

export const YES = 'yes';
export const NO = 'no';
export const NONE_OF_THESE = 'none of these';
export const TRY_AGAIN = 'try again';
export const GO_ON_WITHOUT = 'go on without it';
export const STOP_THE_RUN = 'stop the run';
export const IT_WAS_APPLIED = 'it was applied';
export const IT_WAS_NOT_APPLIED = 'it was not applied';

export interface QuestionDraft {
  readonly kind: QuestionKind;
  /** The query, parameter or exits it is about: the same subject is asked once at a time. */
  readonly subject: string;
  readonly text: string;
  readonly options: readonly string[];
  readonly evidence: readonly string[];
  readonly byDeadline?: QuestionRecord['byDeadline'];
}

/** So many questions of one run are open at once; what else is asked waits its turn, and may be answered all the same. */
const MOST_OPEN = 3;

export function isWaiting({ status }: Pick<QuestionRecord, 'status'>): boolean {
  return status === 'open' || status === 'grouped';
}

/** Asks, unless the same is asked already. */
export function ask(draft: Draft, step: StepRecord, question: QuestionDraft): void {
  const same = draft
    .allQuestions()
    .filter((other) => other.kind === question.kind && other.subject === question.subject && isSamePlace(other, step));
  if (same.some(isWaiting)) return;
  const { run } = draft;
  const record: QuestionRecord = {
    ...question,
    id: stableId(run.id, step.scope, step.nodeId, question.kind, question.subject, String(same.length)),
    runId: run.id,
    stepId: step.nodeId,
    scope: step.scope,
    status: hasRoom(draft) ? 'open' : 'grouped',
    answer: null,
    answeredBy: null,
    askedAt: draft.at,
    deadline: deadlineOf(draft, step.nodeId),
    byDeadline: question.byDeadline ?? null,
  };
  draft.putQuestion(record);
  draft.tell({ type: 'question-asked', question: viewOfQuestion(record) });
}

function hasRoom(draft: Draft): boolean {
  return draft.allQuestions().filter(({ status }) => status === 'open').length < MOST_OPEN;
}

/** As long as the guide gives people for the step's questions, else as the configuration does. */
function deadlineOf({ now, settings, graph }: Draft, nodeId: string): string {
  const patienceMs = graph.node(nodeId).options.deadlineMs ?? settings.questionMinutes * 60_000;
  return new Date(now.getTime() + patienceMs).toISOString();
}

/** The oldest of those that wait their turn are opened, as far as there is room. */
export function openGrouped(draft: Draft): void {
  for (const question of draft.allQuestions()) {
    if (question.status !== 'grouped') continue;
    if (!hasRoom(draft)) return;
    const opened: QuestionRecord = { ...question, status: 'open', deadline: deadlineOf(draft, question.stepId) };
    draft.putQuestion(opened);
    draft.tell({ type: 'question-asked', question: viewOfQuestion(opened) });
  }
}

/** A value that several steps miss, and a source that several need, are asked about once in a run. */
function isSamePlace(other: QuestionRecord, step: StepRecord): boolean {
  return other.kind === 'missing-value' || other.kind === 'dead-source' || (other.stepId === step.nodeId && other.scope === step.scope);
}

/** @param reasons why nobody else decides them, by exit */
export function askConditions(draft: Draft, step: StepRecord, open: readonly Exit[], reasons: ReadonlyMap<string, string>): void {
  const texts = [...new Set(open.flatMap(({ condition }) => (condition === null ? [] : [conditionText(draft, condition)])))];
  const single = texts.length === 1;
  const { title } = draft.graph.node(step.nodeId);
  const named = defaultOf(draft, step.nodeId);
  ask(draft, step, {
    kind: 'condition',
    subject: open.map(({ to }) => to).join(','),
    text: single ? `${title}: does this hold? “${texts[0] ?? ''}”` : `${title}: which of these hold? (Several may be given, one a line.)`,
    options: single ? [YES, NO] : [...texts, NONE_OF_THESE],
    evidence: [
      ...evidenceOf(resultsBefore(draft, step), texts.join('\n')),
      ...instructionsOf(draft.graph.node(step.nodeId).text),
      ...reasonsFor(open, reasons),
      ...(named.kind === 'refused' ? [named.because] : []),
    ],
    byDeadline: named.kind === 'way' ? { to: named.edge.to, text: named.text } : null,
  });
}

/** The guide's word counts, else the configuration's. A way that is decided already is none that could be taken. */
function defaultOf(draft: Draft, nodeId: string): DeadlineDefault {
  const own = draft.graph.node(nodeId).options.byDeadline;
  const found = deadlineDefault(draft.graph.plan, nodeId, own ?? draft.settings.questionDefault);
  if (found.kind === 'way') return draft.edgeState(found.edge) === 'pending' ? found : { kind: 'none' };
  return own === undefined ? { kind: 'none' } : found;
}

/** A step that reads nothing of its own is decided on what the steps before it read. */
function resultsBefore(draft: Draft, step: StepRecord): readonly QueryResult[] {
  return [...resultsInScope(draft.board, step.nodeId, step.results, []).values()];
}

function reasonsFor(open: readonly Exit[], reasons: ReadonlyMap<string, string>): readonly string[] {
  return [...new Set(open.flatMap((exit) => reasons.get(edgeKey(exit)) ?? []))];
}

export function askFailed(draft: Draft, step: StepRecord): void {
  const positive = draft.graph.outOf(step.nodeId).filter(isPositive);
  const texts = positive.flatMap(({ condition }) => (condition === null ? [] : [conditionText(draft, condition)]));
  ask(draft, step, {
    kind: 'failed-step',
    subject: step.nodeId,
    text: `${draft.graph.node(step.nodeId).title} failed: ${step.because ?? 'no reason is known'} How shall the run go on?`,
    options: [TRY_AGAIN, ...(texts.length === 0 ? [GO_ON_WITHOUT] : [...texts, NONE_OF_THESE]), STOP_THE_RUN],
    evidence: evidenceOf(step.results),
  });
}

/** One question for all steps that the source keeps from going on. */
export function askDeadSource(draft: Draft, step: StepRecord, source: string): void {
  ask(draft, step, {
    kind: 'dead-source',
    subject: source,
    text: `${source} does not answer: ${step.because ?? ''} Every step that needs it waits. How shall the run go on?`,
    options: [TRY_AGAIN, GO_ON_WITHOUT, STOP_THE_RUN],
    evidence: [],
  });
}

/** One question for all branches that join where these exits lead. */
export function askAlert(draft: Draft, step: StepRecord, exits: readonly Exit[]): void {
  if (draft.allQuestions().some((question) => isWaiting(question) && speaksOfJoin(question, step.scope, exits))) return;
  const texts = [...new Set(exits.flatMap(({ condition }) => (condition === null ? [] : [conditionText(draft, condition)])))];
  ask(draft, step, {
    kind: 'alert-state',
    subject: joinsOf(exits),
    text: `Does the alert still fire? Its source could not be asked, and it decides: ${texts.map((text) => `“${text}”`).join(', ')}.`,
    options: [STILL_FIRES, FIRES_NO_LONGER],
    evidence: evidenceOf(step.results),
  });
}

export function askLoop(draft: Draft, step: StepRecord): void {
  ask(draft, step, {
    kind: 'loop-exhausted',
    subject: step.nodeId,
    text: `${draft.graph.node(step.nodeId).title}: the guide says to repeat, and all repetitions it allows are used up.`,
    options: [ONCE_MORE, GO_ON],
    evidence: evidenceOf(step.results),
  });
}

/** A change was, or may have been, sent, and nobody can tell what became of it. */
export function askWhetherApplied(draft: Draft, step: StepRecord, action: ActionRecord, detail: string): void {
  draft.putAction({ ...action, status: 'unknown', detail, at: draft.at });
  draft.restStep(step);
  ask(draft, step, {
    kind: 'mutation-unknown',
    subject: action.queryId,
    text: `${action.rendered}: it is not known whether this was applied. ${detail} Please look: was it?`,
    options: [IT_WAS_APPLIED, IT_WAS_NOT_APPLIED],
    evidence: [action.rendered],
  });
}

/** Whether an answer to it lets this step go on. */
export function concerns(draft: Draft, question: QuestionRecord, nodeId: string): boolean {
  const step = draft.step(nodeId);
  switch (question.kind) {
    case 'missing-value':
      return draft.graph.node(nodeId).queries.some(({ parameters }) => parameters.includes(question.subject));
    case 'dead-source':
      return step.status === 'asking' && step.deadSource === question.subject;
    case 'alert-state':
      return step.status === 'asking' && speaksOfJoin(question, step.scope, alertExits(undecidedExits(draft, nodeId)));
    default:
      return question.stepId === nodeId && question.scope === step.scope;
  }
}

/** Takes back what was asked for a step, unless others wait for the answer as well. */
export function withdrawQuestions(draft: Draft, nodeId: string): void {
  for (const question of draft.allQuestions().filter(isWaiting)) {
    if (question.stepId !== nodeId && !concerns(draft, question, nodeId)) continue;
    if (draft.live().some((other) => other !== nodeId && concerns(draft, question, other))) continue;
    draft.putQuestion({ ...question, status: 'withdrawn' });
  }
}

/** At its deadline a question escalates: it is told again, and stays open. */
export function escalate(draft: Draft, question: QuestionRecord): void {
  const text = question.text.startsWith('Still open: ') ? question.text : `Still open: ${question.text}`;
  const escalated: QuestionRecord = { ...question, deadline: deadlineOf(draft, question.stepId), text };
  draft.putQuestion(escalated);
  draft.tell({ type: 'question-asked', question: viewOfQuestion(escalated) });
}

export function viewOfQuestion(record: QuestionRecord): Omit<QuestionRecord, 'scope' | 'subject'> {
  const { scope: _scope, subject: _subject, ...view } = record;
  return view;
}

/** What each query brought back, and, of many rows, how they are spread over what the question speaks of. */
export function evidenceOf(results: readonly QueryResult[], question = ''): readonly string[] {
  return results.flatMap((result) => {
    const table = tabulate(result, question);
    const asked = result.plugin === 'analysis' ? `The analysis ${result.queryId}` : result.rendered;
    return [`${asked} → ${result.summary}`, ...(table === null ? [] : [table])];
  });
}

/** What the guide writes as code for a person to work through. */
function instructionsOf(text: string): readonly string[] {
  return [...text.matchAll(/^```[^\n]*\n([^]*?)^```$/gmu)].flatMap(([, code]) => code?.trim() ?? []);
}

/** The same question, approval or action always has the same id: writing it twice is writing it once. */
export function stableId(...parts: readonly string[]): string {
  return createHash('sha256').update(parts.join('\u001f')).digest('hex').slice(0, 24);
}
