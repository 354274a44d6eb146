import { readPasted, summariseResult } from '../../qpp-plugins/index.js';
import type { Preparation, PreparedQuery } from '../../qpp-plugins/index.js';
import type { PlanNode, QueryTemplate } from '../../tsg-parser/index.js';
import { evidenceOf } from './questions.js';
import type { QuestionDraft } from './questions.js';
import { actionKey } from './run-state.js';
import type { ActionRecord, StepRecord } from './run-state.js';

/** What a step does next. */
export type Activity =
  /** Its readings, together; and what a person is asked meanwhile. */
  | { readonly kind: 'read'; readonly queries: readonly PreparedQuery[]; readonly questions: readonly QuestionDraft[] }
  /** Nothing until an answer comes. */
  | { readonly kind: 'ask'; readonly questions: readonly QuestionDraft[] }
  /** One mutation, alone. */
  | { readonly kind: 'act'; readonly query: PreparedQuery }
  | { readonly kind: 'refused'; readonly reason: string }
  /** A mutation came to nothing: the step ends here. */
  | { readonly kind: 'give-up'; readonly action: ActionRecord }
  /** All is in: its conditions are decided. */
  | { readonly kind: 'conclude' };

export type Prepare = (template: QueryTemplate) => Preparation;

const OVER_WITHOUT_EFFECT: readonly ActionRecord['status'][] = ['proposed', 'dry-run', 'failed', 'cancelled'];

/** Worked out from what was read before it, by the sandbox or by a person; asks no source. */
export function isAnalysis({ language }: QueryTemplate): boolean {
  return language === 'javascript' || language === 'python';
}

/**
 * Readings up to the next mutation or analysis run together; each mutation, also one that a person carries out, and each analysis
 * stands alone, in text order.
 * What is done already (results, answers, actions on record) is not done again, so a step can be taken up anywhere.
 */
export function nextActivity(
  node: PlanNode,
  step: StepRecord,
  actions: ReadonlyMap<string, ActionRecord>,
  handedOver: boolean,
  prepare: Prepare,
): Activity {
  if (node.subGuide !== null && !handedOver) return { kind: 'ask', questions: [subGuideQuestion(node)] };
  const done = new Set(step.results.map(({ queryId }) => queryId));
  const readings: QueryTemplate[] = [];
  for (const query of node.queries) {
    if (done.has(query.id)) continue;
    if (isAnalysis(query) || (query.mutating && query.byHand !== null)) {
      if (readings.length > 0) break;
      return read(node, [query], prepare, step);
    }
    if (!query.mutating) {
      readings.push(query);
      continue;
    }
    const action = actions.get(actionKey(step.scope, query.id));
    if (action?.status === 'applied') continue;
    if (readings.length > 0) break;
    if (action !== undefined && OVER_WITHOUT_EFFECT.includes(action.status)) return { kind: 'give-up', action };
    return act(node, query, prepare, step);
  }
  return readings.length === 0 ? { kind: 'conclude' } : read(node, readings, prepare, step);
}

function act(node: PlanNode, template: QueryTemplate, prepare: Prepare, step: StepRecord): Activity {
  const preparation = prepare(template);
  if (preparation.kind === 'prepared') return { kind: 'act', query: preparation.query };
  if (preparation.kind === 'refused') return { kind: 'refused', reason: refusal(preparation) };
  return { kind: 'ask', questions: questionsFor(node, template, preparation, step) };
}

function read(node: PlanNode, templates: readonly QueryTemplate[], prepare: Prepare, step: StepRecord): Activity {
  const queries: PreparedQuery[] = [];
  const questions: QuestionDraft[] = [];
  for (const template of templates) {
    const preparation = prepare(template);
    if (preparation.kind === 'refused') return { kind: 'refused', reason: refusal(preparation) };
    if (preparation.kind === 'prepared') queries.push(preparation.query);
    else if (!comesFromSibling(preparation, template, templates)) questions.push(...questionsFor(node, template, preparation, step));
  }
  return queries.length > 0 ? { kind: 'read', queries, questions } : { kind: 'ask', questions };
}

/** `X=$(kubectl …)` above it in the same step will bring the value. */
function comesFromSibling(preparation: Preparation, template: QueryTemplate, templates: readonly QueryTemplate[]): boolean {
  if (preparation.kind !== 'missing') return false;
  const before = templates.slice(0, templates.indexOf(template)).flatMap(({ binds }) => binds);
  return preparation.parameters.every((name) => before.includes(name));
}

function refusal(preparation: Extract<Preparation, { kind: 'refused' }>): string {
  return preparation.hint === null ? preparation.reason : `${preparation.reason} ${preparation.hint}`;
}

function questionsFor(
  node: PlanNode,
  template: QueryTemplate,
  preparation: Extract<Preparation, { kind: 'missing' | 'by-hand' }>,
  { results }: StepRecord,
): readonly QuestionDraft[] {
  if (preparation.kind === 'missing') {
    return preparation.parameters.map((name) => ({
      kind: 'missing-value',
      subject: name,
      text: `${node.title} needs a value for ${name}. What is it?`,
      options: [],
      evidence: [template.text],
    }));
  }
  const what = template.mutating
    ? 'Please carry this out (it changes something) and paste what it printed'
    : 'Please run this and paste what it printed';
  return [
    {
      kind: 'by-hand',
      subject: template.id,
      text: `${node.title}: ${what}. (${preparation.reason})`,
      options: [],
      evidence: [preparation.rendered, ...(isAnalysis(template) ? evidenceOf(results, `${node.text} ${preparation.rendered}`) : [])],
    },
  ];
}

const DONE = 'done';
const TELLS_NOTHING = { columns: ['line'], rows: [], fill: 'no-data' } as const;
export const NOT_POSSIBLE = 'not possible';

function subGuideQuestion(node: PlanNode): QuestionDraft {
  return {
    kind: 'by-hand',
    subject: `guide:${node.subGuide ?? ''}`,
    text: `${node.title}: please follow the guide ${node.subGuide ?? ''}.`,
    options: [DONE, NOT_POSSIBLE],
    evidence: [node.text],
  };
}

/** What somebody pasted, as the table it is: its conditions are decided as those of any other result. That it is done says nothing of them. */
export function pastedResult(template: QueryTemplate, text: string, by: string, at: string): StepRecord['results'][number] {
  const table = text.trim().toLowerCase() === DONE ? TELLS_NOTHING : readPasted(text);
  const [first] = table.rows;
  const only = table.rows.length === 1 && first?.length === 1 ? (first[0] ?? null) : text.trim();
  return {
    ...table,
    queryId: template.id,
    plugin: 'by-hand',
    source: `person ${by}`,
    rendered: template.text,
    text,
    observedAt: at,
    truncated: false,
    tookMs: 0,
    summary: `by ${by}: ${summariseResult(table)}`.slice(0, 200),
    bound: Object.fromEntries(template.binds.map((name) => [name, { value: only, source: `person ${by}` }])),
  };
}
