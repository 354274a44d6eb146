import type { Intent, IntentGate, IntentVerdict, Lease } from '../../dag-scheduler/index.js';
import { appendAudit } from '../audit/append-audit.js';
import { rowOf, rowsOf, storableJson } from '../sql.js';
import type { Queryable } from '../sql.js';
import { readChangeFacts } from './read-change-facts.js';

/**
 * Commits the literal request of a mutation before it is sent (promises 2, 8 and 9): under the run's row lock, only while the
 * lease holds, `gate` lets it through with what is on record now, and the workload is free.
 */
export async function commitIntent(on: Queryable, lease: Lease, intent: Intent, gate: IntentGate, at: Date): Promise<IntentVerdict> {
  const held = await rowOf<{ paused_by: string | null }>(on, HOLD, [lease.runId, lease.fence]);
  if (held === null) return { kind: 'lease-lost' };
  const refusal = await gate(await readChangeFacts(on, lease.runId, intent));
  if (refusal !== null) return { kind: 'refused', refusal };
  if (held.paused_by !== null) return { kind: 'busy', holder: `${held.paused_by}, who paused the run` };
  const holder = await takeWorkload(on, lease, intent);
  if (holder !== null) return { kind: 'busy', holder };
  await writeIntent(on, lease, intent);
  const { proposal, approvedBy, queryId } = intent.action;
  await appendAudit(on, {
    act: 'mutation.intended',
    runId: lease.runId,
    by: 'periplus',
    payload: { queryId, approvedBy, request: proposal?.request, target: intent.target },
    at,
  });
  return { kind: 'committed' };
}

const HOLD = 'select paused_by from runs where id = $1 and fence = $2 for no key update';

/** One mutating lease per cluster, namespace and workload. @returns who has it, null where it is ours now */
async function takeWorkload(on: Queryable, lease: Lease, { target }: Intent): Promise<string | null> {
  const place = [target.cluster, target.namespace ?? '', `${target.kind}/${target.name}`];
  await rowsOf(
    on,
    'insert into workload_leases (cluster, namespace, workload, holder, run_id) values ($1, $2, $3, $4, $5) on conflict do nothing',
    [...place, `run ${lease.runId}`, lease.runId],
  );
  const row = await rowOf<{ holder: string; run_id: string | null }>(
    on,
    'select holder, run_id from workload_leases where cluster = $1 and namespace = $2 and workload = $3 for update',
    place,
  );
  return row === null || row.run_id === lease.runId ? null : row.holder;
}

async function writeIntent(on: Queryable, lease: Lease, { action, seq }: Intent): Promise<void> {
  await rowsOf(on, INTEND, [
    lease.runId, action.scope, action.stepId, action.queryId, action.verb, action.kind, action.namespace, action.name, action.rendered, action.detail,
    action.approvedBy, action.approvalId, storableJson(action.proposal), action.at,
  ]); // prettier-ignore
  const { scope: _scope, approvalId: _approvalId, proposal: _proposal, ...view } = action;
  const event = storableJson({ type: 'action', action: view });
  await rowsOf(on, 'insert into run_events (run_id, seq, at, event) values ($1, $2, $3, $4)', [lease.runId, seq, action.at, event]);
}

const INTEND = `
insert into run_actions (run_id, scope, node_id, query_id, verb, kind, namespace, name, rendered, status, detail, approved_by, approval_id, proposal, at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'intended', $10, $11, $12, $13, $14)
on conflict (run_id, scope, query_id) do update set status = 'intended', detail = excluded.detail, proposal = excluded.proposal, approved_by = excluded.approved_by,
  approval_id = excluded.approval_id, at = excluded.at`;
