import { holds } from '../compare-amount.js';
import type { Answer, Predicate, Quantifier, RowsPredicate, RowTest } from '../predicate.js';
import { whenEmptyOf } from '../quantifiers.js';
import type { Token } from '../tokens.js';
import { dimensionOf } from '../units.js';
import { stateGroup } from '../words/states.js';
import type { Objection } from './clause.js';
import { Clause, isObjection } from './clause.js';
import { firstHead } from './heads.js';
import type { Names } from './leftovers.js';
import { judgeLeftovers } from './leftovers.js';
import type { ClauseParts } from './parts.js';
import { countOfMetric } from './metric-count.js';
import { findWindow } from './quantities.js';
import type { Scope } from './quantifiers.js';
import { takeScope } from './quantifiers.js';
import { otherResource } from './other-resource.js';
import type { QueryProfile } from './query-profile.js';
import { isCluster, isMetric } from './query-profile.js';
import { countColumn } from './share-clause.js';
import type { SaidOfRow } from './read-test.js';
import { readTest } from './read-test.js';
import { allOf, either, every, negated } from './row-tests.js';
import type { AskedState } from './state-test.js';
import { takeStates, testStates } from './state-test.js';

/** "any pod is in CrashLoopBackOff", "the p99 of one route is > 500 ms", "some flag has an error rate > 8% with > 1000 requests". */
export function readRowsClause(parts: ClauseParts, query: QueryProfile): Predicate | Objection | null {
  const first = new Clause(silenced(parts.words, query), query);
  const there = first.take('there be', 'there have be', 'there exist', 'there have') !== null;
  const scope = takeScope(first, there);
  const excluded = takeExcluded(first);
  const other = otherResource(first, query);
  if (other !== null) return other;
  const counted = parts.further.length === 0 ? first.attempt((clause) => countOfMetric(clause, scope)) : null;
  if (counted !== null) return counted;
  const subject = parts.words.slice(0, firstHead(parts.words));
  const said = readTest(first);
  if (said !== null && isObjection(said)) return said;
  const adjectives = said === null ? null : takeAdjectives(first, there ? parts.words.length - 1 : subject.length, query);
  const tests = readFurther(parts, query, subject);
  if (isObjection(tests)) return tests;
  if (said === null && tests.test === null) return null;
  const names = judgeLeftovers(first, allowedBeside(said));
  if (isObjection(names)) return names;
  const ofMany =
    said !== null && isWordTest(said.test) && (subject.length === 0 || subject.length === parts.words.length || isHeap(subject));
  const restriction = parts.restricts === true && said !== null ? tests.test : null;
  const test = joined(said?.test ?? null, restriction === null ? tests.test : null, parts.joint);
  if (test === null) return null;
  return assemble(
    {
      ofMany,
      scope,
      test,
      states: said?.states ?? tests.states,
      negated: said?.negated ?? tests.negated,
      adjectives,
      names: merged({ ...names, where: allOf([names.where, excluded, restriction]) }, tests.names),
    },
    query,
  );
}

/** "no backup for > 48 hours" says of the last one that it has not come since. */
function silenced(words: readonly Token[], query: QueryProfile): readonly Token[] {
  const clause = new Clause(words, query);
  const no = clause.find('no');
  const window = findWindow(clause);
  if (no === null || window?.kind !== 'for' || no.at > window.at || isCluster(query)) return words;
  return [
    ...words.slice(0, no.at).filter((word) => word.text === 'the'),
    ...words.slice(no.at + 1, window.at),
    { kind: 'word', text: 'not', raw: 'not' },
    { kind: 'word', text: 'seen', raw: 'seen' },
    ...words.slice(window.at),
  ];
}

function joined(first: RowTest | null, further: RowTest | null, joint: 'and' | 'or'): RowTest | null {
  if (first === null || further === null) return first ?? further;
  return joint === 'and' ? every([first, further]) : either([first, further]);
}

function merged(one: Names, other: Names): Names {
  return { where: allOf([one.where, other.where]), prefer: allOf([one.prefer, other.prefer]) };
}

/** "stuck in Pending", "running for an hour": words that add nothing to a state or to a time. */
function allowedBeside(said: SaidOfRow | null): readonly string[] {
  if (said === null || said.states.length > 0) return ['stuck', 'hung'];
  const { test } = said;
  const time =
    test.kind === 'cell' &&
    (test.test.kind === 'age' ||
      (test.test.kind === 'number' && test.test.quantity.unit !== null && dimensionOf(test.test.quantity.unit) === 'time'));
  return time ? ['running', 'waiting', 'open', 'alive', 'up', 'old', 'stuck', 'pending'] : [];
}

function isHeap(subject: readonly Token[]): boolean {
  return subject.some((word) => ['events', 'conditions', 'results', 'rows', 'findings'].includes(word.text));
}

function isWordTest(test: RowTest): boolean {
  return (
    (test.kind === 'cell' && ['word', 'state', 'flag'].includes(test.test.kind)) ||
    test.kind === 'any-cell' ||
    (test.kind === 'either' && test.of.every(isWordTest))
  );
}

