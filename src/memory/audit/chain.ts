import { createHash } from 'node:crypto';

/** The chain of acts that belong to no run, and of every ended run's head. */
export const SERVICE_CHAIN = 'service';

/** What one link's hash covers, besides the hash before it. */
export interface Link {
  readonly chain: string;
  readonly position: number;
  readonly act: string;
  readonly byId: string;
  readonly byVia: string;
  /** ISO 8601 in UTC, with milliseconds. */
  readonly at: string;
  readonly payloadHash: string;
}

export function chainOf(runId: string | null): string {
  return runId === null ? SERVICE_CHAIN : `run:${runId}`;
}

export function hashOfLink(link: Link, previous: string): string {
  return sha256(JSON.stringify([link.chain, link.position, link.act, link.byId, link.byVia, link.at, link.payloadHash, previous]));
}

/** Independent of the order of keys, which a jsonb column does not keep. */
export function hashOfPayload(payload: unknown): string {
  return sha256(JSON.stringify(ordered(payload)));
}

function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, item]) => [key, ordered(item)] as const);
  return Object.fromEntries(entries.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}
