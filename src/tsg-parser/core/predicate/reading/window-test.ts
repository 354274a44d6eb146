import type { RowTest } from '../predicate.js';
import { readAge as secondsOf, toBase, unitOf } from '../units.js';
import type { Objection } from './clause.js';
import type { Threshold, Window } from './quantities.js';
import type { ColumnProfile, QueryProfile } from './query-profile.js';
import { isCluster } from './query-profile.js';

/**
 * A number within a window: where the query itself looks at that window the number stands for it; restarts are worked
 * out from RESTARTS and AGE.
 */
export function windowedTest(
  test: RowTest,
  column: ColumnProfile,
  threshold: Threshold,
  window: Window,
  query: QueryProfile,
): RowTest | Objection {
  if (isCluster(query)) {
    if (column.words.join('') !== 'restarts') return { objection: 'the result does not tell when that was' };
    return { kind: 'restarts-within', comparator: threshold.comparator, count: threshold.quantity.value, windowSeconds: window.seconds };
  }
  const windows = windowsIn(query);
  if (windows.includes(window.seconds)) return test;
  if (windows.length > 0) return { objection: 'the query looks at another time' };
  return { objection: 'the query does not look at that time' };
}

/** Durations a query looks back over, in seconds: `[30m]`, `interval '30 minutes'`, `'-30 minutes'`, `ago(30m)`. */
export function windowsIn(query: QueryProfile): readonly number[] {
  const { text } = query.facts;
  const durations = [...text.matchAll(/\[(\w+)(?::\w*)?\]|\bago\((\w+)\)|--since[= ](\w+)/g)].flatMap(
    (match) => secondsOf(match[1] ?? match[2] ?? match[3] ?? '') ?? [],
  );
  const spelled = [...text.matchAll(/'-?(\d+)\s*(\w+)'/g)].flatMap((match) => {
    const unit = unitOf(match[2] ?? '');
    return unit === null ? [] : [toBase(Number(match[1]), unit)];
  });
  return [...durations, ...spelled];
}
