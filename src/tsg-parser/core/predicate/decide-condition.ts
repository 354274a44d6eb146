import type { ResultTable } from '../result-table.js';
import { evaluatePredicate } from './evaluate-predicate.js';
import type { AlertState, Predicate, Verdict } from './predicate.js';
import type { QueryFacts } from './query-facts.js';
import { isObjection } from './reading/clause.js';
import { readSentence } from './reading/sentence.js';

export interface DecidedCondition extends Verdict {
  /** Null where the text cannot be read as a rule. */
  readonly predicate: Predicate | null;
}

/** The rule stage for one condition and one result: read, then evaluated. */
export function decideCondition(
  text: string,
  query: QueryFacts,
  table: ResultTable,
  alertState: AlertState | 'unknown' = 'unknown',
): DecidedCondition {
  const predicate = readSentence(text, { queries: [query] });
  if (isObjection(predicate)) {
    const reason = `The condition cannot be read as a rule over this result: ${predicate.objection}.`;
    return { predicate: null, answer: 'undecidable', reason, queryId: null, rows: [] };
  }
  return { predicate, ...evaluatePredicate(predicate, { results: new Map([[query.queryId, table]]), alertState }) };
}
