import { readAlertClause } from './read-alert-clause.js';
import type { Predicate } from './predicate.js';
import type { ConditionFacts, QueryFacts } from './query-facts.js';
import { readRowsClause } from './read-rows-clause.js';
import { readSizeClause } from './read-size-clause.js';
import { readTextClause } from './read-text-clause.js';
import type { Token } from './tokens.js';

/**
 * Reads one clause. Each reader consumes all of it or nothing. An analysis stands for the rows it was made of; where a
 * clause fits several queries besides, nobody can say which is meant.
 */
export function readClause(tokens: readonly Token[], facts: ConditionFacts): Predicate | null {
  const alert = readAlertClause(tokens);
  if (alert !== null) return alert;
  const isAnalysis = ({ language }: QueryFacts): boolean => language === 'javascript';
  const analyses = facts.queries.filter(isAnalysis);
  const others = facts.queries.filter((query) => !isAnalysis(query));
  return readOver(tokens, analyses) ?? readOver(tokens, others);
}

function readOver(tokens: readonly Token[], queries: readonly QueryFacts[]): Predicate | null {
  for (const read of [readSizeClause, readTextClause, readRowsClause]) {
    const readings = queries.map((query) => read(tokens, query)).filter((reading) => reading !== null);
    const [only, second] = readings;
    if (only !== undefined) return second === undefined ? only : null;
  }
  return null;
}
