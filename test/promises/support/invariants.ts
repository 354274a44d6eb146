import type { DataSource } from 'typeorm';

/** What must hold of the whole database at any instant; each query names what breaks it. */
const INVARIANTS: readonly string[] = [
  // History: numbered from 1 without gaps, and ended once.
  `select 'gap in the events of ' || run_id as broken from run_events group by run_id having max(seq) <> count(*) or min(seq) <> 1`,
  `select 'run ended ' || count(*) || ' times: ' || run_id from run_events where event ->> 'type' = 'run-ended' group by run_id having count(*) > 1`,
  // An ended run holds nothing and owes nothing.
  `select 'ended run still leased: ' || id from runs where ended_at is not null and (lease_owner is not null or wake_at is not null)`,
  `select 'ended run with a step under way: ' || run_id || ' ' || node_id from run_steps join runs on runs.id = run_id
   where runs.ended_at is not null and run_steps.status in ('running', 'observed', 'asking')`,
  `select 'ended run with an open question: ' || q.id from run_questions q join runs r on r.id = q.run_id where r.ended_at is not null and q.status = 'open'`,
  `select 'ended run with an open intent: ' || a.run_id || ' ' || a.node_id || ' is ' || coalesce(s.status || ' because ' || s.because, 'unwritten')
   from run_actions a join runs r on r.id = a.run_id left join run_steps s on s.run_id = a.run_id and s.scope = a.scope and s.node_id = a.node_id
   where r.ended_at is not null and a.status = 'intended'`,
  `select 'workload still held by ' || l.run_id from workload_leases l join runs r on r.id = l.run_id where r.ended_at is not null`,
  `select 'more than three open questions: ' || run_id from run_questions where status = 'open' group by run_id having count(*) > 3`,
  // A step's outcome is told once in each iteration.
  `select 'outcome told twice: ' || run_id || ' ' || (event ->> 'stepId') from run_events
   where event ->> 'type' = 'step-settled' and event ->> 'status' in ('succeeded', 'failed', 'skipped', 'cancelled')
     and not exists (select 1 from run_plans p join runs r on r.plan_id = p.id where r.id = run_id and jsonb_array_length(p.plan -> 'loops') > 0)
   group by run_id, event ->> 'stepId' having count(*) > 1`,
  // Edges follow their steps: a step that did not succeed enables nothing by a rule of its own.
  `select 'edge out of a skipped step: ' || e.run_id || ' ' || e.from_node from run_edges e
   join run_steps s on s.run_id = e.run_id and s.scope = e.scope and s.node_id = e.from_node
   where s.status in ('skipped', 'cancelled') and e.state = 'enabled' and e.decision is null`,
  // No change without a grant or a policy that says so.
  `select 'change without a grant: ' || x.run_id from run_actions x left join run_approvals a on a.id = x.approval_id
   where x.status in ('intended', 'applied') and x.approval_id is not null and a.status not in ('granted')`,
  `select 'granted by too few people: ' || id from run_approvals a where status = 'granted'
   and (select count(distinct g ->> 'by') from jsonb_array_elements(grants) g) < approvers_needed`,
];

/** Sentences for everything that is wrong with what is on record. */
export async function brokenInvariants(database: DataSource): Promise<readonly string[]> {
  const broken: string[] = [];
  for (const invariant of INVARIANTS) {
    const rows = await database.query<{ broken: string }[]>(invariant);
    broken.push(...rows.map((row) => Object.values(row).join(' ')));
  }
  return broken;
}
