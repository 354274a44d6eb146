import type { Predicate, RowTest } from '../predicate.js';
import type { Token } from '../tokens.js';
import { answersTo } from './bind-measure.js';
import type { Objection } from './clause.js';
import { Clause, isObjection } from './clause.js';
import { judgeLeftovers } from './leftovers.js';
import { thresholdAt } from './quantities.js';
import { isRowNoun } from './row-nouns.js';
import type { ColumnProfile, QueryProfile } from './query-profile.js';
import { isCluster, isMetric } from './query-profile.js';
import { readTest } from './read-test.js';
import { allOf } from './row-tests.js';

/** The column that says how many each row stands for, where rows are groups. */
export function countColumn(query: QueryProfile): ColumnProfile | null {
  if (query.columns === null || isMetric(query) || isCluster(query)) return null;
  if (!/\bcount\s*\(|\bsum\s*\(|\bsummarize\b|group by/i.test(query.facts.text)) return null;
  const counts = query.columns.filter(
    (column) =>
      column.role === 'number' &&
      (/^(?:n|count|total|cnt|num|occurrences|hits)$/.test(column.words.join(' ')) ||
        /\b(?:count|total|num)$/.test(column.words.join(' ')) ||
        /^(?:requests|errors|failures|jobs|rows|events|sessions)$/.test(column.words.join(' '))),
  );
  const [only, second] = counts;
  return second === undefined ? (only ?? null) : null;
}

/** "> 5% of the payments failed", of a row with both numbers. Null: not of this kind. */
function partOfTotal(words: readonly Token[], query: QueryProfile): Predicate | Objection | null {
  const clause = new Clause(words, query);
  const threshold = thresholdAt(clause, 0);
  const of = threshold?.quantity.unit === '%' ? clause.at(threshold.end, 'of all the', 'of all', 'of the', 'of') : null;
  const whole = query.columns?.find((column) => /^(?:total|all|overall)$/.test(column.words.join(' '))) ?? null;
  if (threshold === null || of === null || whole === null || isMetric(query)) return null;
  const part =
    query.columns?.find(
      (column) =>
        column !== whole && column.role === 'number' && clause.words.some((word) => word.kind === 'word' && answersTo(column, word)),
    ) ?? null;
  if (part === null) return null;
  clause.read(...words.slice(0, of.end + 1), ...words.filter((word) => word.kind === 'word' && answersTo(part, word)));
  const names = judgeLeftovers(clause);
  if (isObjection(names)) return names;
  const test: RowTest = {
    kind: 'sums',
    left: [{ column: { name: part.name, unit: null }, factor: 1 }],
    comparator: threshold.comparator,
    right: [{ column: { name: whole.name, unit: null }, factor: threshold.quantity.value / 100 }],
  };
  return {
    kind: 'rows',
    query: query.facts.queryId,
    quantifier: { kind: 'the' },
    where: names.where,
    prefer: names.prefer,
    test,
    whenEmpty: 'undecidable',
  };
}

/** "more than 1% of the requests end in a 5xx", over rows that are groups with a count. Null: not of this kind. */
export function readShare(words: readonly Token[], query: QueryProfile): Predicate | Objection | null {
  const column = countColumn(query);
  const whole = new Clause(words, query);
  const threshold = thresholdAt(whole, 0);
  const part = partOfTotal(words, query);
  if (part !== null) return part;
  if (column === null || threshold?.quantity.unit !== '%' || threshold.upTo !== null) return null;
  const of = whole.at(threshold.end, 'of all the', 'of all', 'of the', 'of');
  const noun = of === null ? undefined : words[of.end];
  if (of === null || noun === undefined || isRowNoun(noun, query)) return null;
  const clause = new Clause(words.slice(of.end + 1), query);
  const said = readTest(clause);
  if (said === null || isObjection(said)) return null;
  const names = judgeLeftovers(clause);
  if (isObjection(names)) return names;
  const { comparator, quantity } = threshold;
  return {
    kind: 'aggregate',
    query: query.facts.queryId,
    of: 'share',
    column: { name: column.name, unit: null },
    where: allOf([names.where, said.test]),
    comparator,
    quantity,
  };
}
