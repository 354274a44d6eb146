import type { Settlement } from '../../dag-scheduler/index.js';
import { appendAudit, sealRun } from '../audit/append-audit.js';
import { chainOf } from '../audit/chain.js';
import { rowsOf } from '../sql.js';
import type { Queryable } from '../sql.js';

/** Whether a settlement has anything to say to the audit: a change, or the run's end. */
export function concernsAudit({ changes }: Settlement): boolean {
  return changes.actions.length > 0 || changes.run.endedAt !== undefined;
}

/** What became of mutations goes into the run's hash chain, and a run's end seals it, in the transaction that settles it. */
export async function auditSettlements(on: Queryable, batch: readonly Settlement[], at: Date): Promise<void> {
  for (const { lease, changes } of batch) {
    for (const { queryId, verb, kind, namespace, name, status, detail } of changes.actions) {
      const payload = { queryId, verb, kind, namespace, name, detail };
      await appendAudit(on, { act: `mutation.${status}`, runId: lease.runId, by: 'periplus', payload, at });
    }
  }
  const ended = batch.filter(({ changes }) => changes.run.endedAt !== undefined).map(({ lease }) => lease.runId);
  for (const runId of await withChain(on, ended)) await sealRun(on, runId, at);
}

/** Most runs change nothing and have no chain to seal. */
async function withChain(on: Queryable, runIds: readonly string[]): Promise<readonly string[]> {
  if (runIds.length === 0) return [];
  const rows = await rowsOf<{ chain: string }>(on, 'select chain from audit_chains where chain = any ($1)', [runIds.map(chainOf)]);
  const chains = new Set(rows.map(({ chain }) => chain));
  return runIds.filter((runId) => chains.has(chainOf(runId))).toSorted();
}
