import { readColumnName, readLiterals, referenceTo } from './author-names.js';
import { readAgreed, readCalculation } from './author-terms.js';
import { READY_PHRASES } from './describe-row-test.js';
import type { CellTest, ColumnReference, Comparator, ReadyState, RowTest, WordTest } from './predicate.js';
import type { ConditionFacts } from './query-facts.js';
import type { AuthorError } from './author-error.js';
import type { TokenCursor } from './tokens.js';
import { dimensionOf, toBase, unitOf } from './units.js';
import { readComparator, readNumber, readUnit } from './author-numbers.js';

/** What a row must show: `STATUS = "Pending"`, `(A > 1 and B > 2)`, `any cell contains "x"`, `not (…)`. */
export function readRowTest(cursor: TokenCursor, facts: ConditionFacts): RowTest | AuthorError {
  if (cursor.take('not') !== null) {
    const inner = readRowTest(cursor, facts);
    return 'error' in inner ? inner : { kind: 'not', of: inner };
  }
  if (cursor.take('(') !== null) return readGroup(cursor, facts);
  if (cursor.take('agreed (') !== null) return readAgreed(cursor, () => readRowTest(cursor, facts));
  if (cursor.take('calc (') !== null) return readCalculation(cursor, facts);
  if (cursor.take('restarts within') !== null) return readRestarts(cursor);
  if (cursor.take('any cell') !== null) {
    const test = readWords(cursor);
    return test === null ? { error: 'compare a cell with a text in quotes: any cell = "Pending"' } : { kind: 'any-cell', test };
  }
  const name = readColumnName(cursor);
  return name === null ? { error: `“${cursor.peek()?.raw ?? 'the end'}” is no column name` } : readCellTest(cursor, name, facts);
}

function readGroup(cursor: TokenCursor, facts: ConditionFacts): RowTest | AuthorError {
  const parts: RowTest[] = [];
  let word: string | null = null;
  do {
    const part = readRowTest(cursor, facts);
    if ('error' in part) return part;
    parts.push(part);
    const next = cursor.take('and', 'or');
    if (next !== null && word !== null && next !== word) return { error: 'put brackets where “and” and “or” meet' };
    word = next ?? word;
    if (next === null) break;
  } while (!cursor.ended);
  if (cursor.take(')') === null) return { error: 'a closing bracket is missing' };
  const [only] = parts;
  return parts.length === 1 && only !== undefined ? only : { kind: word === 'or' ? 'either' : 'every', of: parts };
}

function readRestarts(cursor: TokenCursor): RowTest | AuthorError {
  const amount = cursor.next();
  const unit = cursor.take('s', 'min', 'h');
  const operator = cursor.next();
  const count = cursor.next();
  const size = { s: 1, min: 60, h: 3600 }[unit ?? ''];
  if (amount?.kind !== 'number' || size === undefined || operator?.kind !== 'operator' || count?.kind !== 'number') {
    return { error: 'write restarts within 30 min > 3' };
  }
  return {
    kind: 'restarts-within',
    windowSeconds: Number(amount.text) * size,
    comparator: operator.text as Comparator,
    count: Number(count.text),
  };
}

/** What follows a column: `>= 0.2 s`, `= "Running"`, `in ("A", "B")`, `contains "x"`, `is empty`, `is full`. */
export function readCellTest(cursor: TokenCursor, name: string, facts: ConditionFacts): RowTest | AuthorError {
  const column = referenceTo(name, facts);
  for (const [state, phrase] of Object.entries(READY_PHRASES)) {
    if (cursor.take(phrase) !== null) return { kind: 'cell', column, test: { kind: 'ready', state: state as ReadyState } };
  }
  const age = readAgeTest(cursor);
  if (age !== null) return { kind: 'cell', column, test: age };
  if (cursor.take('is on') !== null) return { kind: 'cell', column, test: { kind: 'flag' } };
  if (cursor.take('is like') !== null) return { kind: 'cell', column, test: { kind: 'state', state: cursor.next()?.raw ?? '' } };
  if (cursor.take('is empty') !== null) return { kind: 'cell', column, test: { kind: 'blank' } };
  const start = cursor.mark();
  const negated = cursor.peek()?.text === '!=' && cursor.peek(1)?.kind === 'literal';
  const words = readWords(cursor);
  if (words !== null) {
    const test: RowTest = { kind: 'cell', column, test: words };
    return negated ? { kind: 'not', of: test } : test;
  }
  cursor.reset(start);
  return readNumberTest(cursor, column);
}

/** `ago > 30 min`, `ahead < 14 d`: a time, seen from the reading. */
function readAgeTest(cursor: TokenCursor): CellTest | null {
  const start = cursor.mark();
  const direction = cursor.take('ago', 'ahead');
  const comparator = direction === null ? null : readComparator(cursor);
  const value = comparator === null ? null : readNumber(cursor);
  const unit = value === null ? null : readUnit(cursor);
  if (direction !== null && comparator !== null && value !== null && unit !== null && dimensionOf(unit) === 'time') {
    return { kind: 'age', direction: direction === 'ago' ? 'since' : 'until', comparator, seconds: toBase(value, unit) };
  }
  cursor.reset(start);
  return null;
}

function readNumberTest(cursor: TokenCursor, column: ColumnReference): RowTest | AuthorError {
  const start = cursor.mark();
  const operator = cursor.next();
  if (operator?.kind === 'operator' && cursor.take('column') !== null) {
    const right = readColumnName(cursor);
    return right === null
      ? { error: 'name a column after “column”' }
      : { kind: 'columns', left: column, comparator: operator.text as Comparator, right: { name: right, unit: null } };
  }
  const amount = cursor.next();
  if (operator?.kind !== 'operator' || amount?.kind !== 'number') {
    cursor.reset(start);
    return { error: `compare ${column.name} with a number or a text in quotes: ${column.name} > 3, ${column.name} = "Running"` };
  }
  const next = cursor.peek();
  const unit = next?.kind === 'word' ? unitOf(next.raw) : null;
  if (unit !== null) cursor.next();
  return {
    kind: 'cell',
    column,
    test: { kind: 'number', comparator: operator.text as Comparator, quantity: { value: Number(amount.text), unit } },
  };
}

function readWords(cursor: TokenCursor): WordTest | null {
  const start = cursor.mark();
  const verb = cursor.take('=', '!=', 'in', 'contains', 'starts', 'names');
  const match = verb === 'contains' || verb === 'starts' || verb === 'names' ? verb : 'is';
  const words = verb === null ? [] : readLiterals(cursor);
  if (words.length > 0) return { kind: 'word', match, words };
  cursor.reset(start);
  return null;
}
