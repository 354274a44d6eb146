import { columnIndex } from './table-view.js';
import { GENERIC_NOUNS, OUTPUT_NOUNS, resourceNamed, ROW_NOUNS } from './lexicon.js';
import { readCountPhrase } from './phrases.js';
import type { Comparator, Predicate, RowTest } from './predicate.js';
import type { QueryFacts } from './query-facts.js';
import { clusterCommand, columnsOf, mentions } from './query-profile.js';
import type { Token } from './tokens.js';
import { TokenCursor } from './tokens.js';

const RETURNS = [
  'returns',
  'return',
  'returned',
  'shows',
  'show',
  'lists',
  'list',
  'has',
  'have',
  'prints',
  'contains',
  'gives',
  'yields',
  'finds',
  'reports',
  'does not return',
  'did not return',
  'does not show',
  'does not list',
  'does not yield',
  "doesn't return",
];
const LISTED = ['is listed', 'are listed', 'is returned', 'are returned', 'is shown', 'are shown', 'is found', 'are found', 'is present', 'are present', 'is displayed', 'are displayed', 'is printed', 'are printed', 'is reported', 'are reported', 'is available', 'are available', 'is there', 'are there', 'exists', 'exist', 'appears', 'appear', 'return', 'returns', 'comes back', 'come back', 'is seen', 'are seen', 'is logged', 'are logged', 'is visible', 'are visible', 'is left', 'are left', 'remain', 'remains']; // prettier-ignore
const ABSENT = ['is not listed', 'are not listed', 'is not returned', 'are not returned', 'is not shown', 'is not found', 'are not found', 'is not present', 'are not present', 'does not exist', 'do not exist', 'is missing', 'are missing', 'is absent', 'are absent', "doesn't exist", "don't exist"]; // prettier-ignore

/** "no rows", "the query returns nothing", "the list is empty", "more than one revision is listed", "no endpoints are listed". */
export function readSizeClause(tokens: readonly Token[], query: QueryFacts): Predicate | null {
  const cursor = new TokenCursor(tokens);
  const size = readThereIs(cursor, query) ?? readReturns(cursor, query) ?? readListed(cursor, query);
  return size !== null && cursor.ended ? size : null;
}

interface Size {
  readonly comparator: Comparator;
  readonly count: number;
}

/** "there are no rows", "there is no output". */
function readThereIs(cursor: TokenCursor, query: QueryFacts): Predicate | null {
  if (cursor.take('there is', 'there are', 'there exists', 'there exist') === null) return null;
  const size = readSize(cursor);
  const counted = size === null ? null : readCounted(cursor, query);
  if (size !== null && counted !== null && cursor.ended) return rowCount(query, size, counted);
  cursor.reset(0);
  return null;
}

/** "the query returns nothing", "the output is empty", "it returns at least 1 row". */
function readReturns(cursor: TokenCursor, query: QueryFacts): Predicate | null {
  readOutputNoun(cursor);
  const emptiness = cursor.take('is empty', 'are empty', 'is blank', 'comes back empty', 'is not empty', 'are not empty', "isn't empty");
  if (emptiness !== null && cursor.ended) return rowCount(query, /not|n't/.test(emptiness) ? SOME : NONE, null);
  const verb = cursor.take(...RETURNS);
  const size = verb === null ? null : readSize(cursor);
  const counted = size === null ? null : readCounted(cursor, query);
  if (verb !== null && size !== null && counted !== null && cursor.ended)
    return rowCount(query, /not|n't/.test(verb) ? opposite(size) : size, counted);
  cursor.reset(0);
  return null;
}

/** "no pods are listed", "more than one revision is listed", "nothing is returned", "no rows". */
function readListed(cursor: TokenCursor, query: QueryFacts): Predicate | null {
  const size = readSize(cursor);
  const counted = size === null ? null : readCounted(cursor, query);
  if (size === null || counted === null) return null;
  const bareSize = cursor.ended && (size === NONE || counted !== 'anything');
  if (bareSize || (cursor.take(...LISTED) !== null && cursor.ended)) return rowCount(query, size, counted);
  return cursor.take(...ABSENT) !== null && cursor.ended ? rowCount(query, opposite(size), counted) : null;
}

const NONE: Size = { comparator: '=', count: 0 };
const SOME: Size = { comparator: '>=', count: 1 };

function opposite(size: Size): Size | null {
  if (size.comparator === '>=' && size.count === 1) return NONE;
  return size.comparator === '=' && size.count === 0 ? SOME : null;
}

/** `nothing` and `something` stand for the rows themselves. */
function readSize(cursor: TokenCursor): Size | null {
  const next = cursor.peek();
  if (next?.text === 'nothing' || next?.text === 'empty') return NONE;
  if (next?.text === 'something' || next?.text === 'anything') return SOME;
  if (cursor.take('no', 'zero', 'not any', 'an empty') !== null) return NONE;
  if (cursor.take('any', 'some', 'at least one', 'one or more', 'a', 'an') !== null) return SOME;
  return readCountPhrase(cursor) ?? (cursor.peek()?.kind === 'word' ? SOME : null);
}

type Counted = 'rows' | 'anything' | { readonly column: string };

/** What is counted: rows by any name, the query's own resource, or a column that is empty where nothing is there. */
function readCounted(cursor: TokenCursor, query: QueryFacts): Counted | null {
  if (cursor.take('nothing', 'something', 'anything', 'empty') !== null) return takeOutputTail(cursor) ? 'anything' : null;
  let counted: Counted | null = null;
  for (let token = cursor.peek(); token?.kind === 'word'; token = cursor.peek()) {
    const found = countedBy(token.text, query);
    if (found === null) break;
    counted = typeof found === 'object' || counted === null || counted === 'anything' ? found : counted;
    cursor.next();
  }
  return counted;
}

function takeOutputTail(cursor: TokenCursor): boolean {
  cursor.take('result', 'list', 'output', 'response', 'table', 'set');
  return true;
}

function countedBy(word: string, query: QueryFacts): Counted | null {
  const columns = columnsOf(query) ?? [];
  const command = clusterCommand(query);
  if (command !== null && columnIndex(columns, word) >= 0 && command.verb === 'get')
    return { column: columns[columnIndex(columns, word)] ?? word };
  const resource = resourceNamed(word);
  if (command !== null && resource !== null) return command.resources.includes(resource) ? 'rows' : null;
  if (ROW_NOUNS.has(word)) return 'rows';
  if (['output', 'results', 'logs'].includes(word)) return 'rows';
  return command === null && (GENERIC_NOUNS.has(word) || mentions(query, word) || mentions(query, word.replace(/s$/, ''))) ? 'rows' : null;
}

function readOutputNoun(cursor: TokenCursor): void {
  cursor.take('the', 'this', 'that', 'its');
  while (cursor.peek()?.kind === 'word' && OUTPUT_NOUNS.has(cursor.peek()?.text ?? '')) {
    const ahead = cursor.peek(1)?.text ?? '';
    cursor.next();
    if (['is', 'are', 'returns', 'shows', 'has'].includes(ahead)) break;
  }
}

function rowCount(query: QueryFacts, size: Size | null, counted: Counted | null): Predicate | null {
  if (size === null) return null;
  const where: RowTest | null =
    counted !== null && typeof counted === 'object'
      ? { kind: 'not', of: { kind: 'cell', column: { name: counted.column, unit: null }, test: { kind: 'blank' } } }
      : null;
  return { kind: 'row-count', query: query.queryId, where, comparator: size.comparator, count: size.count };
}
