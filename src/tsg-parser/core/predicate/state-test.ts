import { assertNever } from '../../../platform/errors.js';
import type { ColumnReference, ReadyState, RowTest } from './predicate.js';
import type { QueryFacts } from './query-facts.js';
import { clusterCommand, columnsOf, isCluster } from './query-profile.js';
import { columnIndex } from './table-view.js';

/** A row in one of these states. Null where the query cannot show states. */
export function stateTest(states: readonly string[], query: QueryFacts): RowTest | null {
  if (query.language === 'promql') return null;
  if (!isCluster(query)) return sqlStateTest(states, query);
  const tests = groupByColumn(states, query);
  if (tests === null) return null;
  const [only] = tests;
  return tests.length === 1 && only !== undefined ? only : { kind: 'either', of: tests };
}

/** A status word of a CASE, or a value in some column. */
function sqlStateTest(states: readonly string[], query: QueryFacts): RowTest | null {
  const possible =
    query.statusWords.length === 0 || states.every((state) => query.statusWords.some((word) => word.toLowerCase() === state.toLowerCase()));
  if (!possible) return null;
  return { kind: 'any-cell', test: { kind: 'word', match: 'is', words: states } };
}

function groupByColumn(states: readonly string[], query: QueryFacts): readonly RowTest[] | null {
  const columns = columnsOf(query);
  if (columns === null) return null;
  const tests: RowTest[] = [];
  const words: string[] = [];
  for (const state of states) {
    const flag = flagTest(state, columns, query);
    if (flag !== null) {
      tests.push(flag);
      continue;
    }
    const ready = state === 'Ready' || state === 'NotReady' ? readyTest(state, columns, query) : availableTest(state, columns);
    if (ready === null) words.push(state);
    else tests.push(ready);
  }
  if (words.length === 0) return tests;
  if (clusterCommand(query)?.resources.includes('event') === true && words.every((word) => word === 'Warning' || word === 'Normal')) {
    return [...tests, { kind: 'cell', column: { name: 'TYPE', unit: null }, test: { kind: 'word', match: 'is', words } }];
  }
  if (isNodeList(query) && words.some((word) => !NODE_STATES.has(word))) return null;
  const column = columnOfStates(columns, query);
  return column === null ? null : [...tests, { kind: 'cell', column, test: { kind: 'word', match: 'is', words } }];
}

/** Operators and pools print their conditions as columns of True and False: DEGRADED. */
function flagTest(state: string, columns: readonly string[], query: QueryFacts): RowTest | null {
  const flags =
    clusterCommand(query)?.resources.some((resource) => resource === 'clusteroperator' || resource === 'machineconfigpool') === true;
  const index = flags ? columnIndex(columns, state) : -1;
  return index < 0
    ? null
    : { kind: 'cell', column: { name: columns[index] ?? state, unit: null }, test: { kind: 'word', match: 'is', words: ['True'] } };
}

/** What STATUS of a node can show; its conditions (DiskPressure) it does not. */
const NODE_STATES = new Set(['Ready', 'NotReady', 'SchedulingDisabled', 'Unknown']);

function isNodeList(query: QueryFacts): boolean {
  return clusterCommand(query)?.resources.includes('node') === true;
}

function columnOfStates(columns: readonly string[], query: QueryFacts): ColumnReference | null {
  const events = clusterCommand(query)?.resources.includes('event') === true;
  const names = events ? ['REASON'] : ['STATUS', 'PHASE', 'STATE', 'CONDITION'];
  const name = names.find((candidate) => columnIndex(columns, candidate) >= 0);
  return name === undefined ? null : { name, unit: null };
}

/**
 * Where READY reads `1/1`, ready means all of them. A finished pod is `0/1 Completed` and nothing is wrong with it, so
 * it is neither ready nor unready.
 */
function readyTest(state: 'Ready' | 'NotReady', columns: readonly string[], query: QueryFacts): RowTest | null {
  if (columnIndex(columns, 'READY') < 0) return null;
  const full = readinessTest('full', columns);
  return state === 'Ready' ? full : unready(full, columns, query);
}

/** A workload's AVAILABLE is a number of replicas: available are all of them. */
function availableTest(state: string, columns: readonly string[]): RowTest | null {
  const counts = columnIndex(columns, 'AVAILABLE') >= 0 && columnIndex(columns, 'READY') >= 0;
  return state === 'Available' && counts ? readinessTest('available', columns) : null;
}

export function unready(full: RowTest, columns: readonly string[], query: QueryFacts): RowTest {
  const pods = clusterCommand(query)?.resources.includes('pod') === true && columnIndex(columns, 'STATUS') >= 0;
  if (!pods) return { kind: 'not', of: full };
  const column: ColumnReference = { name: 'STATUS', unit: null };
  const finished: RowTest = { kind: 'cell', column, test: { kind: 'word', match: 'is', words: ['Completed', 'Succeeded'] } };
  return { kind: 'not', of: { kind: 'either', of: [full, finished] } };
}

/** Daemon sets and replica sets print READY and DESIRED as columns of their own. */
export function readinessTest(state: ReadyState, columns: readonly string[]): RowTest {
  const ready: ColumnReference = { name: 'READY', unit: null };
  if (columnIndex(columns, 'DESIRED') < 0) return { kind: 'cell', column: ready, test: { kind: 'ready', state } };
  const desired: ColumnReference = { name: 'DESIRED', unit: null };
  const some: RowTest = { kind: 'cell', column: desired, test: { kind: 'number', comparator: '>', quantity: { value: 0, unit: null } } };
  switch (state) {
    case 'zero-desired':
      return { kind: 'not', of: some };
    case 'available':
    case 'full':
      return { kind: 'every', of: [some, { kind: 'columns', left: ready, comparator: '>=', right: desired }] };
    case 'fewer':
      return { kind: 'columns', left: ready, comparator: '<', right: desired };
    case 'none':
      return {
        kind: 'every',
        of: [some, { kind: 'cell', column: ready, test: { kind: 'number', comparator: '=', quantity: { value: 0, unit: null } } }],
      };
    default:
      return assertNever(state);
  }
}
