import { createHash, timingSafeEqual } from 'node:crypto';
import type { ApiKeyRecord } from '../people.js';
import type { Person } from './identity.js';

/** The SHA-256 under which a key is kept, in hex. */
export function hashOfKey(key: string): string {
  return createHash('sha256').update(key, 'utf8').digest('hex');
}

/** Whose key this is; null for nobody's. Every record is compared in constant time, so that nothing can be learned from the wait. */
export function personOfKey(key: string, records: readonly ApiKeyRecord[]): Person | null {
  const presented = Buffer.from(hashOfKey(key), 'hex');
  let found: ApiKeyRecord | null = null;
  for (const record of records) {
    const kept = Buffer.from(record.sha256, 'hex');
    if (kept.length === presented.length && timingSafeEqual(kept, presented)) found ??= record;
  }
  return found === null ? null : { id: found.name, name: found.name, role: found.role, via: 'api-key' };
}
