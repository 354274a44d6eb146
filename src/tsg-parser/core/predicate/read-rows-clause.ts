import { GENERIC_NOUNS, measureNamed, resourceNamed } from './lexicon.js';
import type { Window } from './phrases.js';
import { readWindow } from './phrases.js';
import type { Answer, Predicate, Quantifier, RowTest } from './predicate.js';
import type { QueryFacts } from './query-facts.js';
import { whenEmptyOf } from './quantifiers.js';
import { columnsOf, isCluster, printsText } from './query-profile.js';
import { holds } from './compare-amount.js';
import type { Subject } from './read-subject.js';
import { replicaTest } from './read-replicas.js';
import { NO_SUBJECT, readQuantifier, readSubject } from './read-subject.js';
import { readTests, startsTest } from './read-tests.js';
import { stateTest } from './state-test.js';
import { columnIndex } from './table-view.js';
import type { Token } from './tokens.js';
import { takeVerb } from './verbs.js';
import { TokenCursor } from './tokens.js';

const PREFACE =
  /^(?:the |this |its )?(?:analysis|query|output|command|check|table|list|result|results|it) (?:identifies|shows|reveals|finds|reports|lists|indicates|returns|contains|has) (?:that )?(?=any\b|a\b|an\b|some\b|at least\b|more than\b|no\b|all\b|every\b|one\b|the\b)/;

/** "any pod is in CrashLoopBackOff", "the p99 of one route is above 500 ms", "more than 3 restarts". */
export function readRowsClause(tokens: readonly Token[], query: QueryFacts): Predicate | null {
  if (printsText(query)) return null;
  const all = withoutPreface(tokens);
  const tail = withoutTail(all, query);
  const whole: Tail = { words: all, quantifier: null, where: null };
  const readings = [tail, whole].map(
    (one) => [one, readWithSubject(one.words, one.quantifier, query) ?? readWithoutSubject(one.words, one.quantifier, query)] as const,
  );
  const [scoped, found] = readings.find(([, reading]) => reading !== null) ?? [whole, null];
  return found === null || scoped.where === null ? found : narrowed(found, scoped.where);
}

function narrowed(predicate: Predicate, where: RowTest): Predicate | null {
  if (predicate.kind !== 'rows') return null;
  return { ...predicate, where: allOf(predicate.where === null ? [where] : [predicate.where, where]) };
}

function withoutPreface(tokens: readonly Token[]): readonly Token[] {
  const text = tokens.map((token) => token.text).join(' ');
  const preface = PREFACE.exec(text)?.[0];
  return preface === undefined ? tokens : tokens.slice(preface.trim().split(' ').length);
}

const EXISTING = [
  'exists',
  'exist',
  'is present',
  'are present',
  'is listed',
  'are listed',
  'is found',
  'are found',
  'is shown',
  'are shown',
  'is reported',
  'are reported',
  'appears',
  'appear',
  'is seen',
  'are seen',
];
const THERE = ['there is', 'there are', 'there was', 'there were', 'there has been', 'there have been', 'there exists', 'there exist'];

const TAIL: Readonly<Record<string, Quantifier>> = {
  any: { kind: 'any' }, one: { kind: 'any' }, some: { kind: 'any' }, 'at least one': { kind: 'any' }, 'one of the': { kind: 'any' }, 'any of the': { kind: 'any' },
  all: { kind: 'all' }, every: { kind: 'all' }, each: { kind: 'all' }, 'all of the': { kind: 'all' }, 'all the': { kind: 'all' }, both: { kind: 'all' }, most: { kind: 'most' },
}; // prettier-ignore

interface Tail {
  readonly words: readonly Token[];
  readonly quantifier: Quantifier | null;
  readonly where: RowTest | null;
}

