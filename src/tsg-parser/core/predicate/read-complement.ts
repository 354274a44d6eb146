import type { Clause, Complement, ReadComplement } from './complement.js';
import { measureNamed } from './lexicon.js';
import type { ReadyState, RowTest } from './predicate.js';
import { columnsOf, isCluster } from './query-profile.js';
import { readAge } from './read-age.js';
import { numberTest, readBetween, readNouns, readNumberComplement, readStatusClass } from './read-number.js';
import { readStates } from './read-states.js';
import { readColumns, readLiteral, readValue } from './read-value.js';
import type { Subject } from './read-subject.js';
import { readThreshold, readWindow } from './phrases.js';
import { readinessTest, unready } from './state-test.js';
import { columnIndex, normalName } from './table-view.js';
import type { TokenCursor } from './tokens.js';

const FORMS: readonly ReadComplement[] = [
  readRestarted,
  readAge,
  readReadiness,
  readNothing,
  readUp,
  readStates,
  readBlank,
  readLiteral,
  readBetween,
  readStatusClass,
  readColumns,
  readNumberComplement,
  readValue,
  readSome,
];

/** What follows the verb of a clause. Tries each form in turn; a form consumes all it read or nothing. */
export function readComplement(cursor: TokenCursor, clause: Clause): Complement | null {
  const start = cursor.mark();
  for (const read of FORMS) {
    cursor.reset(start);
    const not = clause.verb.negated !== (cursor.take('not') !== null);
    const complement = clause.verb.kind === 'happen' && read !== readAge ? null : read(cursor, clause);
    if (complement !== null) return not ? negate(complement, clause) : complement;
  }
  cursor.reset(start);
  return null;
}

function negate(complement: Complement, { query }: Clause): Complement {
  const { test } = complement;
  const ready = complement.states?.length === 1 && complement.states[0] === 'Ready' && test.kind !== 'not';
  return { ...complement, test: ready ? unready(test, columnsOf(query) ?? [], query) : { kind: 'not', of: test }, negated: true };
}

/** "has restarted", "restarted more than 3 times in the last 30 minutes". */
function readRestarted(cursor: TokenCursor, { verb, query, window }: Clause): Complement | null {
  if (verb.kind !== 'restart') return null;
  const threshold = readThreshold(cursor, true) ?? { comparator: '>', quantity: { value: 0, unit: null } };
  return numberTest(['restarts'], threshold, readWindow(cursor) ?? window, query);
}

const READINESS: Readonly<Record<ReadyState, readonly string[]>> = {
  fewer: [
    ...['fewer', 'less'].flatMap((few) => [
      `${few} ready than desired`,
      `${few} than desired`,
      `${few} than expected`,
      `${few} ready than expected`,
      `${few} available than desired`,
    ]),
    ...['replicas', 'pods', 'containers'].flatMap((noun) => [
      `fewer ready ${noun} than desired`,
      `fewer ${noun} than desired`,
      `fewer available ${noun} than desired`,
      `fewer ready ${noun} than requested`,
      `not all ${noun} ready`,
    ]),
    'below desired',
    'less than the desired number',
    'fewer than the desired number of replicas',
  ],
  none: ['replicas', 'pods', 'containers'].flatMap((noun) => [`no ready ${noun}`, `zero ready ${noun}`]),
  available: [],
  full: ['fully ready', 'all replicas ready', 'all containers ready', 'all pods ready'],
  'zero-desired': ['to zero', 'to 0', 'down to zero', 'down to 0']
    .map((down) => `scaled ${down}`)
    .concat(['zero desired replicas', 'no desired replicas', 'zero replicas', 'no replicas', '0 replicas', '0 desired replicas']),
};

/** "0/0 in READY", "fewer ready than desired", "scaled to zero". */
function readReadiness(cursor: TokenCursor, { subject, query }: Clause): Complement | null {
  if (!isCluster(query) || columnIndex(columnsOf(query) ?? ['READY'], 'READY') < 0) return null;
  const column = { name: 'READY', unit: null } as const;
  for (const [state, phrases] of Object.entries(READINESS)) {
    if (cursor.take(...phrases) === null) continue;
    return takeColumnTail(cursor, subject)
      ? { test: readinessTest(state as ReadyState, columnsOf(query) ?? []), states: [], negated: true }
      : null;
  }
  cursor.take('ready', 'ready of', 'ready =');
  const ratio = cursor.peek();
  if (ratio === null || !/^\d+\/\d+$/.test(ratio.text)) return null;
  cursor.next();
  cursor.take(
    'ready',
    'pods',
    'replicas',
    'ready replicas',
    'ready pods',
    'containers ready',
    'pods ready',
    'replicas ready',
    'ready containers',
  );
  if (!takeColumnTail(cursor, subject)) return null;
  const test: RowTest = {
    kind: 'cell',
    column,
    test: ratio.text === '0/0' ? { kind: 'ready', state: 'zero-desired' } : { kind: 'word', match: 'is', words: [ratio.text] },
  };
  return { test, states: [], negated: true };
}

