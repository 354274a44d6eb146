import type { KubernetesObject } from '../../../platform/kubernetes/cluster.js';
import type { Aspect } from './plan.js';

/** One field that a change touches. Undefined values are left out of JSON: the field is not there. */
export interface FieldChange {
  /** Keys from the root; an element of a list of named things is `[name]`. */
  readonly path: readonly string[];
  readonly before?: unknown;
  readonly after?: unknown;
}

/** The part of an object a change is about: no status, nothing the server keeps for itself. */
export function aspectOf(object: KubernetesObject, aspect: Aspect): unknown {
  switch (aspect) {
    case 'replicas':
      return { spec: { replicas: (object['spec'] as { replicas?: number } | undefined)?.replicas ?? 0 } };
    case 'existence':
      return {};
    case 'object': {
      const { status: _status, apiVersion: _apiVersion, kind: _kind, metadata, ...rest } = object;
      return {
        ...rest,
        metadata: { labels: metadata.labels, annotations: metadata.annotations, finalizers: metadata['finalizers' as 'labels'] },
      };
    }
  }
}

/** The fields in which two values differ, lists of named things element by element. */
export function difference(before: unknown, after: unknown, path: readonly string[] = []): readonly FieldChange[] {
  if (canonical(before) === canonical(after)) return [];
  const [left, right] = sides(before, after, path.at(-1) ?? '');
  if (left === null || right === null) return [{ path, ...(before !== undefined && { before }), ...(after !== undefined && { after }) }];
  const keys = [...new Set([...left.keys(), ...right.keys()])];
  return keys.flatMap((key) => difference(left.get(key), right.get(key), [...path, key]));
}

/** Maps of plain values: one that is not there is an empty one, so that each key is a change of its own. */
const MAPS = new Set(['annotations', 'labels', 'matchLabels', 'selector', 'limits', 'requests', 'nodeSelector', 'data']);

function sides(
  before: unknown,
  after: unknown,
  key: string,
): readonly [ReadonlyMap<string, unknown> | null, ReadonlyMap<string, unknown> | null] {
  const empty = MAPS.has(key) ? {} : undefined;
  return [keyed(before ?? empty), keyed(after ?? empty)];
}

/** Children by key; null for what is compared as a whole. */
function keyed(value: unknown): ReadonlyMap<string, unknown> | null {
  if (Array.isArray(value)) {
    const names = value.map((item: unknown) => (item as { name?: unknown } | null)?.name);
    if (names.some((name) => typeof name !== 'string') || new Set(names).size < names.length) return null;
    return new Map(value.map((item: unknown, index) => [`[${String(names[index])}]`, item]));
  }
  return typeof value === 'object' && value !== null ? new Map(Object.entries(value)) : null;
}

/** The value at a path; undefined where there is none. */
export function valueAt(root: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((value, key) => keyed(value)?.get(key), root);
}

/** The same JSON whatever the order of keys. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

/** "spec.replicas: 0 → 1", "spec.template.spec.containers[carts].image: a → b". */
export function changeText({ path, before, after }: FieldChange): string {
  return `${path.join('.').replaceAll('.[', '[')}: ${shown(before)} → ${shown(after)}`;
}

function shown(value: unknown): string {
  if (value === undefined) return '(none)';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > 120 ? `${text.slice(0, 119)}…` : text;
}

/**
 * A merge patch that brings the fields back to what they were. A list is brought back whole, since a merge patch
 * replaces lists.
 */
export function reversal(before: unknown, changes: readonly FieldChange[]): Record<string, unknown> {
  const patch: Record<string, unknown> = {};
  for (const { path } of changes) {
    const list = path.findIndex((key) => key.startsWith('['));
    const whole = list < 0 ? path : path.slice(0, list);
    place(patch, whole, valueAt(before, whole) ?? null);
  }
  return patch;
}

function place(root: Record<string, unknown>, path: readonly string[], value: unknown): void {
  const [key, ...rest] = path;
  if (key === undefined) return;
  if (rest.length === 0) {
    root[key] = value;
    return;
  }
  const inner = (root[key] ?? {}) as Record<string, unknown>;
  root[key] = inner;
  place(inner, rest, value);
}
