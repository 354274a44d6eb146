import type { Clause } from './complement.js';
import { measureNamed } from './lexicon.js';
import type { Quantifier, RowTest } from './predicate.js';
import { clusterCommand, columnsOf } from './query-profile.js';
import type { Subject } from './read-subject.js';
import { columnIndex } from './table-view.js';

/**
 * "no replicas are ready", "fewer than 3 replicas are available": replicas of a workload are numbers in its row, not rows.
 * Null where the clause is not about replicas of a listed workload.
 */
export function replicaTest(subject: Subject, state: string, query: Clause['query']): RowTest | null {
  const listsWorkloads = clusterCommand(query)?.resources.some((resource) => WORKLOADS.has(resource)) === true;
  const aboutReplicas = subject.measures.length > 0 && subject.measures.every((word) => measureNamed(word)?.stem === 'replica');
  const name = state === 'Available' ? 'AVAILABLE' : state === 'Ready' ? 'READY' : null;
  if (!listsWorkloads || !aboutReplicas || name === null || columnIndex(columnsOf(query) ?? [], name) < 0) return null;
  return testOf(subject.quantifier ?? { kind: 'all' }, name);
}

const WORKLOADS = new Set(['deployment', 'statefulset', 'daemonset', 'replicaset']);

function testOf(quantifier: Quantifier, name: string): RowTest | null {
  const column = { name, unit: null };
  switch (quantifier.kind) {
    case 'any':
      return { kind: 'cell', column, test: { kind: 'number', comparator: '>=', quantity: { value: 1, unit: null } } };
    case 'none':
      return { kind: 'cell', column, test: { kind: 'number', comparator: '=', quantity: { value: 0, unit: null } } };
    case 'count':
      return {
        kind: 'cell',
        column,
        test: { kind: 'number', comparator: quantifier.comparator, quantity: { value: quantifier.count, unit: null } },
      };
    case 'all':
    case 'the':
      return { kind: 'cell', column: { name: 'READY', unit: null }, test: { kind: 'ready', state: 'full' } };
    case 'most':
    case 'share':
    case 'latest':
      return null;
  }
}
