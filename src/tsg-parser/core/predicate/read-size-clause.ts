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
  'print',
  'contains',
  'contain',
  'gives',
  'yields',
  'finds',
  'reports',
];
const RETURNS_NOT = [
  'does not return',
  'did not return',
  'does not show',
  'does not list',
  'does not yield',
  'does not print',
  'does not contain',
  "doesn't return",
  "doesn't show",
  'do not return',
];
const EMPTY = ['is empty', 'are empty', 'is blank', 'comes back empty'];
const FULL = ['is not empty', 'are not empty', "isn't empty", 'is non-empty'];
const LISTED = ['is listed',
  'listed',
  'found',
  'returned',
  'shown',
 'are listed', 'is returned', 'are returned', 'is shown', 'are shown', 'is found', 'are found', 'is present', 'are present', 'is displayed', 'are displayed', 'is printed', 'are printed', 'is reported', 'are reported', 'is there', 'are there', 'exists', 'exist', 'appears', 'appear', 'return', 'returns', 'comes back', 'come back', 'is seen', 'are seen', 'is logged', 'are logged', 'is visible', 'are visible', 'were found', 'was found', 'were returned', 'was returned', 'show up', 'shows up']; // prettier-ignore
const ABSENT = ['is not listed', 'are not listed', 'is not returned', 'are not returned', 'is not shown', 'are not shown', 'is not found', 'are not found', 'is not present', 'are not present', 'does not exist', 'do not exist', 'is absent', 'are absent', "doesn't exist", "don't exist", 'cannot be found', 'was not found', 'were not found']; // prettier-ignore

/** "no rows", "the query returns nothing", "the list is empty", "more than one revision is listed", "no endpoints are listed". */
export function readSizeClause(tokens: readonly Token[], query: QueryFacts): Predicate | null {
  for (const read of [readThereIs, readReturns, readEmpty, readListed]) {
    const cursor = new TokenCursor(tokens);
    const size = read(cursor, query);
    if (size !== null && cursor.ended) return size;
  }
  return null;
}

interface Size {
  readonly comparator: Comparator;
  readonly count: number;
}

const NONE: Size = { comparator: '=', count: 0 };
const SOME: Size = { comparator: '>=', count: 1 };

/** "there are no rows", "there is no output". */
function readThereIs(cursor: TokenCursor, query: QueryFacts): Predicate | null {
  if (cursor.take('there is', 'there are', 'there exists', 'there exist', 'there was', 'there were') === null) return null;
  const size = readSize(cursor);
  const counted = size === null ? null : readCounted(cursor, query);
  return counted === null ? null : rowCount(query, size, counted);
}

/** "the query returns nothing", "it returns at least 1 row". */
function readReturns(cursor: TokenCursor, query: QueryFacts): Predicate | null {
  readOutputNoun(cursor);
  const not = cursor.take(...RETURNS_NOT) !== null;
  if (!not && cursor.take(...RETURNS) === null) return null;
  const size = readSize(cursor);
  const counted = size === null ? null : readCounted(cursor, query);
  return counted === null ? null : rowCount(query, not ? opposite(size) : size, counted);
}

/** "the output is empty", "the endpoints list is empty". */
function readEmpty(cursor: TokenCursor, query: QueryFacts): Predicate | null {
  readArticle(cursor);
  const column = columnFor(cursor.peek()?.text ?? '', query);
  if (column !== null) cursor.next();
  readOutputNoun(cursor);
  const counted: Counted = column === null ? 'rows' : { column };
  if (cursor.take(...EMPTY) !== null) return rowCount(query, NONE, counted);
  return cursor.take(...FULL) === null ? null : rowCount(query, SOME, counted);
}

/** "no pods are listed", "more than one revision is listed", "nothing is returned", "no rows", "the pod does not exist". */
function readListed(cursor: TokenCursor, query: QueryFacts): Predicate | null {
  const definite = readArticle(cursor);
  const size = readSize(cursor);
  const counted = size === null ? null : readCounted(cursor, query);
  if (size === null || counted === null) return null;
  if (cursor.ended) return size === NONE || (!definite && counted !== 'anything' && size !== SOME) ? rowCount(query, size, counted) : null;
  if (cursor.take(...LISTED) !== null || takeSelected(cursor, query)) return rowCount(query, size, counted);
  return size === NONE || typeof counted === 'object' || cursor.take(...ABSENT) === null ? null : rowCount(query, opposite(size), counted);
}

