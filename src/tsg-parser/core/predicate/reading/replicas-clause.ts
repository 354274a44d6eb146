import type { Predicate, Quantifier, RowTest } from '../predicate.js';
import { singularOf } from '../words/inflections.js';
import { stateGroup } from '../words/states.js';
import type { Objection } from './clause.js';
import { Clause, isObjection } from './clause.js';
import { replicas } from './kubernetes-states.js';
import { judgeLeftovers } from './leftovers.js';
import type { ClauseParts } from './parts.js';
import { thresholdAt } from './quantities.js';
import type { Scope } from './quantifiers.js';
import { takeScope } from './quantifiers.js';
import type { QueryProfile } from './query-profile.js';
import { columnNamed } from './query-profile.js';
import { negated, number } from './row-tests.js';

const WORKLOADS = new Set(['deployment', 'statefulset', 'daemonset', 'replicaset']);
const PARTS = new Set(['replica', 'pod', 'container', 'instance', 'copy']);

export function listsWorkloads(query: QueryProfile): boolean {
  return query.command?.resources.some((resource) => WORKLOADS.has(resource)) === true && !query.command.resources.includes('pod');
}

/**
 * "no replicas are ready", "fewer than 3 replicas are available", "has pods that are not ready": replicas of a listed
 * workload are numbers in its row, not rows. Null: not about replicas.
 */
export function readReplicas(parts: ClauseParts, query: QueryProfile): Predicate | Objection | null {
  if (!listsWorkloads(query) || columnNamed(query, 'READY') === null) return null;
  const clause = new Clause([...parts.words, ...parts.further.flat()], query);
  const owner = clause.words.findIndex((word) => word.text === 'has' || word.text === 'have');
  const words = owner > 0 && parts.further.length > 0 ? clause.words.slice(owner + 1) : clause.words;
  const said = new Clause(words, query);
  const there = said.take('there be') !== null;
  const scope = takeCount(said) ?? takeScope(said, there || words !== clause.words);
  const noun = said.unread.find((word) => word.kind === 'word' && !['the', 'its'].includes(word.text));
  if (said.unread.some((word) => word.text === '%') && said.words.some((word) => PARTS.has(singularOf(word.text))))
    return { objection: 'the result does not tell that of single replicas' };
  if (noun === undefined || !isPart(noun.text, said)) return null;
  const state = said.words.find((word) => word.kind === 'word' && STATES.has(stateGroup(word.text)?.name ?? ''));
  if (state === undefined) return null;
  said.read(noun, state);
  const bad = ['notready', 'unavailable', 'unhealthy', 'down'].includes(stateGroup(state.text)?.name ?? '');
  const not = (said.take('not') !== null) !== bad;
  const test = testOf(scope, not, stateGroup(state.text)?.name === 'available' ? 'AVAILABLE' : 'READY', query);
  if (test === null) return { objection: 'the result does not tell that of single replicas' };
  const names = judgeLeftovers(said);
  if (isObjection(names)) return names;
  return {
    kind: 'rows',
    query: query.facts.queryId,
    quantifier: { kind: 'the' },
    where: names.where,
    prefer: names.prefer,
    test,
    whenEmpty: 'undecidable',
  };
}

/** "> 3 replicas": how many, before the noun. */
function takeCount(clause: Clause): Scope | null {
  const begin = clause.words.findIndex((word) => !clause.isRead(word));
  const threshold = thresholdAt(clause, begin);
  const of = threshold === null ? null : clause.at(threshold.end, 'of the', 'of its', 'of');
  const end = of?.end ?? threshold?.end ?? 0;
  const noun = clause.words[end];
  const next = clause.words[end + 1];
  if (threshold?.quantity.unit !== null || threshold.upTo !== null || noun === undefined) return null;
  if (!PARTS.has(singularOf(noun.text)) && !(next !== undefined && PARTS.has(singularOf(next.text)))) return null;
  clause.read(...clause.words.slice(begin, end));
  return { quantifier: { kind: 'count', comparator: threshold.comparator, count: threshold.quantity.value }, negated: false, plural: true };
}

const STATES = new Set(['ready', 'available', 'running', 'healthy', 'up', 'notready', 'unavailable', 'unhealthy', 'down']);

/** The noun at the head of the subject: "replicas", "of the replicas", "ready replicas" have their state as an adjective. */
function isPart(word: string, clause: Clause): boolean {
  if (PARTS.has(singularOf(word))) return true;
  const next = clause.unread[1];
  return STATES.has(stateGroup(word)?.name ?? '') && next !== undefined && PARTS.has(singularOf(next.text));
}

function testOf({ quantifier, negated: notAll }: Scope, not: boolean, column: string, query: QueryProfile): RowTest | null {
  const count = columnNamed(query, column) === null ? 'READY' : column;
  if (not) return unreadyTest(quantifier ?? { kind: 'any' }, notAll, query);
  const test = readyTest(quantifier ?? { kind: 'all' }, count, query);
  return test !== null && notAll ? negated(test) : test;
}

function readyTest(quantifier: Quantifier, column: string, query: QueryProfile): RowTest | null {
  switch (quantifier.kind) {
    case 'any':
      return number(column, '>=', 1);
    case 'none':
      return number(column, '=', 0);
    case 'count':
      return number(column, quantifier.comparator, quantifier.count);
    case 'all':
    case 'the':
      return replicas('full', query);
    case 'most':
    case 'share':
    case 'latest':
      return null;
  }
}

/** "some are not ready" are fewer than desired; "none is unready" are all. */
function unreadyTest(quantifier: Quantifier, notAll: boolean, query: QueryProfile): RowTest | null {
  if (notAll) return negated(replicas('none', query));
  switch (quantifier.kind) {
    case 'any':
    case 'the':
      return replicas('fewer', query);
    case 'none':
      return replicas('full', query);
    case 'all':
      return replicas('none', query);
    case 'count':
      return quantifier.comparator === '>=' && quantifier.count === 1 ? replicas('fewer', query) : null;
    case 'most':
    case 'share':
    case 'latest':
      return null;
  }
}