/** "RESTARTS is above 5 for any pod", "n is above 10 for status `failed`": the scope stands at the end. */
function withoutTail(tokens: readonly Token[], query: QueryFacts): Tail {
  for (const [index, token] of tokens.entries()) {
    if (!['for', 'in', 'on', 'of', 'across'].includes(token.text) || token.kind !== 'word' || index < 2) continue;
    const words = tokens.slice(0, index);
    const cursor = new TokenCursor(tokens.slice(index + 1));
    const quantifier = TAIL[cursor.take(...Object.keys(TAIL)) ?? ''];
    if (quantifier !== undefined && areRowNouns(cursor.rest(), query)) return { words, quantifier, where: null };
    const where = quantifier === undefined ? namedRow(cursor, query) : null;
    if (where !== null) return { words, quantifier: null, where };
  }
  return { words: tokens, quantifier: null, where: null };
}

/** Any plain nouns name the rows; of a cluster they must be the resource that was asked for. */
function areRowNouns(nouns: readonly Token[], query: QueryFacts): boolean {
  const plain =
    nouns.length > 0 &&
    nouns.length <= 3 &&
    nouns.every((noun) => noun.kind === 'word' && takeVerb(new TokenCursor([noun])) === null && !['and', 'or', 'but'].includes(noun.text));
  return plain && (!isCluster(query) || nouns.every((noun) => resourceNamed(noun.text) !== null || GENERIC_NOUNS.has(noun.text)));
}

/** "status `failed`", "`orders`" at the very end. */
function namedRow(cursor: TokenCursor, query: QueryFacts): RowTest | null {
  cursor.take('the');
  const columns = columnsOf(query) ?? [];
  const column = columnIndex(columns, cursor.peek()?.raw ?? '');
  const noun = column >= 0 || GENERIC_NOUNS.has(cursor.peek()?.text ?? '') ? cursor.next() : null;
  const value = cursor.next();
  if (value?.kind !== 'literal' || cursor.peek() !== null || columnIndex(columns, value.raw) >= 0) return null;
  const test = { kind: 'word', match: 'is', words: [value.raw] } as const;
  return noun !== null && column >= 0
    ? { kind: 'cell', column: { name: columns[column] ?? '', unit: null }, test }
    : { kind: 'any-cell', test };
}

function readWithSubject(tokens: readonly Token[], tail: Quantifier | null, query: QueryFacts): Predicate | null {
  const cursor = new TokenCursor(withoutExisting(tokens));
  cursor.take(...THERE);
  const outer = readQuantifier(cursor);
  const { spoken, window } = readSpoken(cursor);
  const subject = readSubject(spoken, outer, query);
  if (subject === null) return null;
  const scoped =
    tail !== null && (subject.quantifier === null || subject.quantifier.kind === 'the') ? { ...subject, quantifier: tail } : subject;
  if (cursor.ended) return adjectivesOnly(scoped, query);
  const tests = readTests(cursor, scoped, query, window);
  if (tests === null || cursor.peek() !== null) return null;
  const replicas = tests.state === null ? null : replicaTest(scoped, tests.state, query);
  if (replicas !== null) {
    const test: RowTest = tests.negated ? { kind: 'not', of: replicas } : replicas;
    return finish({ ...scoped, quantifier: { kind: 'the' } }, test, false, query);
  }
  const extreme = extremeOf(scoped, tests.test);
  if (tail?.kind === 'all' && tests.test.kind === 'not')
    return finish({ ...scoped, negated: true }, tests.test.of, tests.goodStates, query);
  return finish(extreme === null ? scoped : { ...scoped, quantifier: extreme }, tests.test, tests.goodStates, query);
}

/** "the highest restart count is above 10" holds where any is; "is below 10" where all are. */
function extremeOf(subject: Subject, test: RowTest): Quantifier | null {
  if (subject.quantifier !== null && subject.quantifier.kind !== 'the') return null;
  if (test.kind !== 'cell' || test.test.kind !== 'number' || /max|min|worst|peak/i.test(test.column.name)) return null;
  const highest = subject.words.some((word) => measureNamed(word)?.stem === 'max');
  const lowest = subject.words.some((word) => measureNamed(word)?.stem === 'min');
  const upwards = test.test.comparator === '>' || test.test.comparator === '>=';
  const downwards = test.test.comparator === '<' || test.test.comparator === '<=';
  if (highest === lowest || upwards === downwards) return null;
  return highest === upwards ? { kind: 'any' } : { kind: 'all' };
}

