import type { ChangeFacts, GuideMode, Intent } from '../../dag-scheduler/index.js';
import type { Role } from '../../gates/index.js';
import { readFreeze } from '../freeze/sql-freeze-record.js';
import { rowOf, rowsOf } from '../sql.js';
import type { Queryable } from '../sql.js';
import type { ApprovalRow, RunRow } from './run-rows.js';

type FactsRow = Pick<RunRow, 'guide_id' | 'ended_at' | 'cancelled_by' | 'taken_over_by' | 'mode' | 'started_by'> & {
  readonly incident: ChangeFacts['incident'];
};

/**
 * Everything on record that a change depends on, each row locked against whoever would take it back: a promotion that lapses or a
 * key that is revoked comes before the intent or after it, never in between.
 */
export async function readChangeFacts(
  on: Queryable,
  runId: string,
  { approvalId, guideIds }: Pick<Intent, 'approvalId' | 'guideIds'>,
): Promise<ChangeFacts> {
  const run = await rowOf<FactsRow>(on, RUN, [runId]);
  if (run === null) throw new TypeError(`The run ${runId} vanished under its own lock.`);
  const approval = approvalId === null ? null : await rowOf<ApprovalRow & { readonly fresh: boolean }>(on, APPROVAL, [approvalId]);
  const signers = approval?.grants.filter(({ via }) => via === 'api-key').map(({ by }) => by) ?? [];
  return {
    run: {
      guideId: run.guide_id,
      endedAt: run.ended_at?.toISOString() ?? null,
      cancelledBy: run.cancelled_by,
      takenOverBy: run.taken_over_by,
      mode: run.mode,
      startedBy: run.started_by,
    },
    frozen: await readFreeze(on),
    incident: run.incident,
    guides: await guidesOf(on, guideIds),
    approval: approval === null ? null : { status: approval.status, isFresh: approval.fresh, grants: approval.grants },
    issuedRoles: signers.length === 0 ? {} : await issuedRoles(on, signers),
  };
}

/** The incident's own row counts as well as what the run was told: it is resolved a moment before its runs hear of it. */
const RUN = `
select r.guide_id, r.ended_at, r.cancelled_by, r.taken_over_by, r.mode, r.started_by,
  case when r.incident_resolved or i.status = 'resolved' then 'resolved'
       when r.incident_id is null then 'none'
       when i.id is null then 'unknown'
       else 'open' end as incident
from runs r left join incidents i on i.id::text = r.incident_id
where r.id = $1`;

const APPROVAL = 'select *, expires_at > clock_timestamp() as fresh from run_approvals where id = $1 for update';

async function guidesOf(on: Queryable, guideIds: readonly string[]): Promise<ChangeFacts['guides']> {
  await rowsOf(on, 'select 1 from guides where id = any ($1) order by id for share', [guideIds]);
  const rows = await rowsOf<{ id: string; mode: GuideMode; plan_id: string | null }>(on, GUIDES, [guideIds]);
  return Object.fromEntries(rows.map(({ id, mode, plan_id }) => [id, { mode, planId: plan_id }]));
}

const GUIDES = `
select g.id, g.mode, v.plan_id from guides g left join guide_versions v on v.guide_id = g.id and v.version = g.version
where g.id = any ($1)`;

async function issuedRoles(on: Queryable, names: readonly string[]): Promise<Readonly<Record<string, Role>>> {
  const keys = 'select name, role from api_keys where name = any ($1) and revoked_at is null for share';
  const rows = await rowsOf<{ name: string; role: Role }>(on, keys, [names]);
  return Object.fromEntries(rows.map(({ name, role }) => [name, role]));
}
