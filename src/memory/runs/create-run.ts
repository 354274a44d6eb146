import type { DataSource } from 'typeorm';
import type { RunState, Settlement } from '../../dag-scheduler/index.js';
import { rowsOf, storableJson } from '../sql.js';
import type { Queryable } from '../sql.js';
import { settleRuns } from './settle-runs.js';

/** Plans never change: one that this process has stored is not sent again. */
const storedPlans = new Set<string>();
const MOST_PLANS = 1_000;

/** Stores runs with what they keep of the runs before them, each with its first event; they are due at once. */
export async function createRuns(database: DataSource, hot: Queryable, states: readonly RunState[]): Promise<void> {
  await storePlans(database, states);
  const kept = states.filter(({ steps, edges }) => steps.size > 0 || edges.size > 0);
  const created = [storableJson(states.map(rowOfRun))];
  if (kept.length === 0) {
    await rowsOf(hot, CREATE, created);
    return;
  }
  await database.transaction(async (on) => {
    await rowsOf(on, CREATE, created);
    await settleRuns(on, kept.map(keptOf));
  });
}

async function storePlans(database: DataSource, states: readonly RunState[]): Promise<void> {
  const plans = new Map(states.map(({ graph }) => [graph.plan.id, graph.plan]));
  for (const [id, plan] of plans) {
    if (storedPlans.has(id)) continue;
    await rowsOf(database, 'insert into run_plans (id, plan) values ($1, $2) on conflict do nothing', [id, storableJson(plan)]);
    if (storedPlans.size >= MOST_PLANS) storedPlans.clear();
    storedPlans.add(id);
  }
}

function keptOf({ run, steps, edges }: RunState): Settlement {
  const changes = {
    run: {},
    steps: [...steps.values()],
    edges: [...edges.values()],
    questions: [],
    approvals: [],
    actions: [],
    events: [],
  };
  return { lease: { runId: run.id, fence: 0, takeovers: 0, suspect: null }, changes, firstSeq: 2, at: run.startedAt };
}

function rowOfRun({ run, graph }: RunState): object {
  return {
    id: run.id,
    plan_id: graph.plan.id,
    incident_id: run.incidentId,
    guide_id: run.guideId,
    guide_title: run.guideTitle,
    guide_version: run.guideVersion,
    mode: run.mode,
    status: run.status,
    parameters: run.parameters,
    service: run.service,
    cluster: run.cluster,
    dry_run: run.dryRun,
    demo: run.demo,
    about: run.at,
    retry_of: run.retryOf,
    started_at: run.startedAt,
    started_by: run.startedBy,
    urgency: run.urgency,
  };
}

const CREATE = `
with created as (
  insert into runs (id, plan_id, incident_id, guide_id, guide_title, guide_version, mode, status, parameters, service, cluster, dry_run, demo, about, retry_of, started_at, started_by, urgency, wake_at)
  select g.*, clock_timestamp()
  from jsonb_to_recordset($1::jsonb) as g(id uuid, plan_id text, incident_id text, guide_id text, guide_title text, guide_version integer, mode text, status text, parameters jsonb,
    service text, cluster text, dry_run boolean, demo boolean, about timestamptz, retry_of uuid, started_at timestamptz, started_by text, urgency smallint)
  returning id, started_at
)
insert into run_events (run_id, seq, at, event) select id, 1, started_at, '{"type": "run-started"}' from created`;
