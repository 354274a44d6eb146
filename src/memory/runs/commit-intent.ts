import type { Intent, IntentVerdict, Lease } from '../../dag-scheduler/index.js';
import { appendAudit } from '../audit/append-audit.js';
import { rowOf, rowsOf, storableJson } from '../sql.js';
import type { Queryable } from '../sql.js';

interface RunGate {
  readonly fence: string;
  readonly ended_at: Date | null;
  readonly cancelled_by: string | null;
  readonly taken_over_by: string | null;
  readonly paused_by: string | null;
  readonly incident_resolved: boolean;
}

/**
 * Commits the literal request of a mutation before it is sent (promises 2, 8 and 9): under the run's row lock, only while the
 * lease holds, the run is active, its incident is not resolved, the approval is granted and fresh, and the workload is free.
 */
export async function commitIntent(on: Queryable, lease: Lease, intent: Intent, at: Date): Promise<IntentVerdict> {
  const run = await rowOf<RunGate>(on, GATE, [lease.runId]);
  if (run === null || Number(run.fence) !== lease.fence) return { kind: 'lease-lost' };
  const because = forbiddenBy(run) ?? (await forbiddenByApproval(on, intent.approvalId));
  if (because !== null) return { kind: 'refused', because };
  if (run.paused_by !== null) return { kind: 'busy', holder: `${run.paused_by}, who paused the run` };
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

/** The incident's own row counts as well: it is resolved a moment before its runs are told. */
const GATE = `
select r.fence, r.ended_at, r.cancelled_by, r.taken_over_by, r.paused_by,
  r.incident_resolved or exists (select 1 from incidents i where i.id::text = r.incident_id and i.status = 'resolved') as incident_resolved
from runs r where r.id = $1 for no key update of r`;

function forbiddenBy(run: RunGate): string | null {
  if (run.ended_at !== null) return 'The run has ended.';
  if (run.cancelled_by !== null) return `The run was cancelled by ${run.cancelled_by}.`;
  if (run.taken_over_by !== null) return `${run.taken_over_by} has taken the run over: nothing is changed from then on.`;
  return run.incident_resolved ? 'The incident is resolved.' : null;
}

async function forbiddenByApproval(on: Queryable, approvalId: string | null): Promise<string | null> {
  if (approvalId === null) return null;
  const row = await rowOf<{ status: string; fresh: boolean }>(
    on,
    'select status, expires_at > clock_timestamp() as fresh from run_approvals where id = $1 for update',
    [approvalId],
  );
  if (row?.status !== 'granted') return `The approval is ${row?.status ?? 'not on record'}.`;
  return row.fresh ? null : 'The approval is older than it may be.';
}

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
