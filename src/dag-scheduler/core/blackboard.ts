import type { BoundValue, BoundValues, QueryResult } from '../../qpp-plugins/index.js';
import type { RunState } from './run-state.js';

/**
 * The values a node may use, by name: the run's parameters, then what the steps before it bound, the nearest last and
 * therefore first in line, then what its own queries bound.
 */
export function valuesFor(state: Pick<RunState, 'run' | 'graph' | 'steps'>, nodeId: string): BoundValues {
  const values: Record<string, BoundValue> = { ...state.run.parameters };
  for (const { bound } of resultsFor(state, nodeId)) Object.assign(values, bound);
  return values;
}

/** What the steps before a node brought back, in the order they ended, then what its own queries did. */
export function resultsFor(state: Pick<RunState, 'graph' | 'steps'>, nodeId: string): readonly QueryResult[] {
  const before = state.graph.ancestors(nodeId);
  const settled = [...state.steps.values()].filter((step) => before.has(step.nodeId));
  const inTime = settled.toSorted((a, b) => (a.endedAt ?? '').localeCompare(b.endedAt ?? ''));
  return [...inTime.flatMap(({ results }) => results), ...(state.steps.get(nodeId)?.results ?? [])];
}

const HOLE = /\$\{(\w+)\}|\$(\w+)|\{\{\s*\$?(?:labels\.)?(\w+)\s*\}\}|\{(\w+)\}|<(\w+)>/gu;

/** Fills `$X`, `{X}` and `<X>` in a sentence for people. An unknown hole stays as it is. */
export function fillHoles(text: string, values: BoundValues): string {
  return text.replace(HOLE, (hole, ...names: unknown[]) => {
    const name = names.slice(0, 5).find((candidate) => typeof candidate === 'string');
    const value = typeof name === 'string' ? valueOf(values, name) : undefined;
    return value?.value === undefined || value.value === null ? hole : String(value.value);
  });
}

/** A value by name; where none is written that way, by the same name in other letters (`NAMESPACE`, `namespace`). */
export function valueOf(values: BoundValues, name: string): BoundValue | undefined {
  if (Object.hasOwn(values, name)) return values[name];
  const lower = name.toLowerCase();
  const match = Object.keys(values).find((key) => key.toLowerCase() === lower);
  return match === undefined ? undefined : values[match];
}

/** Only the values named, so that a query is prepared with no more than it asked for; `found` says under which name. */
export function valuesNamed(values: BoundValues, names: readonly string[]): BoundValues {
  const found = names.flatMap((name) => {
    const value = valueOf(values, name);
    return value === undefined ? [] : [[name, value] as const];
  });
  return { ...values, ...Object.fromEntries(found) };
}
