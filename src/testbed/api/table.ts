import type { KubeObject } from '../objects/meta.js';
import { humanDuration } from './human-duration.js';

/** A column of `kubectl get`; those with a priority above 0 are shown with `-o wide` only. */
export interface Column {
  readonly name: string;
  readonly type: 'string' | 'integer';
  readonly priority: number;
  readonly format?: 'name';
}

export type Cell = string | number;

/** How one resource is printed: its columns, and a row for an object at a time (the world's milliseconds). */
export interface Printer<Shape extends KubeObject = KubeObject> {
  readonly columns: readonly Column[];
  row(object: Shape, now: number): readonly Cell[];
}

export function column(name: string, priority = 0, type: Column['type'] = 'string'): Column {
  return { name, type, priority, ...(name === 'Name' ? { format: 'name' as const } : {}) };
}

export function columns(...names: readonly string[]): readonly Column[] {
  return names.map((name) => column(name));
}

export function wide(...names: readonly string[]): readonly Column[] {
  return names.map((name) => column(name, 1));
}

export function ageOf(object: KubeObject, now: number): string {
  return since(object.metadata.creationTimestamp, now);
}

/** The time since a timestamp; `<unknown>` without one. */
export function since(timestamp: string | undefined, now: number): string {
  return timestamp === undefined ? '<unknown>' : humanDuration(now - Date.parse(timestamp));
}

export function mapText(map: Readonly<Record<string, string>> | undefined): string {
  const entries = Object.entries(map ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
  return entries.length === 0 ? '<none>' : entries.map(([key, value]) => `${key}=${value}`).join(',');
}