/** "in READY", "in the READY column", "for READY"; the column must be READY, in the tail or the subject. */
function takeColumnTail(cursor: TokenCursor, subject: Subject): boolean {
  const start = cursor.mark();
  const tail = cursor.take('in', 'under', 'for', 'in the', 'under the', 'for the', 'in its', 'as');
  const named = tail === null ? undefined : cursor.next()?.raw;
  if (named !== undefined && !isReady(named)) {
    cursor.reset(start);
    return false;
  }
  cursor.take('column', 'field');
  return subject.measures.every(isReady);
}

function isReady(word: string): boolean {
  return normalName(word) === 'ready' || measureNamed(word)?.stem === 'replica';
}

/** "has no endpoints", "has no restarts", "has no available replicas". */
function readNothing(cursor: TokenCursor, { verb, query, window }: Clause): Complement | null {
  if (verb.kind !== 'have' || cursor.take('no', 'zero', 'any') === null) return null;
  if (cursor.peek(-1)?.text === 'any' && !verb.negated) return null;
  const none = nothingOf(cursor, query, window);
  return none === null || !verb.negated ? none : { ...none, test: { kind: 'not', of: none.test } };
}

function nothingOf(cursor: TokenCursor, query: Clause['query'], window: Clause['window']): Complement | null {
  const words = readNouns(cursor, query);
  if (words === null || words.length === 0) return null;
  const columns = columnsOf(query) ?? [];
  const [word, second] = words;
  const column = word === undefined ? -1 : columnIndex(columns, word);
  if (
    column >= 0 &&
    second === undefined &&
    word !== undefined &&
    measureNamed(word) === null &&
    isCluster(query) &&
    !/^\d|AVAILABLE|READY|CURRENT|DESIRED/.test(columns[column] ?? '')
  ) {
    return {
      test: { kind: 'cell', column: { name: columns[column] ?? word, unit: null }, test: { kind: 'blank' } },
      states: null,
      negated: false,
    };
  }
  return numberTest(words, { comparator: '=', quantity: { value: 0, unit: null } }, readWindow(cursor) ?? window, query);
}

/** "has restarts", "has endpoints": more than none. */
function readSome(cursor: TokenCursor, clause: Clause): Complement | null {
  if (clause.verb.kind !== 'have') return null;
  cursor.take('any', 'some');
  const none = nothingOf(cursor, clause.query, clause.window);
  return none === null ? null : { ...none, test: { kind: 'not', of: none.test } };
}

/** "the target is down": the metric `up` is 0. */
function readUp(cursor: TokenCursor, { verb, query }: Clause): Complement | null {
  if (verb.kind !== 'be' || query.language !== 'promql' || !/^\s*up\b\s*(?:\{[^}]*\})?\s*$/.test(query.text)) return null;
  const word = cursor.take('up', 'down', 'unreachable', 'reachable');
  if (word === null) return null;
  const value = word === 'up' || word === 'reachable' ? 1 : 0;
  const test: RowTest = {
    kind: 'cell',
    column: { name: 'value', unit: null },
    test: { kind: 'number', comparator: '=', quantity: { value, unit: null } },
  };
  return { test, states: value === 1 ? ['Running'] : ['down'], negated: false };
}

/** "is empty", "is <none>", "is missing". */
function readBlank(cursor: TokenCursor, { verb, subject, query }: Clause): Complement | null {
  if (verb.kind !== 'be' && verb.kind !== 'have') return null;
  const literal = cursor.peek();
  const blank = literal?.kind === 'literal' && literal.raw.toLowerCase() === '<none>';
  if (blank) cursor.next();
  const missing = !blank && cursor.take('missing') !== null;
  if (!blank && !missing && cursor.take('empty', 'blank', 'unset', 'not set', 'null', 'none') === null) return null;
  const columns = columnsOf(query) ?? [];
  const tail = blank && cursor.take('in', 'under', 'for', 'in the', 'under the') !== null ? cursor.next()?.raw : undefined;
  cursor.take('column', 'field');
  const index = columnIndex(columns, tail ?? subject.measures.find((word) => columnIndex(columns, word) >= 0) ?? 'ENDPOINTS');
  return index < 0 || (missing && index === 0)
    ? null
    : { test: { kind: 'cell', column: { name: columns[index] ?? '', unit: null }, test: { kind: 'blank' } }, states: null, negated: false };
}
