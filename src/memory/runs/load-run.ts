import { applyChanges, emptyState, PlanGraph, scopeOf, waitingStep } from '../../dag-scheduler/index.js';
import type { EventBody, RunEvent, RunState, StepRecord } from '../../dag-scheduler/index.js';
import { TerminalError } from '../../platform/errors.js';
import type { PlanDag } from '../../tsg-parser/index.js';
import { rowOf, rowsOf } from '../sql.js';
import type { Queryable } from '../sql.js';
import { actionOf, approvalOf, edgeOf, questionOf, runOf, stepOf } from './run-rows.js';
import type { ActionRow, ApprovalRow, EdgeRow, QuestionRow, RunRow, StepRow } from './run-rows.js';

/** Plans never change, and many runs share one: graphs are kept by plan id. */
const graphs = new Map<string, PlanGraph>();
const MOST_GRAPHS = 200;

/** A run as it is on record. Call it in a transaction of repeatable reads where a writer may be at work. */
export async function loadRun(on: Queryable, runId: string): Promise<RunState> {
  const row = await rowOf<RunRow>(on, 'select * from runs where id = $1', [runId]);
  if (row === null) throw new TerminalError('run-unknown', `There is no run ${runId}.`);
  const state = emptyState(runOf(row), await graphOf(on, row.plan_id));
  const steps = await rowsOf<StepRow>(on, 'select * from run_steps where run_id = $1', [runId]);
  const edges = await rowsOf<EdgeRow>(on, 'select * from run_edges where run_id = $1', [runId]);
  const questions = await rowsOf<QuestionRow>(on, 'select * from run_questions where run_id = $1 order by asked_at, id', [runId]);
  const approvals = await rowsOf<ApprovalRow>(on, 'select * from run_approvals where run_id = $1 order by asked_at, id', [runId]);
  const actions = await rowsOf<ActionRow>(on, 'select * from run_actions where run_id = $1 order by at, query_id', [runId]);
  const events = await eventsAfter(on, runId, 0);
  applyChanges(state, {
    run: {},
    steps: withRunning(state, steps.map(stepOf), events),
    edges: edges.map(edgeOf).toSorted((a, b) => byIteration(a.scope, b.scope)),
    questions: questions.map(questionOf),
    approvals: approvals.map(approvalOf),
    actions: actions.map(actionOf),
    events: events.map(({ event }) => event),
    start: [],
  });
  return state;
}

async function graphOf(on: Queryable, planId: string): Promise<PlanGraph> {
  const known = graphs.get(planId);
  if (known !== undefined) return known;
  const row = await rowOf<{ plan: PlanDag }>(on, 'select plan from run_plans where id = $1', [planId]);
  if (row === null) throw new TerminalError('plan-unknown', `The plan ${planId} is not on record.`);
  const graph = new PlanGraph(row.plan);
  const [oldest] = graphs.keys();
  if (graphs.size >= MOST_GRAPHS && oldest !== undefined) graphs.delete(oldest);
  graphs.set(planId, graph);
  return graph;
}

/** The current iteration of each step; a step that began and has no row of its iteration yet is at work. */
function withRunning(state: RunState, records: readonly StepRecord[], events: readonly RunEvent[]): readonly StepRecord[] {
  const begun = new Map<string, { readonly attempt: number; readonly at: string }>();
  for (const { event, at } of events) {
    if (event.type === 'step-started') begun.set(event.stepId, { attempt: event.attempt, at });
    if (event.type === 'step-settled') begun.delete(event.stepId);
  }
  const latest = new Map<string, StepRecord>();
  for (const record of records.toSorted((a, b) => byIteration(a.scope, b.scope))) latest.set(record.nodeId, record);
  for (const [nodeId, { attempt, at }] of begun) {
    const scope = scopeOf(state.graph, state.run.iterations, nodeId);
    const known = latest.get(nodeId);
    const before = known?.scope === scope ? known : waitingStep(scope, nodeId);
    latest.set(nodeId, { ...before, status: 'running', attempt, startedAt: before.startedAt ?? at, dueAt: null });
  }
  return [...latest.values()].filter((record) => record.scope === scopeOf(state.graph, state.run.iterations, record.nodeId));
}

/** `1#2` before `1#10`, and an outer loop before its inner ones. */
function byIteration(a: string, b: string): number {
  return a.localeCompare(b, 'en', { numeric: true });
}

export async function eventsAfter(on: Queryable, runId: string, afterSeq: number): Promise<readonly RunEvent[]> {
  const rows = await rowsOf<{ seq: number; at: Date; event: EventBody }>(
    on,
    'select seq, at, event from run_events where run_id = $1 and seq > $2 order by seq',
    [runId, afterSeq],
  );
  return rows.map(({ seq, at, event }) => ({ runId, seq, at: at.toISOString(), event }));
}
