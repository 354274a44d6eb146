import type { AuditEntry } from '../../gates/index.js';
import { logger } from '../../platform/logger.js';
import { rowOf, rowsOf, storable, storableJson } from '../sql.js';
import type { Queryable } from '../sql.js';
import { chainOf, hashOfLink, hashOfPayload, SERVICE_CHAIN } from './chain.js';

interface Head {
  readonly length: number;
  readonly head: string;
}

/** Appends to the entry's chain under the chain's row lock. Call it inside the transaction of what it records. */
export async function appendAudit(on: Queryable, entry: AuditEntry): Promise<void> {
  await appendTo(on, chainOf(entry.runId), entry);
}

/** Takes the head of a run's chain into the service's chain, once, and logs it: a chain rewritten later no longer fits what was seen outside. */
export async function sealRun(on: Queryable, runId: string, at: Date): Promise<void> {
  const run = await rowOf<Head>(on, 'select length, head from audit_chains where chain = $1 for update', [chainOf(runId)]);
  if (run === null || run.length === 0) return;
  const payload = { run: runId, length: run.length, head: run.head };
  const sealed = "select 1 from audit_entries where chain = $1 and act = 'run.sealed' and payload_hash = $2";
  await lockChain(on, SERVICE_CHAIN);
  if ((await rowOf(on, sealed, [SERVICE_CHAIN, hashOfPayload(payload)])) !== null) return;
  await appendTo(on, SERVICE_CHAIN, { act: 'run.sealed', runId: null, by: 'periplus', payload, at });
  logger.info({ runId, auditHead: run.head, auditLength: run.length }, 'audit chain of a run sealed');
}

async function appendTo(on: Queryable, chain: string, entry: AuditEntry): Promise<void> {
  const { length, head } = await lockChain(on, chain);
  const position = length + 1;
  const payload: unknown = JSON.parse(storableJson(entry.payload));
  const link = {
    chain,
    position,
    act: storable(entry.act),
    ...signer(entry.by),
    at: entry.at.toISOString(),
    payloadHash: hashOfPayload(payload),
  };
  const hash = hashOfLink(link, head);
  await rowsOf(on, 'insert into audit_entries (chain, position, act, by_id, by_via, at, payload, payload_hash, hash) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)', [
    chain, position, link.act, link.byId, link.byVia, link.at, JSON.stringify(payload), link.payloadHash, hash,
  ]); // prettier-ignore
  await rowsOf(on, 'update audit_chains set length = $2, head = $3 where chain = $1', [chain, position, hash]);
}

async function lockChain(on: Queryable, chain: string): Promise<Head> {
  await rowsOf(on, 'insert into audit_chains (chain) values ($1) on conflict do nothing', [chain]);
  const row = await rowOf<Head>(on, 'select length, head from audit_chains where chain = $1 for update', [chain]);
  return row ?? { length: 0, head: '' };
}

function signer(by: AuditEntry['by']): { readonly byId: string; readonly byVia: string } {
  return by === 'periplus' ? { byId: 'periplus', byVia: 'service' } : { byId: storable(by.id), byVia: by.via };
}
