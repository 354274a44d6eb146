import type { Predicate, RowTest } from '../predicate.js';
import type { Token } from '../tokens.js';
import { singularOf } from '../words/inflections.js';
import { measureNamed } from '../words/measures.js';
import { resourceNamed, THING_NOUNS } from '../words/things.js';
import { bindMeasure, referenceTo } from './bind-measure.js';
import { Clause, isObjection } from './clause.js';
import { comparatorAt, thresholdAt } from './quantities.js';
import type { QueryProfile } from './query-profile.js';
import { columnNamed, mentions } from './query-profile.js';
import { words as asWords } from './row-tests.js';

/** "the new version's error rate is higher than the old version's": two rows named on the two sides of a comparison. Null: not of this kind. */
export function readVersus(words: readonly Token[], query: QueryProfile): Predicate | null {
  const clause = new Clause(words, query);
  const at = words.findIndex((_, index) => comparatorAt(clause, index) !== null);
  const sign = at < 0 ? null : comparatorAt(clause, at);
  if (sign === null || at === 0 || sign.comparator === '=' || sign.comparator === '!=') return null;
  const factor = factorAt(clause, sign.end);
  if (factor === null) return null;
  const left = nameIn(words.slice(0, at), query);
  const right = nameIn(words.slice(factor.end), query);
  if (left === null || right === null || left.raw.toLowerCase() === right.raw.toLowerCase()) return null;
  const cues = words
    .slice(0, at)
    .filter((word) => word !== left && (word.kind === 'word' || word.kind === 'literal') && measureNamed(word.text) !== null);
  const binding = bindMeasure(cues, null, query);
  if (isObjection(binding)) return null;
  const [column, second] = binding.columns;
  if (column === undefined || second !== undefined) return null;
  return {
    kind: 'versus',
    query: query.facts.queryId,
    column: referenceTo(column),
    left: named(left),
    comparator: sign.comparator,
    factor: factor.value,
    right: named(right),
  };
}

function named(word: Token): RowTest {
  return { kind: 'any-cell', test: asWords('names', word.raw) };
}

/** "twice", "3 times", or nothing; null where a number stands that is no factor. */
function factorAt(clause: Clause, at: number): { readonly value: number; readonly end: number } | null {
  const word = clause.at(at, 'twice', 'double', 'triple', 'half');
  if (word !== null) return { value: { twice: 2, double: 2, triple: 3, half: 0.5 }[word.phrase] ?? 1, end: word.end };
  const number = thresholdAt(clause, at);
  if (number === null) return { value: 1, end: at };
  const times = clause.at(number.end, 'times', 'x');
  return times === null || number.quantity.unit !== null ? null : { value: number.quantity.value, end: times.end };
}

const PASSED = new Set(
  'the a an of for on in at that than is are was were be by its has have this those version instance one same'.split(' '),
);

/** The one word of a side that names a row: one the query holds, or one that is no word of the field. */
function nameIn(words: readonly Token[], query: QueryProfile): Token | null {
  const candidates = words.filter((word) => {
    if (word.kind === 'literal') return columnNamed(query, word.raw) === null;
    if (word.kind === 'number') return THING_NOUNS.has(singularOf(words[words.indexOf(word) - 1]?.text ?? ''));
    if (word.kind !== 'word' || PASSED.has(word.text)) return false;
    if (isQuoted(word, query)) return true;
    if (measureNamed(word.text) !== null) return false;
    const noun = singularOf(word.text);
    return columnNamed(query, word.raw) === null && !THING_NOUNS.has(noun) && resourceNamed(noun) === null && isRowName(word, query);
  });
  const [only, second] = candidates;
  return second === undefined ? (only ?? null) : null;
}

function isQuoted(word: Token, query: QueryProfile): boolean {
  return [...query.facts.text.matchAll(/["'`]([^"'`]*)["'`]/g)].some((match) => (match[1] ?? '').toLowerCase().split(/[^a-z0-9-]+/).includes(word.text)); // prettier-ignore
}

function isRowName(word: Token, query: QueryProfile): boolean {
  return (
    /[-\d]/.test(word.raw) ||
    (['canary', 'stable', 'new', 'old', 'baseline', 'blue', 'green', 'primary', 'secondary'].includes(word.text) &&
      !mentions(query, word.text)) ||
    (!mentions(query, word.text) &&
      /^[a-z]+$/.test(word.raw) &&
      !['desired', 'expected', 'limit', 'maximum', 'normal', 'usual'].includes(word.text))
  );
}
