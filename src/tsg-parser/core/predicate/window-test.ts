import type { Threshold, Window } from './phrases.js';
import type { ColumnReference, RowTest } from './predicate.js';
import type { QueryFacts } from './query-facts.js';
import { columnsOf, isCluster } from './query-profile.js';
import { columnIndex, normalName } from './table-view.js';
import { readAge, unitOf, toBase } from './units.js';

/**
 * A number within a window: where the query itself looks at that window the number stands for it; restarts are worked
 * out from RESTARTS and AGE. Null where the query does not look at that time.
 */
export function windowedTest(column: ColumnReference, threshold: Threshold, window: Window, query: QueryFacts): RowTest | null {
  if (window.kind !== 'last') return null;
  if (isCluster(query)) {
    if (normalName(column.name) !== 'restarts') return null;
    return { kind: 'restarts-within', comparator: threshold.comparator, count: threshold.quantity.value, windowSeconds: window.seconds };
  }
  return windowsIn(query).includes(window.seconds) ? { kind: 'cell', column, test: { kind: 'number', ...threshold } } : null;
}

/** Durations a query looks back over: `[30m]`, `interval '30 minutes'`, `'-30 minutes'`, `ago(30m)`. */
function windowsIn(query: QueryFacts): readonly number[] {
  const durations = [...query.text.matchAll(/\[(\w+)(?::\w*)?\]|\bago\((\w+)\)/g)].flatMap(
    (match) => readAge(match[1] ?? match[2] ?? '') ?? [],
  );
  const spelled = [...query.text.matchAll(/'-?(\d+)\s+(\w+)'/g)].flatMap((match) => {
    const unit = unitOf(match[2] ?? '');
    return unit === null ? [] : [toBase(Number(match[1]), unit)];
  });
  return [...durations, ...spelled];
}

const SINCE_CREATION = new Set(['Pending', 'ContainerCreating', 'PodInitializing']);

/** "Pending for more than 10 minutes": a pod is Pending since it was made, so its AGE tells; of other states it does not. */
export function lastingTest(test: RowTest, states: readonly string[], window: Window, query: QueryFacts): RowTest | null {
  const aged = isCluster(query) && columnIndex(columnsOf(query) ?? [], 'AGE') >= 0;
  if (window.kind !== 'for' || !aged || !states.every((state) => SINCE_CREATION.has(state))) return null;
  const age: RowTest = {
    kind: 'cell',
    column: { name: 'AGE', unit: 's' },
    test: { kind: 'number', comparator: window.comparator, quantity: { value: window.seconds, unit: 's' } },
  };
  return { kind: 'every', of: [test, age] };
}
