import type { Settlement, StepRecord } from '../../dag-scheduler/index.js';
import { rowsOf, storableJson } from '../sql.js';
import type { Queryable } from '../sql.js';

/**
 * Writes the settlements of many runs in one statement, each under its fence: a run that has been leased by somebody else since
 * is left alone. @returns the ids of the runs that were written.
 */
export async function settleRuns(on: Queryable, batch: readonly Settlement[]): Promise<ReadonlySet<string>> {
  const everyday = [leasesOf(batch), batch.flatMap(stepsOf), batch.flatMap(edgesOf), batch.flatMap(eventsOf)];
  const rare = [batch.flatMap(questionsOf), batch.flatMap(approvalsOf), batch.flatMap(actionsOf)];
  const isRare = rare.some((list) => list.length > 0);
  const parameters = (isRare ? [...everyday, ...rare] : everyday).map(storableJson);
  const rows = await rowsOf<{ id: string }>(on, isRare ? SETTLE_ALL : SETTLE_EVERYDAY, parameters);
  return new Set(rows.map(({ id }) => id));
}

function leasesOf(batch: readonly Settlement[]): readonly object[] {
  return batch.map(({ lease, changes: { run, steps } }) => ({
    run_id: lease.runId,
    fence: lease.fence,
    is_patched: Object.keys(run).length > 0 || lease.takeovers > 0,
    has_progress: steps.some(isKept),
    status: run.status,
    ended_at: run.endedAt,
    outcome: run.outcome,
    outcome_at: run.outcomeAt,
    iterations: run.iterations,
    parameters: run.parameters,
  }));
}

function isKept({ status, results }: StepRecord): boolean {
  return status !== 'running' || results.length > 0;
}

/** A step at work is told by its event alone; its row is written once it has something to keep. */
function stepsOf({ lease: { runId }, changes }: Settlement): readonly object[] {
  // prettier-ignore
  return changes.steps.filter(isKept).map((step) => ({
    run_id: runId, scope: step.scope, node_id: step.nodeId, status: step.status, attempt: step.attempt, started_at: step.startedAt,
    ended_at: step.endedAt, results: step.results, findings: step.findings, because: step.because, error_code: step.errorCode, due_at: step.dueAt,
    spans: step.spans, dead_source: step.deadSource,
  }));
}

function edgesOf({ lease: { runId }, changes }: Settlement): readonly object[] {
  return changes.edges.map(({ scope, from, to, state, held, decision }) => ({
    run_id: runId,
    scope,
    from_node: from,
    to_node: to,
    state,
    held,
    decision,
  }));
}

function eventsOf({ lease: { runId }, changes, firstSeq, at }: Settlement): readonly object[] {
  return changes.events.map((event, index) => ({ run_id: runId, seq: firstSeq + index, at, event }));
}

function questionsOf({ lease: { runId }, changes }: Settlement): readonly object[] {
  // prettier-ignore
  return changes.questions.map((question) => ({
    id: question.id, run_id: runId, scope: question.scope, node_id: question.stepId, kind: question.kind, subject: question.subject, text: question.text,
    options: question.options, evidence: question.evidence, status: question.status, answer: question.answer, answered_by: question.answeredBy,
    asked_at: question.askedAt, deadline: question.deadline, told: question.status === 'answered', by_deadline: question.byDeadline,
  }));
}

function approvalsOf({ lease: { runId }, changes }: Settlement): readonly object[] {
  // prettier-ignore
  return changes.approvals.map((approval) => ({
    id: approval.id, run_id: runId, scope: approval.scope, node_id: approval.stepId, query_id: approval.queryId, status: approval.status,
    proposal: approval.proposal, verification: approval.verification, asked_at: approval.askedAt, expires_at: approval.expiresAt,
    decided_by: approval.decidedBy, decided_at: approval.decidedAt, why: approval.why,
    told: approval.status !== 'open' || approval.grants.length > 0, approvers_needed: approval.approversNeeded, grants: approval.grants, not_by: approval.notBy,
  }));
}

function actionsOf({ lease: { runId }, changes }: Settlement): readonly object[] {
  // prettier-ignore
  return changes.actions.map((action) => ({
    run_id: runId, scope: action.scope, node_id: action.stepId, query_id: action.queryId, verb: action.verb, kind: action.kind, namespace: action.namespace,
    name: action.name, rendered: action.rendered, status: action.status, detail: action.detail, approved_by: action.approvedBy,
    approval_id: action.approvalId, proposal: action.proposal, at: action.at,
  }));
}

