import type { Cell } from '../../result-table.js';
import type { Answer } from '../predicate.js';
import type { QueryFacts } from '../query-facts.js';
import type { ConditionCases } from './condition-cases.js';

export const pods = ['NAME', 'READY', 'STATUS', 'RESTARTS', 'AGE'];

/** One result and what is said of it, written tersely. */
export function group(
  name: string,
  language: QueryFacts['language'],
  query: string,
  columns: readonly string[],
  rows: readonly (readonly Cell[])[],
  sentences: readonly (readonly [string, Answer])[],
  text: string | null = null,
): ConditionCases {
  const empty = rows.length === 0 && text === null;
  return { name, language, query, columns, rows, sentences, ...(text !== null && { text }), ...(empty && { fill: 'no-rows' as const }) };
}
