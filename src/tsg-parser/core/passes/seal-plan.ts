import { createHash } from 'node:crypto';
import type { PlanDag } from '../plan.js';

/** Gives a plan its id: the SHA-256 of its canonical JSON (keys sorted, no blanks) without the id. */
export function sealPlan(plan: Omit<PlanDag, 'id'>): PlanDag {
  const { id: _unsealed, ...content } = plan as PlanDag;
  return { ...content, id: `sha256:${createHash('sha256').update(canonicalJson(content)).digest('hex')}` };
}

/** The same value always gives the same bytes. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null);
  const entries = Object.entries(value).filter(([, entry]) => entry !== undefined);
  return `{${entries
    .sort(([left], [right]) => (left < right ? -1 : left > right ? 1 : 0))
    .map(([key, entry]) => `${JSON.stringify(key)}:${canonicalJson(entry)}`)
    .join(',')}}`;
}
