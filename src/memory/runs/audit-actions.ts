import type { Settlement } from '../../dag-scheduler/index.js';
import { appendAudit } from '../audit/append-audit.js';
import type { Queryable } from '../sql.js';

/** What became of mutations goes into the run's hash chain, in the transaction that settles it. */
export async function auditActions(on: Queryable, batch: readonly Settlement[], at: Date): Promise<void> {
  for (const { lease, changes } of batch) {
    for (const { queryId, verb, kind, namespace, name, status, detail } of changes.actions) {
      await appendAudit(on, {
        act: `mutation.${status}`,
        runId: lease.runId,
        by: 'periplus',
        payload: { queryId, verb, kind, namespace, name, detail },
        at,
      });
    }
  }
}
