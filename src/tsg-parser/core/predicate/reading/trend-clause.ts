import type { Predicate } from '../predicate.js';
import type { Token } from '../tokens.js';
import { bindMeasure, referenceTo } from './bind-measure.js';
import type { Objection } from './clause.js';
import { Clause, isObjection } from './clause.js';
import { judgeLeftovers } from './leftovers.js';
import { cuesOf } from './number-test.js';
import { findThreshold } from './quantities.js';
import type { QueryProfile } from './query-profile.js';
import { isMetric } from './query-profile.js';
import { allOf, number } from './row-tests.js';

const KEEP = [
  'keep',
  'be',
  'continue to',
  'have be',
  'keep on',
  'be steadily',
  'steadily',
  'be constantly',
  'be continuously',
  'be still',
  'have',
  'have be steadily',
];
const UP = ['rise', 'climb', 'grow', 'increase', 'go up', 'trend up', 'trend upwards', 'mount', 'creep up', 'accumulate', 'build up'];
const DOWN = ['fall', 'drop', 'shrink', 'decrease', 'decline', 'go down', 'trend down', 'trend downwards', 'recover', 'come down', 'sink'];
const OVER_TIME = [
  'over time',
  'from hour to hour',
  'from sample to sample',
  'from day to day',
  'over the samples',
  'steadily',
  'continuously',
  'constantly',
  'with every sample',
  'at every sample',
  'across the samples',
  'hour over hour',
  'in every sample',
  'from one sample to the next',
  'without a break',
  'monotonically',
  'again',
  'over the period',
  'over the window',
];

/** "memory keeps climbing", "the error count is going down from hour to hour". Null: not of this kind. */
export function readTrend(words: readonly Token[], query: QueryProfile): Predicate | Objection | null {
  const clause = new Clause(words, query);
  if (findThreshold(clause, true) !== null || words.some((word) => word.kind === 'operator')) return null;
  const up = clause.take(...phrases(UP));
  const down = up === null ? clause.take(...phrases(DOWN)) : null;
  if (up === null && down === null) return null;
  const verb = up ?? down;
  const after = verb === null ? undefined : words[verb.end];
  const transitive =
    after?.kind === 'word' &&
    ![
      'over',
      'from',
      'since',
      'with',
      'at',
      'in',
      'again',
      'steadily',
      'continuously',
      'constantly',
      'on',
      'without',
      'for',
      'across',
      'hour',
      'during',
      'again',
    ].includes(after.text);
  if (verb?.at === 0 || transitive) return null;
  while (clause.take(...OVER_TIME) !== null);
  clause.take('the', 'a');
  const not = clause.take('not') !== null;
  const direction = up === null ? 'falling' : 'rising';
  const binding = bindMeasure(cuesOf(clause), null, query);
  if (isObjection(binding)) return binding;
  const [column, second] = binding.columns;
  if (column === undefined || second !== undefined) return { objection: 'it is not said what goes that way' };
  clause.read(...binding.words);
  const names = judgeLeftovers(clause);
  if (isObjection(names)) return names;
  const where = allOf([names.where]);
  const trend: Predicate = differentiated(query)
    ? {
        kind: 'rows',
        query: query.facts.queryId,
        quantifier: { kind: 'the' },
        where,
        prefer: names.prefer,
        test: number(column, up === null ? '<' : '>', 0),
        whenEmpty: 'undecidable',
      }
    : { kind: 'trend', query: query.facts.queryId, column: referenceTo(column), direction, where };
  return not ? { kind: 'not', of: trend } : trend;
}

function phrases(verbs: readonly string[]): readonly string[] {
  return verbs.flatMap((verb) => [...KEEP.map((keep) => `${keep} ${verb}`), verb]);
}

/** A query that already takes the difference over time. */
function differentiated(query: QueryProfile): boolean {
  return isMetric(query) && /^\s*(?:sum|avg|max|min)?[\s\S]{0,40}\b(?:deriv|delta|idelta)\s*\(/.test(query.facts.text);
}
