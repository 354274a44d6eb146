import type { QueryLanguage, QueryTemplate } from '../../tsg-parser/index.js';
import type { BoundValues, Preparation, PreparedQuery } from '../query-plugin.js';

/** A template as the compiler makes it, with what a test does not care about filled in. */
export function templateOf(language: QueryLanguage, text: string, parameters: readonly string[] = []): QueryTemplate {
  return { id: 's1.q1', language, text, parameters, mutating: false, lines: [1, 1], binds: [], columns: null, statusWords: [], source: null, byHand: null };
}

export function bound(values: Readonly<Record<string, string | number | null>>): BoundValues {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, { value, source: 'a test' }]));
}

export function preparedOf(preparation: Preparation): PreparedQuery {
  if (preparation.kind !== 'prepared') throw new Error(JSON.stringify(preparation));
  return preparation.query;
}

/** Runs of a property: a few hundred, or what PERIPLUS_PROPERTY_RUNS says in the long form. */
export const propertyRuns = { numRuns: Number(process.env['PERIPLUS_PROPERTY_RUNS'] ?? 10_000) };
