import type { AuthorError } from './author-error.js';
import { readColumnName, readLiterals, referenceTo } from './author-names.js';
import { readSign } from './author-terms.js';
import { readRowTest } from './author-tests.js';
import type { AggregatePredicate, Predicate, RowTest, TextPattern } from './predicate.js';
import type { ConditionFacts } from './query-facts.js';
import { readNumber, readUnit } from './author-numbers.js';
import { unsafeExpression } from './safe-expression.js';
import type { TokenCursor } from './tokens.js';

type Made = Predicate | AuthorError;

function whereOf(cursor: TokenCursor, facts: ConditionFacts): RowTest | null | AuthorError {
  return cursor.take('where') === null ? null : readRowTest(cursor, facts);
}

const MAKING = ['sum', 'mean', 'highest', 'lowest', 'distinct', 'share', 'rising', 'falling'] as const;

/** `sum(RESTARTS where …) > 3`, `distinct(VERSION) = 1`, `rising(value)`; null where none of these stands here. */
export function readMade(cursor: TokenCursor, facts: ConditionFacts): Made | null {
  const start = cursor.mark();
  const of = cursor.take(...MAKING);
  const name = of === null || cursor.take('(') === null ? null : readColumnName(cursor);
  if (of === null || name === null) {
    cursor.reset(start);
    return null;
  }
  const where = whereOf(cursor, facts);
  if (where !== null && 'error' in where) return where;
  if (cursor.take(')') === null) return { error: `a closing bracket is missing after ${of}(${name}` };
  const column = referenceTo(name, facts);
  if (of === 'rising' || of === 'falling') return { kind: 'trend', query: null, column, direction: of, where };
  const comparator = readSign(cursor);
  const value = comparator === null ? null : readNumber(cursor);
  if (comparator === null || value === null) return { error: `compare ${of}(${name}) with a number` };
  return {
    kind: 'aggregate',
    query: null,
    of: of as AggregatePredicate['of'],
    column,
    where,
    comparator,
    quantity: { value, unit: readUnit(cursor) },
  };
}

/** `compare(value): (any cell names "new") > 2 * (any cell names "old")`; null where it does not stand here. */
export function readCompare(cursor: TokenCursor, facts: ConditionFacts): Made | null {
  if (cursor.take('compare (') === null) return null;
  const name = readColumnName(cursor);
  if (name === null || cursor.take(') : (') === null)
    return { error: 'write compare(value): (any cell names "new") > 1 * (any cell names "old")' };
  const left = readRowTest(cursor, facts);
  const comparator = cursor.take(')') === null ? null : readSign(cursor);
  const factor = comparator === null ? null : readNumber(cursor);
  if ('error' in left || comparator === null || factor === null || cursor.take('* (') === null)
    return 'error' in left ? left : { error: 'write the comparison as > 1 * (…)' };
  const right = readRowTest(cursor, facts);
  if ('error' in right) return right;
  return cursor.take(')') === null
    ? { error: 'a closing bracket is missing' }
    : { kind: 'versus', query: null, column: referenceTo(name, facts), left, comparator, factor, right };
}

/** `count(lines contains "x") > 3`; null where it does not stand here. */
export function readLineCount(cursor: TokenCursor): Made | null {
  if (cursor.take('count ( lines') === null) return null;
  const patterns: TextPattern[] = [];
  do {
    const pattern = readPattern(cursor);
    if ('error' in pattern) return pattern;
    patterns.push(pattern);
  } while (cursor.take('or') !== null);
  const comparator = cursor.take(')') === null ? null : readSign(cursor);
  const count = comparator === null ? null : readNumber(cursor);
  return comparator === null || count === null
    ? { error: 'compare the count with a number: count(lines contains "x") > 3' }
    : { kind: 'line-count', query: null, patterns, comparator, count };
}

/** `contains "x"`, `matches "x|y"`, `mentions ("probe", "failed")`, `level error`. */
export function readPattern(cursor: TokenCursor): TextPattern | AuthorError {
  const verb = cursor.take('contains', 'matches', 'mentions', 'level');
  if (verb === 'level') {
    const level = cursor.take('error', 'warning');
    return level === 'error' || level === 'warning' ? { kind: 'level', level } : { error: 'a level is “error” or “warning”' };
  }
  if (verb === 'mentions') return { kind: 'mentions', words: readLiterals(cursor) };
  const token = verb === null ? null : cursor.next();
  if (token?.kind !== 'literal') return { error: 'write text contains "…" or text matches "…", with the text in quotes' };
  if (verb === 'contains') return { kind: 'contains', text: token.raw };
  const objection = unsafeExpression(token.raw);
  return objection === null ? { kind: 'matches', expression: token.raw } : { error: objection };
}
