import { bindMeasure } from './bind-measure.js';
import { COMPARING_VERBS, FILLERS, GENERIC_NOUNS, looksLikeStatus, measureNamed, resourceNamed, stateNamed } from './lexicon.js';
import type { Threshold, Window } from './phrases.js';
import { readThreshold, readWindow } from './phrases.js';
import type { ReadyState, RowTest } from './predicate.js';
import type { QueryFacts } from './query-facts.js';
import { columnsOf, isCluster, mentions } from './query-profile.js';
import type { Subject } from './read-subject.js';
import { stateTest, unready } from './state-test.js';
import { columnIndex, normalName } from './table-view.js';
import type { TokenCursor } from './tokens.js';
import type { Verb } from './verbs.js';
import { lastingTest, windowedTest } from './window-test.js';

export interface Complement {
  readonly test: RowTest;
  /** The states it names, as far as it does; null for numbers and literals. */
  readonly states: readonly string[] | null;
  readonly negated: boolean;
}

/** What follows the verb of a clause. Tries each form in turn; a form consumes all it read or nothing. */
export function readComplement(cursor: TokenCursor, verb: Verb, subject: Subject, query: QueryFacts): Complement | null {
  const start = cursor.mark();
  const not = verb.negated !== (cursor.take('not') !== null);
  for (const read of [readRestarted, readReadiness, readNothing, readStates, readBlank, readLiteral, readNumber]) {
    const complement = read(cursor, verb, subject, query);
    if (complement !== null) return not ? negate(complement, query) : complement;
    cursor.reset(start);
    if (not && !verb.negated) cursor.take('not');
  }
  return null;
}

function negate(complement: Complement, query: QueryFacts): Complement {
  const { test } = complement;
  const ready = test.kind === 'cell' && test.test.kind === 'ready' && test.test.state === 'full' && complement.states !== null;
  return { ...complement, test: ready ? unready(test, columnsOf(query) ?? [], query) : { kind: 'not', of: test }, negated: true };
}

/** "has restarted", "restarted more than 3 times in the last 30 minutes". */
function readRestarted(cursor: TokenCursor, verb: Verb, _subject: Subject, query: QueryFacts): Complement | null {
  if (verb.kind !== 'restart') return null;
  const threshold = readThreshold(cursor, true) ?? { comparator: '>', quantity: { value: 0, unit: null } };
  return numberTest(['restarts'], threshold, readWindow(cursor), query);
}

const READINESS: Readonly<Record<string, ReadyState>> = {
  'fewer ready than desired': 'fewer', 'fewer than desired': 'fewer', 'less than desired': 'fewer', 'less ready than desired': 'fewer', 'fewer ready replicas than desired': 'fewer',
  'fewer ready pods than desired': 'fewer', 'fewer ready containers than desired': 'fewer', 'fewer available than desired': 'fewer', 'below desired': 'fewer', 'not all replicas ready': 'fewer',
  'not all containers ready': 'fewer', 'no ready replicas': 'none', 'no ready pods': 'none', 'no ready containers': 'none', 'zero ready replicas': 'none', 'fewer ready replicas than requested': 'fewer',
  'fully ready': 'full', 'all replicas ready': 'full', 'all containers ready': 'full', 'fewer ready than expected': 'fewer', 'scaled to zero': 'zero-desired', 'scaled down to zero': 'zero-desired',
  'scaled to 0': 'zero-desired', 'scaled down to 0': 'zero-desired', 'zero desired replicas': 'zero-desired', 'no desired replicas': 'zero-desired', 'zero replicas': 'zero-desired', 'no replicas': 'zero-desired', '0 replicas': 'zero-desired',
}; // prettier-ignore

