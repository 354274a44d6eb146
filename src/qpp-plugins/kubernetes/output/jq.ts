import { compares } from './compare.js';
import type { JsonPath, PathComparator } from './json-path.js';
import { textOf, walk } from './json-path.js';

/** One stage of a jq program, of the small part of jq that guides use. */
export type JqStep =
  | { readonly kind: 'path'; readonly path: JsonPath }
  | {
      readonly kind: 'select';
      readonly path: JsonPath;
      readonly comparator: PathComparator | null;
      readonly literal: string | number | boolean | null;
    }
  | { readonly kind: 'length' | 'keys' };

/** Runs a program over one value. A path to nothing yields null, as jq's does, unless it iterates. */
export function runJq(steps: readonly JqStep[], value: unknown): readonly unknown[] {
  let values: readonly unknown[] = [value];
  for (const step of steps) values = values.flatMap((one) => runStep(step, one));
  return values;
}

function runStep(step: JqStep, value: unknown): readonly unknown[] {
  switch (step.kind) {
    case 'path': {
      const found = walk(step.path, value, value);
      const iterates = step.path.steps.some(({ kind }) => kind === 'every' || kind === 'descend');
      return found.length === 0 && !iterates ? [null] : found;
    }
    case 'select':
      return selects(step, value) ? [value] : [];
    case 'length':
      return [lengthOf(value)];
    case 'keys':
      return [typeof value === 'object' && value !== null ? Object.keys(value).sort() : []];
  }
}

function selects(step: JqStep & { readonly kind: 'select' }, value: unknown): boolean {
  const found = walk(step.path, value, value)[0] ?? null;
  if (step.comparator === null) return found !== null && found !== false;
  const [left, right] =
    typeof found === 'number' && typeof step.literal === 'number' ? [found, step.literal] : [textOf(found), textOf(step.literal)];
  return compares(left, step.comparator, right);
}

function lengthOf(value: unknown): number {
  if (typeof value === 'string' || Array.isArray(value)) return value.length;
  return typeof value === 'object' && value !== null ? Object.keys(value).length : 0;
}
