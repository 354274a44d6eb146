import type { JsonPathTemplate } from './json-path.js';
import { textOf, valuesOfTemplate } from './json-path.js';

/** Sorts as `--sort-by` does: numbers as numbers, text in natural order, objects without the field first. */
export function sortedBy<T>(items: readonly T[], path: JsonPathTemplate, objectOf: (item: T) => unknown): readonly T[] {
  const keyed = items.map((item) => ({ item, key: valuesOfTemplate(path, objectOf(item))?.[0] ?? null }));
  return keyed.sort((left, right) => compare(left.key, right.key)).map(({ item }) => item);
}

function compare(left: unknown, right: unknown): number {
  if (left === null || right === null) return Number(left !== null) - Number(right !== null);
  if (typeof left === 'number' && typeof right === 'number') return left - right;
  return natural.compare(textOf(left), textOf(right));
}

const natural = new Intl.Collator('en', { numeric: true, sensitivity: 'variant' });
