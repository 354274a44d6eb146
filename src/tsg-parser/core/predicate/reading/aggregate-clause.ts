import type { AggregatePredicate, Predicate, RowTest } from '../predicate.js';
import type { Token } from '../tokens.js';
import { dimensionOf } from '../units.js';
import { singularOf } from '../words/inflections.js';
import { bindMeasure, referenceTo } from './bind-measure.js';
import type { Objection } from './clause.js';
import { Clause, isObjection } from './clause.js';
import { judgeLeftovers } from './leftovers.js';
import { cuesOf } from './number-test.js';
import { findThreshold, takeRate } from './quantities.js';
import { takeScope } from './quantifiers.js';
import type { ColumnProfile, QueryProfile } from './query-profile.js';
import { isMetric } from './query-profile.js';

const MAKING: readonly (readonly [AggregatePredicate['of'], RegExp, readonly string[]])[] = [
  ['sum', /sum|total|count/, ['the total number of', 'total number of', 'the sum of', 'sum of', 'in total', 'the combined', 'combined', 'altogether', 'the total', 'total', 'added up', 'summed', 'all together', 'together']],
  ['mean', /avg|mean|average|quantile/, ['on average', 'the average', 'average', 'the mean', 'mean']],
  ['highest', /max|highest|peak|worst|longest|topk/, ['the highest', 'highest', 'the maximum', 'maximum', 'the largest', 'largest', 'the slowest', 'slowest', 'the longest', 'longest', 'the worst', 'worst', 'the peak', 'the busiest', 'the biggest', 'the fullest', 'the most loaded', 'the oldest']],
  ['lowest', /min(?!ut)|lowest|shortest|bottomk/, ['the lowest', 'lowest', 'the minimum', 'minimum', 'the smallest', 'smallest', 'the shortest', 'shortest', 'the fastest', 'the youngest', 'the newest']],
]; // prettier-ignore

/** "the total number of restarts > 10", "the highest error ratio > 40%": where the rows do not hold that number themselves. */
export function readAggregate(words: readonly Token[], query: QueryProfile): Predicate | Objection | null {
  for (const [of, own, phrases] of MAKING) {
    const clause = new Clause(words, query);
    const superlative = clause.take(...phrases);
    if (superlative === null) continue;
    if (isMadeByQuery(of, own, query) || query.columns?.some((column) => own.test(column.words.join(' '))) === true) continue;
    const reading = readMade(of, clause, superlative.phrase);
    if (reading !== null) return reading;
  }
  return readDistinct(words, query) ?? readSpread(words, query);
}

/** Whether the query makes that number itself; a count by group is only a part of the total. */
function isMadeByQuery(of: AggregatePredicate['of'], own: RegExp, query: QueryProfile): boolean {
  if (of === 'mean' && /_sum\b[\s\S]*\/[\s\S]*_count\b/.test(query.text)) return true;
  if (isMetric(query) && of === 'sum') return !/\bby\s*\(|\bwithout\s*\(/.test(query.text) && own.test(query.text);
  const grouped = /\bgroup by\b|\bsummarize\b[\s\S]*\bby\b/i.test(query.facts.text);
  return own.test(of === 'sum' && grouped ? query.text.replace(/\bcount\s*\(/g, '(') : query.text);
}

function readMade(of: AggregatePredicate['of'], clause: Clause, superlative: string): Predicate | Objection | null {
  takeScope(clause);
  const threshold = findThreshold(clause, false);
  if (threshold?.upTo !== null) return null;
  clause.read(...clause.words.slice(threshold.at, threshold.end));
  const unit = threshold.quantity.unit ?? takeRate(clause);
  const binding = bindMeasure(cuesOf(clause), unit, clause.query);
  if (isObjection(binding)) return binding;
  const [column, second] = binding.columns;
  if (column === undefined || second !== undefined) return { objection: 'it is not said what is added up' };
  if (/slow|fast|long|short|old|young|new/.test(superlative) && (column.unit === null || dimensionOf(column.unit) !== 'time'))
    return { objection: `“${superlative}” is by another measure` };
  clause.read(...binding.words);
  const names = judgeLeftovers(clause);
  if (isObjection(names)) return names;
  return made(of, column, names.where, { comparator: threshold.comparator, quantity: { ...threshold.quantity, unit } }, clause.query);
}

function made(
  of: AggregatePredicate['of'],
  column: ColumnProfile,
  where: RowTest | null,
  compared: Pick<AggregatePredicate, 'comparator' | 'quantity'>,
  query: QueryProfile,
): Predicate {
  return { kind: 'aggregate', query: query.facts.queryId, of, column: referenceTo(column), where, ...compared };
}

/** "are spread over > 2 zones": how many different ones. */
function readSpread(words: readonly Token[], query: QueryProfile): Predicate | Objection | null {
  const clause = new Clause(words, query);
  const threshold = findThreshold(clause, true);
  const way = words[(threshold?.at ?? 0) - 1]?.text ?? '';
  if (
    threshold === null ||
    threshold.quantity.unit !== null ||
    threshold.upTo !== null ||
    !['over', 'across', 'among', 'in', 'on', 'to', 'between'].includes(way)
  )
    return null;
  const named = isMetric(query) ? null : distinctColumn(words.slice(threshold.end, threshold.end + 2), query);
  if (named === null || named.column.role !== 'label') return null;
  takeScope(clause);
  clause.read(...words.slice(threshold.at, threshold.end), named.noun);
  const names = judgeLeftovers(clause);
  if (isObjection(names)) return names;
  return made(
    'distinct',
    named.column,
    names.where,
    { comparator: threshold.comparator, quantity: { value: threshold.quantity.value, unit: null } },
    query,
  );
}

function distinctColumn(nouns: readonly Token[], query: QueryProfile): { readonly column: ColumnProfile; readonly noun: Token } | null {
  for (const noun of nouns) {
    const column = query.columns?.find(
      (one) => one.role !== 'number' && one.words.some((word) => word === singularOf(noun.text) || `${word}s` === noun.text),
    );
    if (column !== undefined) return { column, noun };
  }
  return null;
}

/** "all nodes run the same version", "different versions are running". */
function readDistinct(words: readonly Token[], query: QueryProfile): Predicate | Objection | null {
  const clause = new Clause(words, query);
  const same = clause.take('the same', 'one and the same', 'an identical', 'identical', 'same');
  const different = same === null ? clause.take('different', 'distinct', 'differing', 'several different', 'mixed') : null;
  const found = same ?? different;
  const named =
    found === null || query.columns === null || isMetric(query) ? null : distinctColumn(words.slice(found.end, found.end + 3), query);
  if (named === null) return null;
  const { column, noun } = named;
  clause.read(noun);
  const not = takeScope(clause).negated !== (clause.take('not') !== null);
  clause.take('all', 'every');
  const names = judgeLeftovers(clause);
  if (isObjection(names)) return names;
  const one = (same !== null) !== not;
  return made('distinct', column, names.where, { comparator: one ? '=' : '>', quantity: { value: 1, unit: null } }, query);
}
