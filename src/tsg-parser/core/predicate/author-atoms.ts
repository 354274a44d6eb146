import { ownerOf, readQueryName } from './author-queries.js';
import { readColumnName } from './author-names.js';
import { readCellTest, readRowTest } from './author-tests.js';
import { readCompare, readLineCount, readMade, readPattern } from './author-made.js';
import type { Comparator, Predicate, Quantifier, RowCountPredicate, RowTest } from './predicate.js';
import type { ConditionFacts } from './query-facts.js';
import { whenEmptyOf } from './quantifiers.js';
import type { AuthorError } from './author-error.js';
import type { TokenCursor } from './tokens.js';

/** One predicate without `and`, `or`, `not`, of the query it names (`q2: any(value) > 3`) or the one that alone can be meant. */
export function readAtom(cursor: TokenCursor, facts: ConditionFacts): Predicate | AuthorError {
  const named = readQueryName(cursor, facts);
  if (named !== null && 'error' in named) return named;
  const scope = named === null ? facts : { queries: [named] };
  const start = cursor.mark();
  const read = readUnbound(cursor, scope);
  if (isError(read) || !('query' in read) || scope.queries.length === 0) return read;
  const owner = ownerOf(read, scope.queries);
  if ('error' in owner) return owner;
  cursor.reset(start);
  return { ...readUnbound(cursor, { queries: [owner] }), query: owner.queryId } as Predicate;
}

function readUnbound(cursor: TokenCursor, facts: ConditionFacts): Predicate | AuthorError {
  if (cursor.take('alert') !== null) return readAlert(cursor);
  if (cursor.take('text') !== null) return readText(cursor);
  if (cursor.take('field (') !== null) return readField(cursor, facts);
  const made = readMade(cursor, facts) ?? readCompare(cursor, facts) ?? readLineCount(cursor);
  if (made !== null) return made;
  if (cursor.take('no rows') !== null) {
    const where = readWhere(cursor, facts);
    return isError(where) ? where : counted(cursor, { kind: 'row-count', query: null, where, comparator: '=', count: 0 });
  }
  if (cursor.take('count ( rows') !== null) return readRowCount(cursor, facts);
  return readRows(cursor, facts);
}

function isError(value: object | null): value is AuthorError {
  return value !== null && 'error' in value;
}

function readAlert(cursor: TokenCursor): Predicate | AuthorError {
  cursor.take('is');
  const state = cursor.take('firing', 'resolved');
  return state === 'firing' || state === 'resolved' ? { kind: 'alert', state } : { error: 'an alert is “firing” or “resolved”' };
}

function readText(cursor: TokenCursor): Predicate | AuthorError {
  const pattern = readPattern(cursor);
  if ('error' in pattern) return pattern;
  const text: Predicate = { kind: 'text', query: null, patterns: [pattern] };
  return cursor.take('else undecidable') === null ? text : { ...text, absent: 'undecidable' };
}

/** `field("Exit Code") = 137`. */
function readField(cursor: TokenCursor, facts: ConditionFacts): Predicate | AuthorError {
  const name = cursor.next();
  if (name?.kind !== 'literal' || cursor.take(')') === null) return { error: 'write field("Exit Code") = 137' };
  const test = readCellTest(cursor, name.raw, facts);
  if (isError(test)) return test;
  return test.kind === 'cell'
    ? { kind: 'field', query: null, name: name.raw, test: test.test }
    : { error: 'a field is compared with a value' };
}

function readWhere(cursor: TokenCursor, facts: ConditionFacts): RowTest | null | AuthorError {
  return cursor.take('where') === null ? null : readRowTest(cursor, facts);
}

function readRowCount(cursor: TokenCursor, facts: ConditionFacts): Predicate | AuthorError {
  const where = readWhere(cursor, facts);
  if (isError(where)) return where;
  if (cursor.take(')') === null) return { error: 'a closing bracket is missing after count(rows' };
  const comparator = readComparator(cursor);
  const count = readNumber(cursor);
  if (comparator === null || count === null) return { error: 'compare the count with a number: count(rows) > 3' };
  return counted(cursor, { kind: 'row-count', query: null, where, comparator, count });
}