/** "any Warning event exists" says no more than "any Warning event". */
function withoutExisting(tokens: readonly Token[]): readonly Token[] {
  const text = tokens.map((token) => token.text).join(' ');
  const phrase = EXISTING.find((existing) => text.endsWith(` ${existing}`));
  return phrase === undefined ? tokens : tokens.slice(0, -phrase.split(' ').length);
}

/** The words up to the verb, without a window among them ("the availability over the last hour"). */
function readSpoken(cursor: TokenCursor): { readonly spoken: readonly Token[]; readonly window: Window | null } {
  const spoken: Token[] = [];
  let window: Window | null = null;
  while (!cursor.ended && !startsTest(cursor, spoken.length === 0)) {
    if (cursor.take('per second', 'per minute') !== null) continue;
    const found = spoken.length === 0 ? null : readWindow(cursor);
    window = found ?? window;
    const token = found === null ? cursor.next() : null;
    if (token !== null) spoken.push(token);
  }
  return { spoken, window };
}

/** "any CrashLoopBackOff pods", "a Pending PVC": the adjective is the test. */
function adjectivesOnly(subject: Subject, query: QueryFacts): Predicate | null {
  const test = subject.states.length === 0 ? null : stateTest(subject.states, query);
  if (test === null || subject.measures.length > 0) return null;
  return finish({ ...subject, states: [], quantifier: subject.quantifier ?? { kind: 'any' } }, test, false, query);
}

/** "> 80%", "more than 3 restarts", "CrashLoopBackOff or OOMKilled". */
function readWithoutSubject(tokens: readonly Token[], tail: Quantifier | null, query: QueryFacts): Predicate | null {
  const cursor = new TokenCursor(tokens);
  cursor.take(...THERE);
  const tests = readTests(cursor, NO_SUBJECT, query, null);
  if (tests === null || !cursor.ended) return null;
  const quantifier: Quantifier = tail ?? (tests.states ? { kind: 'any' } : { kind: 'the' });
  return finish({ ...NO_SUBJECT, quantifier }, tests.test, tests.goodStates, query);
}

function finish(subject: Subject, test: RowTest, goodStates: boolean, query: QueryFacts): Predicate | null {
  const quantifier = subject.quantifier ?? bareQuantifier(subject, test, goodStates);
  const adjective = subject.states.length === 0 ? null : stateTest(subject.states, query);
  if (subject.states.length > 0 && adjective === null) return null;
  const folded: RowTest = adjective !== null && quantifier.kind === 'any' ? { kind: 'every', of: [adjective, test] } : test;
  const entities = subject.entities.map(named);
  const rows: Predicate = {
    kind: 'rows',
    query: query.queryId,
    quantifier,
    where: allOf(adjective !== null && folded === test ? [...entities, adjective] : entities),
    prefer: allOf(subject.mentioned.map(named)),
    test: folded,
    whenEmpty: emptyAnswer(quantifier, query),
  };
  return subject.negated ? { kind: 'not', of: rows } : rows;
}

function named(entity: string): RowTest {
  return { kind: 'any-cell', test: { kind: 'word', match: 'starts', words: [entity] } };
}

function allOf(tests: readonly RowTest[]): RowTest | null {
  return tests.length > 1 ? { kind: 'every', of: tests } : (tests[0] ?? null);
}

/** A bare plural: trouble in one is trouble ("pods are Pending"), health is health of all ("pods are Running"). */
function bareQuantifier(subject: Subject, test: RowTest, goodStates: boolean): Quantifier {
  const aboutStates = test.kind !== 'cell' || test.test.kind !== 'number';
  if (!subject.plural || !aboutStates) return { kind: 'the' };
  return goodStates ? { kind: 'all' } : { kind: 'any' };
}

/** Rows of SQL and logs are findings, so none of them is an answer; a cluster without pods says nothing of pods. */
function emptyAnswer(quantifier: Quantifier, query: QueryFacts): Answer {
  if (quantifier.kind === 'none' && !isCluster(query) && query.language !== 'promql') return 'true';
  if (quantifier.kind === 'count') return holds(0, quantifier.comparator, quantifier.count) ? 'true' : 'false';
  return whenEmptyOf(quantifier);
}
