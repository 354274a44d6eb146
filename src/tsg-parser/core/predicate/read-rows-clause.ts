import type { Answer, Predicate, Quantifier, RowTest } from './predicate.js';
import type { QueryFacts } from './query-facts.js';
import { whenEmptyOf } from './quantifiers.js';
import { isCluster, printsText } from './query-profile.js';
import { holds } from './compare-amount.js';
import type { Subject } from './read-subject.js';
import { readQuantifier, readSubject } from './read-subject.js';
import { readTests, startsTest } from './read-tests.js';
import { stateTest } from './state-test.js';
import type { Token } from './tokens.js';
import { TokenCursor } from './tokens.js';

const PREFACE =
  /^(?:the |this |its )?(?:analysis|query|output|command|check|table|list|result|results|it) (?:identifies|shows|reveals|finds|reports|lists|indicates|returns|contains|has) (?:that )?(?=any\b|a\b|an\b|some\b|at least\b|more than\b|no\b|all\b|every\b|one\b|the\b)/;

/** "any pod is in CrashLoopBackOff", "the p99 of one route is above 500 ms", "more than 3 restarts". */
export function readRowsClause(tokens: readonly Token[], query: QueryFacts): Predicate | null {
  if (printsText(query)) return null;
  const words = withoutPreface(tokens);
  return readWithSubject(words, query) ?? readWithoutSubject(words, query);
}

function withoutPreface(tokens: readonly Token[]): readonly Token[] {
  const text = tokens.map((token) => token.text).join(' ');
  const preface = PREFACE.exec(text)?.[0];
  return preface === undefined ? tokens : tokens.slice(preface.trim().split(' ').length);
}

function readWithSubject(tokens: readonly Token[], query: QueryFacts): Predicate | null {
  const cursor = new TokenCursor(tokens);
  cursor.take('there is', 'there are', 'there exists', 'there exist');
  const outer = readQuantifier(cursor);
  const spoken: Token[] = [];
  while (!cursor.ended && !startsTest(cursor, spoken.length === 0)) {
    const token = cursor.next();
    if (token !== null) spoken.push(token);
  }
  const subject = readSubject(spoken, outer, query);
  if (subject === null) return null;
  if (cursor.ended) return adjectivesOnly(subject, query);
  const tests = readTests(cursor, subject, query);
  return tests === null || !cursor.ended ? null : finish(subject, tests.test, tests.goodStates, query);
}

/** "any CrashLoopBackOff pods", "a Pending PVC": the adjective is the test. */
function adjectivesOnly(subject: Subject, query: QueryFacts): Predicate | null {
  const test = subject.states.length === 0 ? null : stateTest(subject.states, query);
  if (test === null || subject.measures.length > 0) return null;
  return finish({ ...subject, states: [], quantifier: subject.quantifier ?? { kind: 'any' } }, test, false, query);
}

/** "> 80%", "more than 3 restarts", "CrashLoopBackOff or OOMKilled". */
function readWithoutSubject(tokens: readonly Token[], query: QueryFacts): Predicate | null {
  const cursor = new TokenCursor(tokens);
  const subject: Subject = { quantifier: null, negated: false, plural: false, measures: [], entities: [], states: [] };
  const tests = readTests(cursor, subject, query);
  if (tests === null || !cursor.ended) return null;
  return finish({ ...subject, quantifier: tests.states ? { kind: 'any' } : { kind: 'the' } }, tests.test, tests.goodStates, query);
}

function finish(subject: Subject, test: RowTest, goodStates: boolean, query: QueryFacts): Predicate | null {
  const quantifier = subject.quantifier ?? bareQuantifier(subject, test, goodStates);
  const adjective = subject.states.length === 0 ? null : stateTest(subject.states, query);
  if (subject.states.length > 0 && adjective === null) return null;
  const folded: RowTest = adjective !== null && quantifier.kind === 'any' ? { kind: 'every', of: [adjective, test] } : test;
  const entities: RowTest[] = subject.entities.map((entity) => ({
    kind: 'any-cell',
    test: { kind: 'word', match: 'starts', words: [entity] },
  }));
  const filters = adjective !== null && folded === test ? [...entities, adjective] : entities;
  const [only] = filters;
  const where: RowTest | null = filters.length > 1 ? { kind: 'every', of: filters } : (only ?? null);
  const rows: Predicate = {
    kind: 'rows',
    query: query.queryId,
    quantifier,
    where,
    test: folded,
    whenEmpty: emptyAnswer(quantifier, query),
  };
  return subject.negated ? { kind: 'not', of: rows } : rows;
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