/** "0/0 in READY", "fewer ready than desired", "scaled to zero". */
function readReadiness(cursor: TokenCursor, _verb: Verb, subject: Subject, query: QueryFacts): Complement | null {
  const columns = columnsOf(query) ?? [];
  if (columnIndex(columns, 'READY') < 0 && query.columns !== null) return null;
  const column = { name: 'READY', unit: null } as const;
  const phrase = cursor.take(...Object.keys(READINESS));
  const state = phrase === null ? undefined : READINESS[phrase];
  if (state !== undefined)
    return takeColumnTail(cursor, subject, 'READY')
      ? { test: { kind: 'cell', column, test: { kind: 'ready', state } }, states: [], negated: true }
      : null;
  const ratio = cursor.peek();
  if (ratio?.kind !== 'ratio' || !isCluster(query)) return null;
  cursor.next();
  cursor.take('ready', 'pods', 'replicas', 'ready replicas', 'ready pods');
  if (!takeColumnTail(cursor, subject, 'READY')) return null;
  const test: RowTest =
    ratio.text === '0/0'
      ? { kind: 'cell', column, test: { kind: 'ready', state: 'zero-desired' } }
      : { kind: 'cell', column, test: { kind: 'word', match: 'is', words: [ratio.text] } };
  return { test, states: [], negated: true };
}

/** "in READY", "in the READY column", "for STATUS"; the column must be the one read, from the tail or the subject. */
function takeColumnTail(cursor: TokenCursor, subject: Subject, name: string): boolean {
  const tail = cursor.take('in', 'under', 'for', 'in the', 'under the', 'for the', 'in its', 'as');
  const named = tail === null ? subject.measures.find((word) => normalName(word) !== 'replica') : cursor.next()?.raw;
  cursor.take('column', 'field');
  return named === undefined || normalName(named) === normalName(name) || normalName(named).startsWith('replica');
}

/** "has no endpoints", "has no restarts". */
function readNothing(cursor: TokenCursor, verb: Verb, _subject: Subject, query: QueryFacts): Complement | null {
  if (verb.kind !== 'have' || cursor.take('no', 'zero') === null) return null;
  const words = readNouns(cursor, query);
  const columns = columnsOf(query) ?? [];
  const [word, second] = words ?? [];
  if (word === undefined || second !== undefined) return null;
  if (columnIndex(columns, word) >= 0 && measureNamed(word) === null && isCluster(query)) {
    return {
      test: { kind: 'cell', column: { name: columns[columnIndex(columns, word)] ?? word, unit: null }, test: { kind: 'blank' } },
      states: null,
      negated: false,
    };
  }
  return numberTest([word], { comparator: '=', quantity: { value: 0, unit: null } }, readWindow(cursor), query);
}

const STATE_TAIL = [
  'state',
  'status',
  'phase',
  'condition',
  'states',
  'in status',
  'in the status column',
  'status column',
  'in the status',
  'under status',
  'error',
  'errors',
  'state for',
  'reason',
];

/** "in CrashLoopBackOff", "Running and Ready", "Pending or Unknown". */
function readStates(cursor: TokenCursor, verb: Verb, subject: Subject, query: QueryFacts): Complement | null {
  if (verb.kind === 'compare' || verb.kind === 'restart') return null;
  skipFillers(cursor);
  const states: string[] = [];
  let joint: string | null = null;
  for (let state = stateAt(cursor, query); state !== null; state = stateAt(cursor, query)) {
    cursor.next();
    states.push(state);
    cursor.take('state', 'status', 'phase');
    const before = cursor.mark();
    const word = cursor.take('or', 'and', ',', ', or', ', and', '/', 'nor', 'and also');
    if (word === null) break;
    skipFillers(cursor);
    if (stateAt(cursor, query) === null) {
      cursor.reset(before);
      break;
    }
    joint = word === ',' ? joint : word;
  }
  if (states.length === 0) return null;
  cursor.take(...STATE_TAIL);
  const test = joint?.endsWith('and') === true ? conjunction(states, query) : statesOf(states, subject, query);
  const window = readWindow(cursor);
  const lasting = test === null || window === null ? test : lastingTest(test, states, window, query);
  return lasting === null ? null : { test: lasting, states, negated: false };
}