/** "more than 5 orders are stuck" where the query selects `'stuck'` ones: all its rows are of that kind. */
function takeSelected(cursor: TokenCursor, query: QueryFacts): boolean {
  if ((query.language !== 'sql' && query.language !== 'kql') || cursor.take('is', 'are', 'were') === null) return false;
  const word = cursor.next();
  const yielded = query.statusWords.some((status) => status.toLowerCase() === word?.text);
  return word !== null && !yielded && (query.text.includes(`'${word.raw}'`) || query.text.includes(`"${word.raw}"`));
}

function opposite(size: Size | null): Size | null {
  if (size === SOME) return NONE;
  return size === NONE ? SOME : null;
}

/** `nothing` and `something` stand for the rows themselves. */
function readSize(cursor: TokenCursor): Size | null {
  const next = cursor.peek();
  if (next?.text === 'nothing' || next?.text === 'empty') return NONE;
  if (next?.text === 'something' || next?.text === 'anything') return SOME;
  if (cursor.take('no', 'zero', 'not any', 'an empty', 'no more') !== null) return NONE;
  if (cursor.take('any', 'some', 'at least one', 'one or more', 'a', 'an') !== null) return SOME;
  return readCountPhrase(cursor) ?? (next?.kind === 'word' ? SOME : null);
}

type Counted = 'rows' | 'anything' | { readonly column: string };

/** What is counted: rows by any name, the query's own resource, or a column that is empty where nothing is there. */
function readCounted(cursor: TokenCursor, query: QueryFacts): Counted | null {
  if (cursor.take('nothing', 'something', 'anything', 'empty') !== null) {
    cursor.take('result', 'list', 'output', 'response', 'table', 'set', 'result set');
    return 'anything';
  }
  let counted: Counted | null = null;
  for (let token = cursor.peek(); token?.kind === 'word'; token = cursor.peek()) {
    const found = countedBy(token.text, query);
    if (found === null) break;
    counted = typeof found === 'object' || counted === null ? found : counted;
    cursor.next();
  }
  return counted;
}

function countedBy(word: string, query: QueryFacts): Counted | null {
  const command = clusterCommand(query);
  const column = columnFor(word, query);
  if (column !== null) return { column };
  const resource = resourceNamed(word);
  if (command !== null && resource !== null) return command.resources.includes(resource) ? 'rows' : null;
  if (ROW_NOUNS.has(word) || ['output', 'results', 'logs', 'log', 'name', 'names', 'resources'].includes(word)) return 'rows';
  return command === null && (GENERIC_NOUNS.has(word) || mentions(query, word) || mentions(query, word.replace(/s$/, ''))) ? 'rows' : null;
}

/** ENDPOINTS, which is `<none>` where a service has none: "no endpoints" is about the column, not the row. */
function columnFor(word: string, query: QueryFacts): string | null {
  if (clusterCommand(query)?.verb !== 'get') return null;
  const columns = columnsOf(query) ?? [];
  const index = Math.max(columnIndex(columns, word), columnIndex(columns, `${word}s`));
  const name = columns[index];
  return name !== undefined && !/^(NAME|STATUS|READY|AGE|RESTARTS|TYPE|AVAILABLE|CURRENT|DESIRED)$/i.test(name) ? name : null;
}

function readArticle(cursor: TokenCursor): boolean {
  return cursor.take('the', 'this', 'that', 'its', 'the list of') !== null;
}

function readOutputNoun(cursor: TokenCursor): void {
  readArticle(cursor);
  while (cursor.peek()?.kind === 'word' && OUTPUT_NOUNS.has(cursor.peek()?.text ?? '')) {
    const ahead = cursor.peek(1)?.text ?? '';
    cursor.next();
    if (['is', 'are', 'returns', 'shows', 'has', 'lists'].includes(ahead)) break;
  }
}

function rowCount(query: QueryFacts, size: Size | null, counted: Counted): Predicate | null {
  if (size === null) return null;
  const where: RowTest | null =
    typeof counted === 'object'
      ? { kind: 'not', of: { kind: 'cell', column: { name: counted.column, unit: null }, test: { kind: 'blank' } } }
      : null;
  return { kind: 'row-count', query: query.queryId, where, comparator: size.comparator, count: size.count };
}
