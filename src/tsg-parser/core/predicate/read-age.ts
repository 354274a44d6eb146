import type { Clause, Complement } from './complement.js';
import { measureNamed } from './lexicon.js';
import { readNumber, readUnit } from './phrases.js';
import type { CellTest, Comparator } from './predicate.js';
import type { QueryFacts } from './query-facts.js';
import { columnsOf, isCluster } from './query-profile.js';
import { columnIndex, normalName } from './table-view.js';
import type { TokenCursor } from './tokens.js';
import { dimensionOf, toBase } from './units.js';

const TIME =
  /\b(last|time|timestamp|date|at|seen|created|updated|started|finished|ended|backup|heartbeat|expiry|expires|since|until|on|after|before|age)\b/;

/**
 * "older than 6 hours", "more than 6 hours ago", "within the last 6 hours", "expires in less than 14 days": a time in a
 * column, seen from the reading.
 */
export function readAge(cursor: TokenCursor, clause: Clause): Complement | null {
  cursor.take('last seen', 'last updated', 'last reported', 'created', 'started', 'updated', 'seen', 'taken', 'last run');
  const age = clause.verb.kind === 'expire' ? readAhead(cursor) : (readOlder(cursor) ?? readAgo(cursor) ?? readWithin(cursor));
  if (age === null) return null;
  const column = columnOfTime(clause);
  if (column !== null) return { test: { kind: 'cell', column: { name: column, unit: null }, test: age }, states: null, negated: false };
  return clause.query.language === 'promql' ? remaining(age, clause.query) : null;
}

function readOlder(cursor: TokenCursor): CellTest | null {
  const older = cursor.take('older than', 'newer than', 'younger than');
  return older === null ? null : span(cursor, 'since', older === 'older than' ? '>' : '<');
}

const AMOUNTS: Readonly<Record<string, Comparator>> = { 'more than': '>', 'over': '>', 'less than': '<', 'at least': '>=', 'at most': '<=' }; // prettier-ignore

/** "more than 6 hours ago", "at least 2 days old". */
function readAgo(cursor: TokenCursor): CellTest | null {
  const start = cursor.mark();
  const amount = cursor.take(...Object.keys(AMOUNTS));
  const age = amount === null ? null : span(cursor, 'since', AMOUNTS[amount] ?? '>');
  if (age !== null && cursor.take('ago', 'old') !== null) return age;
  cursor.reset(start);
  return null;
}

function readWithin(cursor: TokenCursor): CellTest | null {
  const start = cursor.mark();
  const within = cursor.take(
    'within the last',
    'in the last',
    'within the past',
    'in the past',
    'during the last',
    'created in the last',
    'created within the last',
    'started in the last',
    'updated in the last',
  );
  const age = within === null ? null : span(cursor, 'since', '<=');
  if (age === null) cursor.reset(start);
  return age;
}

/** After "expires": "in less than 14 days", "within 7 days". */
function readAhead(cursor: TokenCursor): CellTest | null {
  const phrase = cursor.take(
    'in less than',
    'within',
    'in under',
    'within the next',
    'in the next',
    'in more than',
    'in at least',
    'in fewer than',
  );
  return phrase === null
    ? null
    : span(
        cursor,
        'until',
        phrase === 'in more than' ? '>' : phrase === 'in at least' ? '>=' : /less|under|fewer/.test(phrase) ? '<' : '<=',
      );
}

function span(cursor: TokenCursor, direction: 'since' | 'until', comparator: Comparator): CellTest | null {
  const start = cursor.mark();
  const value = readNumber(cursor) ?? 1;
  const unit = readUnit(cursor);
  if (unit !== null && dimensionOf(unit) === 'time') return { kind: 'age', direction, comparator, seconds: toBase(value, unit) };
  cursor.reset(start);
  return null;
}

/** The column of times the subject names, the only one there is, or AGE. */
function columnOfTime({ subject, query }: Clause): string | null {
  const columns = columnsOf(query) ?? [];
  if (isCluster(query)) return columnIndex(columns, 'AGE') >= 0 ? 'AGE' : null;
  const times = columns.filter((column) => TIME.test(normalName(column)));
  const named = times.filter(
    (column) => subject.measures.some((word) => columnIndex([column], word) === 0) || sharesWord(column, subject.words),
  );
  const [only, second] = named.length > 0 ? named : times;
  return only !== undefined && second === undefined && (named.length > 0 || subject.measures.every((word) => measureNamed(word) === null))
    ? only
    : null;
}

function sharesWord(column: string, words: readonly string[]): boolean {
  return normalName(column)
    .split(' ')
    .some((part) => words.includes(part));
}

/** A PromQL answer that already is the time left or passed: `expiry - time()`, `time() - last_success`. */
function remaining(age: CellTest, query: QueryFacts): Complement | null {
  if (age.kind !== 'age') return null;
  const text = query.text.replace(/\s+/g, '');
  const until = /-time\(\)/.test(text);
  const since = /time\(\)-/.test(text);
  if (until === since || (age.direction === 'until') !== until) return null;
  const unit = /\/\(?86400|\/\(?(?:60\*60\*24|24\*60\*60|24\*3600|3600\*24)/.test(text)
    ? 'd'
    : /\/3600/.test(text)
      ? 'h'
      : /\//.test(text)
        ? null
        : 's';
  if (unit === null) return null;
  const test = { kind: 'number', comparator: age.comparator, quantity: { value: age.seconds, unit: 's' } } as const;
  return { test: { kind: 'cell', column: { name: 'value', unit }, test }, states: null, negated: false };
}