/** "status is FAILED" names its column; "flag shows HIGH" does not. */
function statesOf(states: readonly string[], subject: Subject, query: QueryFacts): RowTest | null {
  const columns = columnsOf(query) ?? [];
  const named = subject.measures.filter((word) => columnIndex(columns, word) >= 0);
  const [name, second] = named;
  if (name === undefined || second !== undefined)
    return named.length === 0 && subject.measures.length === 0 ? stateTest(states, query) : null;
  return {
    kind: 'cell',
    column: { name: columns[columnIndex(columns, name)] ?? name, unit: null },
    test: { kind: 'word', match: 'is', words: states },
  };
}

function conjunction(states: readonly string[], query: QueryFacts): RowTest | null {
  const tests = states.map((state) => stateTest([state], query));
  const known = tests.filter((test) => test !== null);
  return known.length === tests.length ? { kind: 'every', of: known } : null;
}

function stateAt(cursor: TokenCursor, query: QueryFacts): string | null {
  const token = cursor.peek();
  if (token === null || (token.kind !== 'word' && token.kind !== 'literal')) return null;
  const known = query.statusWords.find((word) => word.toLowerCase() === token.text.toLowerCase());
  if (known !== undefined) return known;
  if (stateNamed(token.text) !== null && (isCluster(query) || token.kind === 'literal' || token.raw !== token.text))
    return isCluster(query) ? stateNamed(token.text) : token.raw;
  return looksLikeStatus(token.raw) || (token.kind === 'literal' && isCluster(query) && /^[A-Z][A-Za-z]+$/.test(token.raw))
    ? token.raw
    : null;
}

function skipFillers(cursor: TokenCursor): void {
  while (
    cursor.take(
      'in',
      'a',
      'an',
      'the',
      'still',
      'currently',
      'now',
      'stuck in',
      'stuck',
      'already',
      'both',
      'either',
      'at',
      'all',
      'actually',
      'being',
      'as',
      'of status',
      'status',
      'state',
      'marked',
      'marked as',
      'reported as',
      'shown as',
    ) !== null
  );
}

/** "is empty", "is <none>", "is missing". */
function readBlank(cursor: TokenCursor, verb: Verb, subject: Subject, query: QueryFacts): Complement | null {
  if (verb.kind === 'compare' || verb.kind === 'restart') return null;
  const literal = cursor.peek();
  const blank = literal?.kind === 'literal' && literal.raw.toLowerCase() === '<none>';
  if (blank) cursor.next();
  if (!blank && cursor.take('empty', 'blank', 'missing', 'unset', 'not set', 'null', 'none') === null) return null;
  const columns = columnsOf(query) ?? [];
  const name =
    blank && cursor.take('in', 'under', 'for', 'in the', 'under the') !== null
      ? cursor.next()?.raw
      : subject.measures.find((word) => columnIndex(columns, word) >= 0);
  cursor.take('column', 'field');
  const index = name === undefined ? -1 : columnIndex(columns, name);
  const only = index < 0 && isCluster(query) && columnIndex(columns, 'ENDPOINTS') >= 0 ? columnIndex(columns, 'ENDPOINTS') : index;
  return only < 0
    ? null
    : { test: { kind: 'cell', column: { name: columns[only] ?? '', unit: null }, test: { kind: 'blank' } }, states: null, negated: false };
}

