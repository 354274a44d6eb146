import { bindMeasure } from './bind-measure.js';
import type { Clause, Complement } from './complement.js';
import { COMPARING_VERBS, FILLERS, GENERIC_NOUNS, measureNamed, resourceNamed } from './lexicon.js';
import type { Threshold, Window } from './phrases.js';
import { readNumber, readThreshold, readUnit, readWindow } from './phrases.js';
import type { RowTest } from './predicate.js';
import type { QueryFacts } from './query-facts.js';
import { columnsOf, mentions } from './query-profile.js';
import { columnIndex } from './table-view.js';
import type { TokenCursor } from './tokens.js';
import type { Unit } from './units.js';
import { dimensionOf } from './units.js';
import { windowedTest } from './window-test.js';

const OCCURRED = [
  'is available',
  'are available',
  'is free',
  'are free',
  'is left',
  'are left',
  'are in the queue',
  'are queued',
  'are restarting',
  'are failing',

  'happened',
  'occurred',
  'have occurred',
  'have happened',
  'were seen',
  'are seen',
  'were recorded',
  'are reported',
  'were reported',
  'in total',
  'fail',
  'failed',
  'are waiting',
  'are used',
  'is used',
  'are in use',
  'is in use',
  'exist',
  'are open',
  'are active',
];

/** "above 500 ms", "more than 3 restarts", "completion rate < 99%", "more than 3% of the requests fail". */
export function readNumberComplement(cursor: TokenCursor, { verb, subject, query, window }: Clause): Complement | null {
  if (verb.kind === 'restart') return null;
  skipAdverbs(cursor);
  const before = verb.kind === 'have' ? readNouns(cursor, query) : [];
  if (before === null) return null;
  cursor.take('is', 'are', 'of');
  const given = verb.kind === 'compare' ? (COMPARING_VERBS[verb.phrase] ?? null) : null;
  if (cursor.peek()?.text === 'at' && cursor.peek(1)?.kind === 'number') cursor.next();
  const threshold = readNonZero(cursor) ?? readThreshold(cursor, verb.kind === 'be' || verb.kind === 'have', given);
  if (threshold === null) return null;
  const early = readWindow(cursor);
  const after = readNouns(cursor, query);
  if (after === null) return null;
  const unit = threshold.quantity.unit ?? readUnit(cursor);
  const occurred = cursor.take(...OCCURRED);
  const doing = nounOf(occurred, query);
  const exact = doing.filter((word) => columnIndex(columnsOf(query) ?? [], word) >= 0);
  const named = exact.length > 0 ? exact : [...before, ...after, ...doing];
  const measures = named.length > 0 ? named : subject.measures;
  return numberTest(measures, { ...threshold, quantity: { ...threshold.quantity, unit } }, early ?? readWindow(cursor) ?? window, query);
}

const DOING = new Set(['fail', 'failed', 'failing', 'available', 'free', 'left', 'used']);

/** "fail" and "are waiting" say what is counted, where a column or the query knows of it. */
function nounOf(verb: string | null, query: QueryFacts): readonly string[] {
  const word = verb?.split(' ').at(-1) ?? '';
  return columnIndex(columnsOf(query) ?? [], word) >= 0 || DOING.has(word) ? [word] : [];
}

/** "the status is 5xx": a class of answers. */
export function readStatusClass(cursor: TokenCursor, { verb, subject, query, window }: Clause): Complement | null {
  cursor.take('a', 'an', 'any');
  const digit = /^([1-5])xx$/.exec(cursor.next()?.text ?? '')?.[1];
  if ((verb.kind !== 'be' && verb.kind !== 'have') || digit === undefined) return null;
  const measures = subject.measures.length > 0 ? subject.measures : ['status'];
  const from = numberTest(measures, { comparator: '>=', quantity: { value: Number(digit) * 100, unit: null } }, window, query);
  const below = numberTest(measures, { comparator: '<', quantity: { value: Number(digit) * 100 + 100, unit: null } }, window, query);
  return from === null || below === null || query.language === 'promql'
    ? null
    : { test: { kind: 'every', of: [from.test, below.test] }, states: null, negated: false };
}

function readNonZero(cursor: TokenCursor): Threshold | null {
  return cursor.take('non-zero', 'nonzero', 'not zero') === null ? null : { comparator: '!=', quantity: { value: 0, unit: null } };
}