/** What every step writes. */
const EVERYDAY = `
with given as (
  select * from jsonb_to_recordset($1::jsonb) as g(run_id uuid, fence bigint, is_patched boolean, has_progress boolean, status text, ended_at timestamptz,
    outcome jsonb, outcome_at timestamptz, iterations jsonb, parameters jsonb)
), held as (
  select r.id from runs r join given g on g.run_id = r.id and g.fence = r.fence and r.ended_at is null order by r.id for no key update of r
), patched as (
  update runs r set
    status = coalesce(g.status, r.status),
    ended_at = coalesce(g.ended_at, r.ended_at),
    outcome = coalesce(g.outcome, r.outcome),
    outcome_at = coalesce(g.outcome_at, r.outcome_at),
    iterations = coalesce(g.iterations, r.iterations),
    parameters = coalesce(g.parameters, r.parameters),
    takeovers = case when g.has_progress then 0 else r.takeovers end,
    suspect = case when g.has_progress then null else r.suspect end,
    lease_owner = case when g.ended_at is null then r.lease_owner end,
    wake_at = case when g.ended_at is null then r.wake_at end
  from given g join held h on h.id = g.run_id
  where r.id = g.run_id and g.is_patched
), freed as (
  delete from workload_leases w using given g join held h on h.id = g.run_id where w.run_id = g.run_id and g.ended_at is not null
), steps as (
  insert into run_steps
  select s.run_id, s.scope, s.node_id, s.status, s.attempt, s.started_at, s.ended_at, s.results, s.findings, s.because, s.error_code, s.due_at, s.spans, s.dead_source
  from jsonb_to_recordset($2::jsonb) as s(run_id uuid, scope text, node_id text, status text, attempt integer, started_at timestamptz, ended_at timestamptz,
    results jsonb, findings jsonb, because text, error_code text, due_at timestamptz, spans jsonb, dead_source text)
  join held h on h.id = s.run_id
  on conflict (run_id, scope, node_id) do update set
    status = excluded.status, attempt = excluded.attempt, started_at = excluded.started_at, ended_at = excluded.ended_at, results = excluded.results,
    findings = excluded.findings, because = excluded.because, error_code = excluded.error_code, due_at = excluded.due_at, spans = excluded.spans,
    dead_source = excluded.dead_source
  where run_steps.status not in ('succeeded', 'failed', 'skipped', 'cancelled')
), edges as (
  insert into run_edges
  select e.run_id, e.scope, e.from_node, e.to_node, e.state, e.held, e.decision
  from jsonb_to_recordset($3::jsonb) as e(run_id uuid, scope text, from_node text, to_node text, state text, held boolean, decision jsonb)
  join held h on h.id = e.run_id
  on conflict (run_id, scope, from_node, to_node) do update set state = excluded.state, held = excluded.held, decision = excluded.decision
  where run_edges.state = 'pending'
), events as (
  insert into run_events
  select v.run_id, v.seq, v.at, v.event from jsonb_to_recordset($4::jsonb) as v(run_id uuid, seq integer, at timestamptz, event jsonb)
  join held h on h.id = v.run_id
  on conflict (run_id, seq) do nothing
)`;

/** What people and changes add. */
const RARE = `, questions as (
  insert into run_questions
  select q.* from jsonb_to_recordset($5::jsonb) as q(id text, run_id uuid, scope text, node_id text, kind text, subject text, text text, options jsonb,
    evidence jsonb, status text, answer text, answered_by text, asked_at timestamptz, deadline timestamptz, told boolean, by_deadline jsonb)
  join held h on h.id = q.run_id
  on conflict (id) do update set status = excluded.status, text = excluded.text, deadline = excluded.deadline, told = excluded.told,
    by_deadline = excluded.by_deadline
  where run_questions.status in ('open', 'grouped', excluded.status)
), approvals as (
  insert into run_approvals
  select a.* from jsonb_to_recordset($6::jsonb) as a(id text, run_id uuid, scope text, node_id text, query_id text, status text, proposal jsonb,
    verification text, asked_at timestamptz, expires_at timestamptz, decided_by text, decided_at timestamptz, why text, told boolean,
    approvers_needed integer, grants jsonb, not_by text)
  join held h on h.id = a.run_id
  on conflict (id) do update set status = excluded.status, decided_at = excluded.decided_at, why = excluded.why, told = excluded.told
  where run_approvals.status in ('open', excluded.status) or (run_approvals.status = 'granted' and excluded.status = 'void')
), actions as (
  insert into run_actions
  select x.* from jsonb_to_recordset($7::jsonb) as x(run_id uuid, scope text, node_id text, query_id text, verb text, kind text, namespace text, name text,
    rendered text, status text, detail text, approved_by text, approval_id text, proposal jsonb, at timestamptz)
  join held h on h.id = x.run_id
  on conflict (run_id, scope, query_id) do update set status = excluded.status, detail = excluded.detail, approved_by = excluded.approved_by,
    approval_id = excluded.approval_id, proposal = excluded.proposal, at = excluded.at
)`;

const SETTLE_EVERYDAY = `${EVERYDAY}
select id from held`;
const SETTLE_ALL = `${EVERYDAY}${RARE}
select id from held`;
