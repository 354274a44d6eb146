import { readAlertClause } from './read-alert-clause.js';
import type { Predicate } from './predicate.js';
import type { ConditionFacts } from './query-facts.js';
import { readRowsClause } from './read-rows-clause.js';
import { readSizeClause } from './read-size-clause.js';
import { readTextClause } from './read-text-clause.js';
import type { Token } from './tokens.js';

/**
 * Reads one clause. Each reader consumes all of it or nothing. Where it fits several queries of the step, nobody can
 * say which is meant.
 */
export function readClause(tokens: readonly Token[], facts: ConditionFacts): Predicate | null {
  const alert = readAlertClause(tokens);
  if (alert !== null) return alert;
  for (const read of [readSizeClause, readTextClause, readRowsClause]) {
    const readings = facts.queries.map((query) => read(tokens, query)).filter((reading) => reading !== null);
    const [only, second] = readings;
    if (only !== undefined) return second === undefined ? only : null;
  }
  return null;
}
