import type { Predicate } from './predicate.js';
import type { ConditionFacts } from './query-facts.js';
import { isObjection } from './reading/clause.js';
import { readSentence } from './reading/sentence.js';

/** Reads the text of a condition into a predicate over the queries in scope; null where a person must be asked. */
export function readCondition(text: string, facts: ConditionFacts): Predicate | null {
  const reading = readSentence(text, facts);
  return isObjection(reading) ? null : reading;
}