/** "the condition `DiskPressure` is `True`", "version is `3.14.2`": a value in a column the subject names. */
function readLiteral(cursor: TokenCursor, verb: Verb, subject: Subject, query: QueryFacts): Complement | null {
  if (verb.kind !== 'be' && verb.kind !== 'have' && verb.kind !== 'none') return null;
  if (verb.kind === 'none' && cursor.take('=') === null) return null;
  const words: string[] = [];
  for (
    let token = cursor.peek();
    token !== null && (token.kind === 'literal' || ['true', 'false'].includes(token.text));
    token = cursor.peek()
  ) {
    words.push(token.raw);
    cursor.next();
    if (cursor.take('or', ',', ', or') === null) break;
  }
  const columns = columnsOf(query) ?? [];
  const named = subject.measures.filter((word) => columnIndex(columns, word) >= 0);
  const [name, second] = named;
  if (words.length === 0 || second !== undefined) return null;
  const column = name ?? (columnIndex(columns, 'STATUS') >= 0 && subject.entities.length > 0 ? 'STATUS' : undefined);
  if (column === undefined) return null;
  return {
    test: {
      kind: 'cell',
      column: { name: columns[columnIndex(columns, column)] ?? column, unit: null },
      test: { kind: 'word', match: 'is', words },
    },
    states: null,
    negated: false,
  };
}

/** "above 500 ms", "more than 3 restarts", "completion rate < 99%". */
function readNumber(cursor: TokenCursor, verb: Verb, subject: Subject, query: QueryFacts): Complement | null {
  if (verb.kind === 'restart') return null;
  skipAdverbs(cursor);
  const before = verb.kind === 'have' ? readNouns(cursor, query) : [];
  if (before === null) return null;
  cursor.take('is', 'are', 'of');
  const given = verb.kind === 'compare' ? (COMPARING_VERBS[verb.phrase] ?? null) : null;
  const threshold = readThreshold(cursor, verb.kind === 'be' || verb.kind === 'have', given);
  if (threshold === null) return null;
  const window = readWindow(cursor);
  const after = readNouns(cursor, query);
  if (after === null) return null;
  const measures = [...before, ...after];
  const lasting = window ?? readWindow(cursor);
  return numberTest(measures.length > 0 ? measures : subject.measures, threshold, lasting, query);
}

function skipAdverbs(cursor: TokenCursor): void {
  while (
    cursor.take('still', 'currently', 'now', 'already', 'well', 'at', 'a', 'an', 'the', 'any', 'consistently', 'constantly', 'about') !==
    null
  );
}

/** Nouns around a number: measures and columns are kept, generic ones dropped; null at a word nobody can place. */
function readNouns(cursor: TokenCursor, query: QueryFacts): readonly string[] | null {
  const words: string[] = [];
  for (let token = cursor.peek(); token !== null; token = cursor.peek()) {
    if (token.kind === 'literal' && columnIndex(columnsOf(query) ?? [], token.raw) >= 0) words.push(token.raw);
    else if (token.kind !== 'word' || ['and', 'or', 'but', 'with', 'is', 'are'].includes(token.text)) break;
    else if (windowAhead(cursor)) break;
    else if (columnIndex(columnsOf(query) ?? [], token.text) >= 0 || measureNamed(token.text) !== null) words.push(token.raw);
    else if (
      !FILLERS.has(token.text) &&
      !GENERIC_NOUNS.has(token.text) &&
      resourceNamed(token.text) === null &&
      !mentions(query, token.text)
    ) {
      return isComparatorWord(token.text) ? words : null;
    }
    if (isComparatorWord(token.text)) break;
    cursor.next();
  }
  return words;
}

function isComparatorWord(word: string): boolean {
  return [
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
  ].includes(word);
}

function windowAhead(cursor: TokenCursor): boolean {
  const start = cursor.mark();
  const window = readWindow(cursor);
  cursor.reset(start);
  return window !== null;
}

function numberTest(words: readonly string[], threshold: Threshold, window: Window | null, query: QueryFacts): Complement | null {
  const column = bindMeasure(words, threshold.quantity.unit, query);
  if (column === null) return null;
  const test: RowTest = { kind: 'cell', column, test: { kind: 'number', ...threshold } };
  const bound = window === null ? test : windowedTest(column, threshold, window, query);
  return bound === null ? null : { test: bound, states: null, negated: false };
}
