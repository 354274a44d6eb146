import type { Comparator, Predicate } from '../predicate.js';
import { countsThem, isAggregated, isCounted } from './counting-query.js';
import type { Clause, Objection } from './clause.js';
import { isObjection } from './clause.js';
import { judgeLeftovers } from './leftovers.js';
import { thresholdAt } from './quantities.js';
import type { Scope } from './quantifiers.js';
import { subjectOf } from './row-nouns.js';
import { takeStates } from './state-test.js';
import type { QueryProfile } from './query-profile.js';
import { isMetric, mentions } from './query-profile.js';
import { number } from './row-tests.js';

/**
 * How many of something there are, where the query answers with a number rather than with one row each: `count(…)`, a
 * metric that counts them. Where both may be, they must agree. Null: count the rows.
 */
export function metricCount(
  size: { readonly comparator: Comparator; readonly count: number },
  noun: string,
  query: QueryProfile,
): Predicate | null {
  if (!isMetric(query)) return countedByQuery(size, query);
  const value = asValue(size, 'value', query);
  if (isAggregated(query) || countsThem(noun, query)) return value;
  const rows: Predicate = { kind: 'row-count', query: query.facts.queryId, where: null, ...size };
  const sum: Predicate = {
    kind: 'aggregate',
    query: query.facts.queryId,
    of: 'sum',
    column: { name: 'value', unit: null },
    where: null,
    comparator: size.comparator,
    quantity: { value: size.count, unit: null },
  };
  return { kind: 'readings', of: [rows, sum] };
}

/** "two of the operators are ready", of `count(… == 1)`: the number is the value, where the query speaks of that state. Null: not so. */
export function countOfMetric(clause: Clause, { quantifier, negated }: Scope): Predicate | Objection | null {
  const { query } = clause;
  if (!isMetric(query) || !/^[\s(]*(?:count|sum)\b/.test(query.facts.text)) return null;
  const size = sizeOf(quantifier) ?? takeSize(clause);
  if (clause.unread.some((word) => word.kind === 'operator' || word.kind === 'number' || word.kind === 'literal')) return null;
  const states = clause.attempt((one) => {
    const found = takeStates(one);
    return found?.states.every((state) => mentions(query, state.text)) === true ? found : null;
  });
  if (states === null) return null;
  if (size === null || negated || clause.find('not') !== null) return { objection: 'the number does not tell of how many it is a part' };
  const names = judgeLeftovers(clause);
  if (isObjection(names)) return names;
  return asValue(size, 'value', query);
}

function sizeOf(quantifier: Scope['quantifier']): Size | null {
  if (quantifier?.kind === 'count') return quantifier;
  if (quantifier?.kind === 'none') return { comparator: '=', count: 0 };
  return quantifier?.kind === 'any' ? { comparator: '>=', count: 1 } : null;
}

/** "< 2 virt-operators": how many, before whatever noun. */
function takeSize(clause: Clause): Size | null {
  const begin = clause.words.findIndex((word) => !clause.isRead(word));
  const threshold = thresholdAt(clause, begin);
  if (threshold?.quantity.unit !== null || threshold.upTo !== null || !threshold.explicit) return null;
  clause.read(...clause.words.slice(begin, threshold.end), ...subjectOf(clause, threshold.end));
  return { comparator: threshold.comparator, count: threshold.quantity.value };
}

interface Size {
  readonly comparator: Comparator;
  readonly count: number;
}

export function asValue(
  { comparator, count }: { readonly comparator: Comparator; readonly count: number },
  column: string,
  query: QueryProfile,
): Predicate {
  return {
    kind: 'rows',
    query: query.facts.queryId,
    quantifier: { kind: 'the' },
    where: null,
    prefer: null,
    test: number(column, comparator, count),
    whenEmpty: 'undecidable',
  };
}

/** `SELECT count(*) AS n`: one row that holds the number. */
function countedByQuery(size: { readonly comparator: Comparator; readonly count: number }, query: QueryProfile): Predicate | null {
  const [only, second] = query.columns ?? [];
  return only !== undefined && second === undefined && isCounted(query) ? asValue(size, only.name, query) : null;
}
