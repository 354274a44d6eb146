import type { Comparator, RowTest, Term } from '../predicate.js';
import type { Token } from '../tokens.js';
import { singularOf } from '../words/inflections.js';
import { answersTo, referenceTo } from './bind-measure.js';
import type { Clause } from './clause.js';
import { comparatorAt, thresholdAt } from './quantities.js';
import type { ColumnProfile, QueryProfile } from './query-profile.js';
import { columnCalled, isMetric } from './query-profile.js';

/** "READY is less than DESIRED", "used > max minus reserved", "failure_rate > 2 times prev_failure_rate". Null: not of this kind. */
export function readColumnComparison(clause: Clause): RowTest | null {
  if (clause.query.columns === null || isMetric(clause.query)) return null;
  const at = clause.words.findIndex((_, index) => comparatorAt(clause, index) !== null);
  const difference = at < 0 ? differs(clause) : null;
  const sign = at < 0 ? difference : comparatorAt(clause, at);
  if (sign === null) return null;
  const start = difference?.at ?? at;
  const left = termsIn(clause, 0, start);
  const factor = factorAt(clause, sign.end);
  const right = termsIn(clause, factor.end, endOf(clause, factor.end));
  const both = left.length === 2 && right.length === 0 && at < 0;
  const one = both ? left.slice(0, 1) : left;
  const other = both ? left.slice(1) : right;
  if (one.length === 0 || other.length === 0 || overlap(one, other)) return null;
  if (both) clause.take('and');
  clause.read(
    ...clause.words.slice(start, sign.end),
    ...clause.words.slice(sign.end, factor.end),
    ...one.flatMap((term) => term.words),
    ...other.flatMap((term) => term.words),
  );
  return test(
    one,
    sign.comparator,
    other.map((term) => ({ ...term, factor: term.factor * factor.value })),
  );
}

function overlap(left: readonly Found[], right: readonly Found[]): boolean {
  return left.some((one) => right.some((other) => other.column.name === one.column.name));
}

function test(left: readonly Found[], comparator: Comparator, right: readonly Found[]): RowTest {
  const [one, other] = [left[0], right[0]];
  if (left.length === 1 && right.length === 1 && one?.factor === 1 && other?.factor === 1) {
    return {
      kind: 'columns',
      left: { ...referenceTo(one.column), unit: null },
      comparator,
      right: { ...referenceTo(other.column), unit: null },
    };
  }
  return { kind: 'sums', left: left.map(termOf), comparator, right: right.map(termOf) };
}

function termOf({ column, factor }: Found): Term {
  return { column: referenceTo(column), factor };
}

/** "the desired number of pods differs from the current number", "DESIRED and READY differ". */
function differs(clause: Clause): { readonly comparator: Comparator; readonly at: number; readonly end: number } | null {
  const found = clause.find(
    'do not match',
    'not match',
    'do not equal',
    'differ',
    'mismatch',
    'match',
    'be the same',
    'be different',
    'be equal',
    'be unequal',
    'be identical',
    'diverge',
    'agree',
  );
  if (found === null) return null;
  const same = ['match', 'be the same', 'be equal', 'be identical', 'agree'].includes(found.phrase);
  return { comparator: same ? '=' : '!=', at: found.at, end: found.end };
}

/** "2 times", "twice", "double", "half", "80% of", "1.5x". */
function factorAt(clause: Clause, at: number): { readonly value: number; readonly end: number } {
  const word = clause.at(at, 'twice', 'double', 'triple', 'half of', 'half');
  if (word !== null) return { value: { twice: 2, double: 2, triple: 3, 'half of': 0.5, half: 0.5 }[word.phrase] ?? 1, end: word.end };
  const number = thresholdAt(clause, at);
  if (number === null || number.explicit) return { value: 1, end: at };
  const times = clause.at(number.end, 'times', 'time', 'x', 'fold', '*');
  if (times !== null && number.quantity.unit === null) return { value: number.quantity.value, end: times.end };
  const of = clause.at(number.end, 'of');
  return of !== null && number.quantity.unit === '%' ? { value: number.quantity.value / 100, end: of.end } : { value: 1, end: at };
}

interface Found {
  readonly column: ColumnProfile;
  readonly factor: number;
  readonly words: readonly Token[];
}

function endOf(clause: Clause, from: number): number {
  const end = clause.words.findIndex(
    (word, index) =>
      index > from && (['for', 'on', 'in', 'with', 'at', 'of'].includes(word.text) || clause.isRead(word)) && word.kind === 'word',
  );
  return end < 0 ? clause.words.length : end;
}

/** The columns named in a stretch of words, with "plus" and "minus" between them. */
function termsIn(clause: Clause, from: number, to: number): readonly Found[] {
  const found: Found[] = [];
  let sign = 1;
  let index = from;
  while (index < to) {
    const term = columnAt(clause, index, to);
    if (term !== null && !found.some((one) => one.column === term.column)) {
      found.push({ column: term.column, factor: sign, words: clause.words.slice(index, term.end) });
      sign = 1;
    }
    const joint = clause.words[index];
    if (joint !== undefined && ['minus', 'less', '-'].includes(joint.text)) sign = -1;
    if (joint !== undefined && ['minus', 'less', '-', 'plus', '+'].includes(joint.text)) clause.read(joint);
    index = term?.end ?? index + 1;
  }
  return found;
}

/** The column named by the longest stretch of words that begins here, or by one telling word of its name. */
function columnAt(clause: Clause, at: number, to: number): { readonly column: ColumnProfile; readonly end: number } | null {
  const first = clause.words[at];
  if (first === undefined || clause.isRead(first) || (first.kind !== 'word' && first.kind !== 'literal')) return null;
  for (let end = Math.min(to, at + 4); end > at; end -= 1) {
    const column = columnCalled(clause.query, clause.words.slice(at, end));
    if (column !== null && column.role !== 'label' && column.role !== 'time') return { column, end };
  }
  if (SMALL.has(first.text)) return null;
  const telling = numbers(clause.query).filter(
    (column) => column.words.includes(first.text) || column.words.includes(singularOf(first.text)) || answersTo(column, first),
  );
  const [only, second] = telling;
  return only === undefined || second !== undefined ? null : { column: only, end: at + 1 };
}

const SMALL = new Set(['number', 'count', 'value', 'total', 'rate', 'of', 'the', 'its']);

function numbers(query: QueryProfile): readonly ColumnProfile[] {
  return query.columns?.filter((column) => column.role === 'number') ?? [];
}
