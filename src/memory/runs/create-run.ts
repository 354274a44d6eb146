import type { RunState } from '../../dag-scheduler/index.js';
import { rowsOf, storableJson } from '../sql.js';
import type { Queryable } from '../sql.js';
import { settleRuns } from './settle-runs.js';

/**
 * Stores the plan once, the run with what it keeps of the run before it, and its first event; it is due at once.
 * Call it inside a transaction.
 */
export async function createRun(on: Queryable, { run, graph, steps, edges }: RunState): Promise<void> {
  await rowsOf(on, 'insert into run_plans (id, plan) values ($1, $2) on conflict do nothing', [graph.plan.id, storableJson(graph.plan)]);
  await rowsOf(on, INSERT, [
    run.id, graph.plan.id, run.incidentId, run.guideId, run.guideTitle, run.mode, run.status, storableJson(run.parameters), run.service, run.cluster,
    run.dryRun, run.demo, run.at, run.retryOf, run.startedAt,
  ]); // prettier-ignore
  const begun = 'insert into run_events (run_id, seq, at, event) values ($1, 1, $2, $3)';
  await rowsOf(on, begun, [run.id, run.startedAt, storableJson({ type: 'run-started' })]);
  if (steps.size === 0 && edges.size === 0) return;
  const changes = {
    run: {},
    steps: [...steps.values()],
    edges: [...edges.values()],
    questions: [],
    approvals: [],
    actions: [],
    events: [],
  };
  await settleRuns(on, [{ lease: { runId: run.id, fence: 0, takeovers: 0, suspect: null }, changes, firstSeq: 2, at: run.startedAt }]);
}

const INSERT = `
insert into runs (id, plan_id, incident_id, guide_id, guide_title, mode, status, parameters, service, cluster, dry_run, demo, about, retry_of, started_at, wake_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, clock_timestamp())`;
