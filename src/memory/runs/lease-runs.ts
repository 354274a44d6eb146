import type { HeldRun, Lease } from '../../dag-scheduler/index.js';
import { rowOf, rowsOf } from '../sql.js';
import type { Queryable } from '../sql.js';

interface LeaseRow {
  readonly id: string;
  readonly fence: string;
  readonly takeovers: number;
  readonly suspect: string | null;
}

function leaseOf(row: LeaseRow): Lease {
  return { runId: row.id, fence: Number(row.fence), takeovers: row.takeovers, suspect: row.suspect };
}

/**
 * Leases due runs that nobody alive holds, the longest due first; an urgent one counts as due 10 or 20 seconds longer. A higher fence shuts out the holder before. Whether the holder lives is asked in a
 * scalar subquery: where two workers race for a run, PostgreSQL asks it again of the row as the first has left it, which it
 * does not do for a joined row.
 */
export async function claimRuns(
  on: Queryable,
  workerId: string,
  limit: number,
  runIds: readonly string[] | null,
): Promise<readonly Lease[]> {
  const rows = await rowsOf<LeaseRow>(on, CLAIM, [workerId, limit, runIds]);
  return rows.map(leaseOf);
}

const CLAIM = `
update runs r set lease_owner = $1, fence = r.fence + 1, takeovers = case when r.lease_owner is null then r.takeovers else r.takeovers + 1 end
from (
  select c.id from runs c
  where c.ended_at is null and ($3::uuid[] is null or c.id = any ($3::uuid[]))
    and case when c.lease_owner is null then c.wake_at <= clock_timestamp()
        else not coalesce((select w.alive_until >= clock_timestamp() from run_workers w where w.id = c.lease_owner), false) end
  order by c.wake_at - c.urgency * interval '10 seconds' limit $2 for no key update of c skip locked
) due
where r.id = due.id
returning r.id, r.fence, r.takeovers, r.suspect`;

/** Frees a run until `wakeAt`, unless something has woken it since `wakeSeq` was seen. */
export async function releaseRun(
  on: Queryable,
  lease: Lease,
  wakeSeq: number,
  wakeAt: Date | null,
): Promise<'released' | 'woken' | 'lease-lost'> {
  const freed = await rowOf(on, RELEASE, [lease.runId, lease.fence, wakeSeq, wakeAt]);
  if (freed !== null) return 'released';
  const held = await rowOf(on, 'select 1 from runs where id = $1 and fence = $2', [lease.runId, lease.fence]);
  return held === null ? 'lease-lost' : 'woken';
}

const RELEASE = `
update runs set lease_owner = null, wake_at = $4
where id = $1 and fence = $2 and wake_seq = $3
returning id`;

/** Names the step that is about to run alone, in a run that has killed its holders. */
export async function suspectStep(on: Queryable, lease: Lease, nodeId: string | null): Promise<void> {
  await rowsOf(on, 'update runs set suspect = $3 where id = $1 and fence = $2', [lease.runId, lease.fence, nodeId]);
}

/** Gives up a run in trouble: due again in a second, and counted as a takeover. */
export async function handBackRun(on: Queryable, lease: Lease): Promise<void> {
  await rowsOf(on, HAND_BACK, [lease.runId, lease.fence]);
}

const HAND_BACK = `
update runs set lease_owner = null, takeovers = takeovers + 1, wake_at = case when ended_at is null then clock_timestamp() + interval '1 second' end
where id = $1 and fence = $2`;

/** Says that a worker is alive by the database's clock. @returns the runs it holds */
export async function beatWorker(on: Queryable, workerId: string, leaseMs: number): Promise<readonly HeldRun[]> {
  const [host = '', pid = '0'] = workerId.split('|');
  await rowsOf(on, BEAT, [workerId, host, Number(pid), leaseMs]);
  const held = 'select id, fence, takeovers, suspect, wake_seq from runs where lease_owner = $1';
  const rows = await rowsOf<LeaseRow & { wake_seq: string }>(on, held, [workerId]);
  return rows.map((row) => ({ lease: leaseOf(row), wakeSeq: Number(row.wake_seq) }));
}

const BEAT = `
insert into run_workers (id, host, pid, alive_until) values ($1, $2, $3, clock_timestamp() + $4 * interval '1 millisecond')
on conflict (id) do update set alive_until = excluded.alive_until`;

/** Takes the workers of a host that are dead off the list: their runs can be claimed at once. @returns how many */
export async function buryWorkers(on: Queryable, host: string, isAlive: (pid: number, workerId: string) => boolean): Promise<number> {
  const rows = await rowsOf<{ id: string; pid: number }>(on, 'select id, pid from run_workers where host = $1', [host]);
  const dead = rows.filter(({ id, pid }) => !isAlive(pid, id)).map(({ id }) => id);
  if (dead.length > 0) await rowsOf(on, 'delete from run_workers where id = any ($1)', [dead]);
  await rowsOf(on, "delete from run_workers where alive_until < clock_timestamp() - interval '1 hour'");
  return dead.length;
}

/** A worker that leaves hands its runs back, due at once. */
export async function leaveWorker(on: Queryable, workerId: string): Promise<void> {
  await rowsOf(on, 'update runs set lease_owner = null, wake_at = clock_timestamp() where lease_owner = $1', [workerId]);
  await rowsOf(on, 'delete from run_workers where id = $1', [workerId]);
}