function counted(cursor: TokenCursor, predicate: RowCountPredicate): RowCountPredicate {
  return cursor.take('even without data') === null ? predicate : { ...predicate, ofNoData: true };
}

function readComparator(cursor: TokenCursor): Comparator | null {
  if (cursor.peek()?.kind !== 'operator') return null;
  return (cursor.next()?.text ?? null) as Comparator | null;
}

function readNumber(cursor: TokenCursor): number | null {
  if (cursor.peek()?.kind !== 'number') return null;
  return Number(cursor.next()?.text);
}

/** `any(column where …) <test>`, `all(rows): <row test>`, or a bare `column <test>`, which speaks of one row. */
function readRows(cursor: TokenCursor, facts: ConditionFacts): Predicate | AuthorError {
  const quantifier = readQuantifier(cursor);
  if (quantifier === null) return readBareColumn(cursor, facts);
  if (cursor.take('(') === null) return { error: `write the column in brackets after “${quantifier.kind}”: ${quantifier.kind}(value) > 3` };
  const wholeRows = cursor.take('rows') !== null;
  const name = wholeRows ? null : readColumnName(cursor);
  if (!wholeRows && name === null)
    return { error: `“${cursor.peek()?.raw ?? 'the end'}” is no column name: put unusual names in backticks` };
  const where = readWhere(cursor, facts);
  if (isError(where)) return where;
  const prefer = cursor.take('preferably') === null ? null : readRowTest(cursor, facts);
  if (isError(prefer)) return prefer;
  if (cursor.take(')') === null) return { error: 'a closing bracket is missing after the column' };
  const test = name === null ? readWholeRowTest(cursor, facts) : readCellTest(cursor, name, facts);
  return isError(test) ? test : finish(cursor, quantifier, { where, prefer }, test);
}

function readWholeRowTest(cursor: TokenCursor, facts: ConditionFacts): RowTest | AuthorError {
  return cursor.take(':') === null ? { error: 'write a colon after (rows), then what each row shows' } : readRowTest(cursor, facts);
}

function readBareColumn(cursor: TokenCursor, facts: ConditionFacts): Predicate | AuthorError {
  const name = readColumnName(cursor);
  if (name === null) return { error: `“${cursor.peek()?.raw ?? 'the end'}” is not expected here: write e.g. any(value) >= 0.2 s` };
  if (PLAIN.some((word) => word === name)) return { error: `write the column in brackets after “${name}”: ${name}(value) > 3` };
  const test = readCellTest(cursor, name, facts);
  return isError(test) ? test : finish(cursor, { kind: 'the' }, { where: null, prefer: null }, test);
}

function finish(
  cursor: TokenCursor,
  quantifier: Quantifier,
  filters: { readonly where: RowTest | null; readonly prefer: RowTest | null },
  test: RowTest,
): Predicate | AuthorError {
  let whenEmpty = whenEmptyOf(quantifier);
  if (cursor.take('if empty') !== null) {
    const answer = cursor.take('true', 'false', 'undecidable');
    if (answer === null) return { error: '“if empty” takes true, false or undecidable' };
    whenEmpty = answer as typeof whenEmpty;
  }
  return { kind: 'rows', query: null, quantifier, ...filters, test, whenEmpty };
}

const PLAIN = ['any', 'all', 'none', 'the', 'most', 'latest'] as const;

function readQuantifier(cursor: TokenCursor): Quantifier | null {
  const start = cursor.mark();
  const kind = cursor.take(...PLAIN, 'count', 'share');
  if (kind === null) return null;
  const plain = PLAIN.find((word) => word === kind);
  if (plain !== undefined && cursor.peek()?.text === '(') return { kind: plain };
  const comparator = plain === undefined ? readComparator(cursor) : null;
  const amount = comparator === null ? null : readNumber(cursor);
  if (comparator !== null && amount !== null && cursor.take('of') !== null) {
    return kind === 'count' ? { kind, comparator, count: amount } : { kind: 'share', comparator, share: amount };
  }
  cursor.reset(start);
  return null;
}