/** "between 500 ms and 1 s". */
export function readBetween(cursor: TokenCursor, { verb, subject, query, window }: Clause): Complement | null {
  if (verb.kind !== 'be' || cursor.take('between', 'in between') === null) return null;
  const low = readNumber(cursor);
  const lowUnit = readUnit(cursor);
  const high = cursor.take('and') === null ? null : readNumber(cursor);
  const unit = high === null ? null : readUnit(cursor);
  if (low === null || high === null) return null;
  const from = numberTest(subject.measures, { comparator: '>=', quantity: { value: low, unit: lowUnit ?? unit } }, window, query);
  const to = numberTest(subject.measures, { comparator: '<=', quantity: { value: high, unit } }, window, query);
  return from === null || to === null ? null : { test: { kind: 'every', of: [from.test, to.test] }, states: null, negated: false };
}

function skipAdverbs(cursor: TokenCursor): void {
  while (cursor.take('still', 'currently', 'now', 'already', 'well', 'a', 'an', 'the', 'about', 'a value', 'a value of', 'value') !== null);
}

/** Nouns around a number: measures and columns are kept, generic ones dropped; null at a word nobody can place. */
export function readNouns(cursor: TokenCursor, query: QueryFacts): readonly string[] | null {
  const words: string[] = [];
  for (let token = cursor.peek(); token !== null; token = cursor.peek()) {
    const column = columnIndex(columnsOf(query) ?? [], token.raw) >= 0;
    if (token.kind === 'literal' && column) words.push(token.raw);
    else if (token.kind !== 'word' || STOPS.has(token.text) || COMPARING.has(token.text) || ahead(cursor) || endsWithVerb(cursor)) break;
    else if (column || measureNamed(token.text) !== null) words.push(token.raw);
    else if (!isKnown(token.text, query)) return null;
    cursor.next();
  }
  return words;
}

const STOPS = new Set(['and', 'or', 'but', 'with', 'is', 'are', 'happened', 'occurred', 'have', 'were', 'in', 'for', 'across', 'exist']);
const COMPARING = new Set([
  'longer',
  'shorter',
  'older',
  'slower',
  'faster',
  'larger',
  'smaller',
  'bigger',

  'above',
  'below',
  'over',
  'under',
  'more',
  'less',
  'fewer',
  'at',
  'greater',
  'higher',
  'lower',
  'between',
  'exactly',
  'no',
  'not',
  'than',
]);

function isKnown(word: string, query: QueryFacts): boolean {
  return (
    FILLERS.has(word) ||
    GENERIC_NOUNS.has(word) ||
    resourceNamed(word) !== null ||
    mentions(query, word) ||
    mentions(query, word.replace(/s$/, ''))
  );
}

/** "more than 3% of the requests fail". */
function endsWithVerb(cursor: TokenCursor): boolean {
  return ['fail', 'failed'].includes(cursor.peek()?.text ?? '') && (cursor.peek(1)?.kind ?? 'mark') === 'mark';
}

/** Whether a window or a unit ("per second") stands here. */
function ahead(cursor: TokenCursor): boolean {
  const start = cursor.mark();
  const found =
    readWindow(cursor) !== null || cursor.take('per second', 'a second', 'per minute', 'a minute', 'per hour', 'an hour') !== null;
  cursor.reset(start);
  return found;
}

export function numberTest(words: readonly string[], threshold: Threshold, window: Window | null, query: QueryFacts): Complement | null {
  const column = bindMeasure(words.length > 0 ? words : impliedBy(threshold.quantity.unit, query), threshold.quantity.unit, query);
  if (column === null) return null;
  const test: RowTest = { kind: 'cell', column, test: { kind: 'number', ...threshold } };
  const bound = window === null ? test : windowedTest(column, threshold, window, query);
  return bound === null ? null : { test: bound, states: null, negated: false };
}

/** "uses more than 400 MiB" is about memory, "500 millicores" about the processor, "it returns 200" about the status. */
function impliedBy(unit: Unit | null, query: QueryFacts): readonly string[] {
  if (unit === null) return query.language === 'http' ? ['status'] : [];
  const dimension = dimensionOf(unit);
  if (dimension === 'time') return ['latency'];
  return dimension === 'cores' ? ['cpu'] : dimension === 'bytes' ? ['memory'] : [];
}
