import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Runs, their steps, edges, questions, approvals and actions, and the history that tells of them. */
export class Runs1795255200500 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      'drop table workload_leases, run_actions, run_approvals, run_questions, run_events, run_edges, run_steps, runs, run_workers, run_plans',
    );
  }
}

/** Steps, edges and events have no foreign key: they are written by the one statement that has just locked their run. */
const UP = [
  `create table run_plans (
    id text primary key,
    plan jsonb not null
  )`,
  `create table run_workers (
    id text primary key,
    host text not null,
    pid integer not null,
    alive_until timestamptz not null
  )`,
  `create table runs (
    id uuid primary key,
    plan_id text not null references run_plans,
    incident_id text,
    guide_id text not null,
    guide_title text not null,
    mode text not null check (mode in ('shadow', 'suggest', 'act')),
    status text not null check (status in ('running', 'waiting', 'paused', 'succeeded', 'failed', 'cancelled')),
    parameters jsonb not null,
    service text,
    cluster text not null,
    dry_run boolean not null,
    demo boolean not null,
    about timestamptz not null,
    retry_of uuid references runs on delete set null,
    started_at timestamptz not null,
    ended_at timestamptz,
    outcome jsonb,
    outcome_at timestamptz,
    iterations jsonb not null default '{}',
    taken_over_by text,
    paused_by text,
    cancelled_by text,
    cancelled_why text,
    incident_resolved boolean not null default false,
    lease_owner text,
    fence bigint not null default 0,
    takeovers integer not null default 0,
    suspect text,
    wake_at timestamptz,
    wake_seq bigint not null default 0
  )`,
  'create index runs_due on runs (wake_at) where ended_at is null and lease_owner is null',
  'create index runs_held on runs (lease_owner) where lease_owner is not null',
  'create index runs_of_incident on runs (incident_id) where incident_id is not null',
  'create index runs_newest on runs (started_at desc)',
  `create table run_steps (
    run_id uuid not null,
    scope text not null,
    node_id text not null,
    status text not null check (status in ('waiting', 'running', 'observed', 'asking', 'succeeded', 'failed', 'skipped', 'cancelled')),
    attempt integer not null,
    started_at timestamptz,
    ended_at timestamptz,
    results jsonb not null,
    findings jsonb not null,
    because text,
    error_code text,
    due_at timestamptz,
    spans jsonb not null,
    primary key (run_id, scope, node_id)
  )`,
  `create table run_edges (
    run_id uuid not null,
    scope text not null,
    from_node text not null,
    to_node text not null,
    state text not null check (state in ('pending', 'enabled', 'disabled')),
    held boolean not null,
    decision jsonb,
    primary key (run_id, scope, from_node, to_node)
  )`,
  `create table run_events (
    run_id uuid not null,
    seq integer not null,
    at timestamptz not null,
    event jsonb not null,
    primary key (run_id, seq)
  )`,
  `create table run_questions (
    id text primary key,
    run_id uuid not null references runs on delete cascade,
    scope text not null,
    node_id text not null,
    kind text not null,
    subject text not null,
    text text not null,
    options jsonb not null,
    evidence jsonb not null,
    status text not null check (status in ('open', 'answered', 'withdrawn')),
    answer text,
    answered_by text,
    asked_at timestamptz not null,
    deadline timestamptz not null,
    told boolean not null default false
  )`,
  'create index run_questions_of_run on run_questions (run_id)',
  `create table run_approvals (
    id text primary key,
    run_id uuid not null references runs on delete cascade,
    scope text not null,
    node_id text not null,
    query_id text not null,
    status text not null check (status in ('open', 'granted', 'denied', 'expired', 'void')),
    proposal jsonb not null,
    verification text,
    asked_at timestamptz not null,
    expires_at timestamptz not null,
    decided_by text,
    decided_at timestamptz,
    why text,
    told boolean not null default false
  )`,
  'create index run_approvals_of_run on run_approvals (run_id)',
  `create table run_actions (
    run_id uuid not null references runs on delete cascade,
    scope text not null,
    node_id text not null,
    query_id text not null,
    verb text not null,
    kind text not null,
    namespace text,
    name text not null,
    rendered text not null,
    status text not null check (status in ('proposed', 'dry-run', 'intended', 'applied', 'failed', 'unknown', 'cancelled')),
    detail text not null,
    approved_by text,
    approval_id text references run_approvals,
    proposal jsonb,
    at timestamptz not null,
    primary key (run_id, scope, query_id)
  )`,
  `create table workload_leases (
    cluster text not null,
    namespace text not null,
    workload text not null,
    holder text not null,
    run_id uuid references runs on delete cascade,
    primary key (cluster, namespace, workload)
  )`,
];
