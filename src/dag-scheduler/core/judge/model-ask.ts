import type { Config } from '../../../platform/config.js';
import { estimatedTokens } from '../../../platform/llm/meter.js';
import type { Exit } from '../decide-edges.js';
import type { Draft } from '../draft.js';
import { asksForAlert, conditionText, resultsInScope } from '../evaluate-condition.js';
import { stableId } from '../questions.js';
import type { ModelAsked } from '../run.js';
import { askedOf } from '../run-state.js';
import type { StepRecord } from '../run-state.js';
import { evidenceOf } from './evidence.js';
import type { Evidence } from './evidence.js';

/** One condition, with the exits that hang on it. */
export interface AskedCondition {
  readonly text: string;
  readonly exits: readonly Exit[];
}

/** What a model is asked of one step, whose results are on record. */
export interface ModelAsk {
  /** As it goes on record before anything leaves. */
  readonly told: ModelAsked;
  readonly title: string;
  readonly prose: string;
  readonly conditions: readonly AskedCondition[];
  readonly evidence: Evidence;
}

export interface JudgeSettings extends Pick<Config['model'], 'maxEvidenceChars' | 'maxTokens' | 'timeoutMs'> {
  readonly model: string;
}

/** Of a step the model is asked once, and once more where the answer was lost with its worker. */
const MOST_LOST = 2;
/** Tokens of the prompt's own words, rather too many. */
const PROMPT_TOKENS = 1_000;

/**
 * What there is to ask a model about the open exits of a step; null where there is nothing it could know: no evidence, nothing but
 * "no data", conditions that speak of the alert's own state, or an answer that was lost twice.
 */
export function modelAskOf(draft: Draft, step: StepRecord, open: readonly Exit[], settings: JudgeSettings): ModelAsk | null {
  const judged = open.filter(({ condition }) => condition !== null && !asksForAlert(condition.predicate));
  const { asked, answered } = askedOf(draft, step);
  const predicates = judged.flatMap(({ condition }) => (condition?.predicate == null ? [] : [condition.predicate]));
  const results = [...resultsInScope(draft.board, step.nodeId, step.results, predicates).values()];
  if (judged.length === 0 || asked - answered >= MOST_LOST || results.every(({ fill }) => fill === 'no-data')) return null;
  const conditions = conditionsOf(draft, judged);
  const evidence = evidenceOf(results, settings.maxEvidenceChars, conditions.map((condition) => condition.text).join('\n'));
  const { title, text } = draft.graph.node(step.nodeId);
  const each = PROMPT_TOKENS + estimatedTokens(evidence.text + text) + settings.maxTokens;
  return {
    told: {
      id: stableId(draft.run.id, step.scope, step.nodeId, 'model', String(asked)),
      scope: step.scope,
      model: settings.model,
      conditions: conditions.map((condition) => condition.text),
      tokens: each * conditions.length,
      ms: settings.timeoutMs,
    },
    title,
    prose: text,
    conditions,
    evidence,
  };
}

/** A condition that opens several edges ("start Steps 2 through 5") is asked about once. */
function conditionsOf(draft: Draft, exits: readonly Exit[]): readonly AskedCondition[] {
  const byText = Map.groupBy(exits, ({ condition }) => (condition === null ? '' : conditionText(draft, condition)));
  return [...byText].map(([text, same]) => ({ text, exits: same }));
}
