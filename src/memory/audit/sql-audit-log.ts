import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { AuditLog } from '../../gates/index.js';
import type { AuditEntry, ChainVerdict } from '../../gates/index.js';
import { rowOf, rowsOf } from '../sql.js';
import type { Queryable } from '../sql.js';
import { appendAudit, sealRun } from './append-audit.js';
import { chainOf, hashOfLink, hashOfPayload, SERVICE_CHAIN } from './chain.js';

interface EntryRow {
  readonly position: number;
  readonly act: string;
  readonly by_id: string;
  readonly by_via: string;
  readonly at: Date;
  readonly payload: unknown;
  readonly payload_hash: string;
  readonly hash: string;
}

interface ChainRow {
  readonly chain: string;
  readonly length: number;
  readonly head: string;
}

@Injectable()
export class SqlAuditLog extends AuditLog {
  constructor(private readonly dataSource: DataSource) {
    super();
  }

  append(entry: AuditEntry): Promise<void> {
    return this.dataSource.transaction((on) => appendAudit(on, entry));
  }

  seal(runId: string, at: Date): Promise<void> {
    return this.dataSource.transaction((on) => sealRun(on, runId, at));
  }

  /** Reads in one snapshot, so that what is appended meanwhile looks like no break. */
  verify(): Promise<readonly ChainVerdict[]> {
    return this.dataSource.transaction('REPEATABLE READ', async (on) => {
      const chains = await rowsOf<ChainRow>(on, 'select chain, length, head from audit_chains order by chain');
      const verdicts: ChainVerdict[] = [];
      for (const chain of chains) verdicts.push({ chain: chain.chain, length: chain.length, brokenAt: await firstBreak(on, chain) });
      return verdicts;
    });
  }
}

async function firstBreak(on: Queryable, chain: ChainRow): Promise<number | null> {
  const entries = await rowsOf<EntryRow>(on, 'select * from audit_entries where chain = $1 order by position', [chain.chain]);
  let previous = '';
  for (const [index, entry] of entries.entries()) {
    if (!holds(chain.chain, entry, index + 1, previous) || !(await sealHolds(on, chain.chain, entry))) return index + 1;
    previous = entry.hash;
  }
  const isWhole = entries.length === chain.length && previous === chain.head;
  return isWhole ? null : Math.min(entries.length, chain.length) + 1;
}

/** A payload may be erased (null); what is there must be what was hashed. */
function holds(chain: string, entry: EntryRow, position: number, previous: string): boolean {
  const link = {
    chain,
    position,
    act: entry.act,
    byId: entry.by_id,
    byVia: entry.by_via,
    at: entry.at.toISOString(),
    payloadHash: entry.payload_hash,
  };
  const isPayloadSound = entry.payload === null || hashOfPayload(entry.payload) === entry.payload_hash;
  return entry.position === position && isPayloadSound && hashOfLink(link, previous) === entry.hash;
}

/**
 * A sealed run's chain must still have the head it was sealed with: a chain cut off or rewritten whole is found here. A seal
 * names nobody, so that erasing its payload is never called for and would only hide such a chain.
 */
async function sealHolds(on: Queryable, chain: string, entry: EntryRow): Promise<boolean> {
  if (chain !== SERVICE_CHAIN || entry.act !== 'run.sealed') return true;
  if (entry.payload === null) return false;
  const { run, length, head } = entry.payload as { readonly run: string; readonly length: number; readonly head: string };
  const link = await rowOf<{ hash: string }>(on, 'select hash from audit_entries where chain = $1 and position = $2', [
    chainOf(run),
    length,
  ]);
  return link?.hash === head;
}