/** "every pod other than b-1". */
function takeExcluded(clause: Clause): RowTest | null {
  const found = clause.find('other than');
  const name = found === null ? undefined : clause.words[found.end];
  if (found === null || name === undefined || found.at > firstHead(clause.words)) return null;
  if (name.kind !== 'literal' && !/[-\d]/.test(name.raw) && stateGroup(name.text) !== null) return null;
  clause.read(...clause.words.slice(found.at, found.end + 1));
  return negated({ kind: 'any-cell', test: { kind: 'word', match: 'names', words: [name.raw] } });
}

/** States before the noun where something else is said of it: "any CRITICAL scenario has …". */
function takeAdjectives(clause: Clause, end: number, query: QueryProfile): RowTest | null {
  const found = clause.attempt((one) => takeStates(one, 0, end));
  return found === null ? null : testStates(found, query);
}

interface Further {
  readonly test: RowTest | null;
  readonly states: readonly AskedState[];
  readonly negated: boolean;
  readonly names: Names;
}

/** What is said besides, of the same row: "… and has > 3 restarts", "… that are not ready". */
function readFurther(parts: ClauseParts, query: QueryProfile, subject: readonly Token[]): Further | Objection {
  const tests: SaidOfRow[] = [];
  let names: Names = { where: null, prefer: null };
  for (const words of parts.further) {
    const clause = new Clause(words, query);
    clause.take('it', 'they', 'its', 'their', 'this', 'these', 'both', 'also');
    const said = readTest(clause, subject);
    if (said === null) return { objection: `“${words.map((word) => word.raw).join(' ')}” cannot be read` };
    if (isObjection(said)) return said;
    const left = judgeLeftovers(clause);
    if (isObjection(left)) return left;
    names = merged(names, left);
    tests.push(said);
  }
  const [only] = tests;
  const all = tests.map((said) => said.test);
  return {
    test: only === undefined ? null : parts.joint === 'and' ? every(all) : either(all),
    states: only?.states ?? [],
    negated: only?.negated ?? false,
    names,
  };
}

interface Draft {
  readonly scope: Scope;
  readonly test: RowTest;
  readonly states: readonly AskedState[];
  readonly negated: boolean;
  readonly adjectives: RowTest | null;
  readonly names: Names;
  /** Whether the subject is a heap of rows ("the events"), or there is none. */
  readonly ofMany: boolean;
}

function assemble(draft: Draft, query: QueryProfile): Predicate {
  const quantifier = quantifierOf(draft);
  const fold = ['any', 'none', 'count'].includes(quantifier.kind);
  const test = draft.adjectives !== null && fold ? every([draft.adjectives, draft.test]) : draft.test;
  const rows: RowsPredicate = {
    kind: 'rows',
    query: query.facts.queryId,
    quantifier,
    where: allOf([draft.names.where, fold ? null : draft.adjectives]),
    prefer: draft.names.prefer,
    test,
    whenEmpty: emptyAnswer(quantifier, query),
  };
  if (quantifier.kind === 'all' && draft.scope.isTail === true && draft.negated && test.kind === 'not')
    return { kind: 'not', of: { ...rows, test: test.of } };
  return draft.scope.negated ? { kind: 'not', of: rows } : (countedSum(rows, query) ?? rows);
}

/** Rows that are groups with a count of their own: how many of something there are is a sum, not a number of rows. */
function countedSum(rows: RowsPredicate, query: QueryProfile): Predicate | null {
  const { quantifier } = rows;
  if (quantifier.kind !== 'count' || isCluster(query) || isMetric(query) || countLike(rows.test)) return null;
  const column = countColumn(query);
  if (column === null) return null;
  const sum: Predicate = {
    kind: 'aggregate',
    query: rows.query,
    of: 'sum',
    column: { name: column.name, unit: null },
    where: allOf([rows.where, rows.test]),
    comparator: quantifier.comparator,
    quantity: { value: quantifier.count, unit: null },
  };
  return { kind: 'readings', of: [sum, rows] };
}

function countLike(test: RowTest): boolean {
  return test.kind === 'cell' && test.test.kind === 'number';
}

/** "events show X" is true where any does; so is a state without a subject: "`X` in the STATUS column". */
function quantifierOf(draft: Draft): Quantifier {
  const { quantifier } = draft.scope;
  if ((quantifier === null || quantifier.kind === 'the') && draft.ofMany) return { kind: 'any' };
  return quantifier ?? bareQuantifier(draft);
}

/** A bare plural: trouble in one is trouble ("pods are Pending", "pods are not Running"), health is health of all ("pods are Running"). */
function bareQuantifier({ scope, states, negated: not }: Draft): Quantifier {
  if (!scope.plural || states.length === 0) return { kind: 'the' };
  const good = states.every((state) => stateGroup(state.text)?.polarity === 'good');
  return good === not ? { kind: 'any' } : { kind: 'all' };
}

/** Rows of SQL and logs are findings, so none of them is an answer; a cluster without pods says nothing of pods. */
export function emptyAnswer(quantifier: Quantifier, query: QueryProfile): Answer {
  if (quantifier.kind === 'none' && !isCluster(query) && !isMetric(query)) return 'true';
  if (quantifier.kind === 'count') return holds(0, quantifier.comparator, quantifier.count) ? 'true' : 'false';
  return whenEmptyOf(quantifier);
}
