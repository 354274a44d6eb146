import { applyChanges, emptyState, isSettled, PlanGraph, scopeOf, waitingStep } from '../../dag-scheduler/index.js';
import type { Decision, EdgeRecord, EventBody, Inbox, OpenedRun, RunEvent, RunState, StepRecord } from '../../dag-scheduler/index.js';
import { TerminalError } from '../../platform/errors.js';
import type { PlanDag } from '../../tsg-parser/index.js';
import { rowsOf } from '../sql.js';
import type { Queryable } from '../sql.js';
import { trimmedSteps } from './read-rows.js';
import { actionOf, approvalOf, controlOf, edgeOf, questionOf, runOf, stepOf } from './run-rows.js';
import type { ActionRow, ApprovalRow, EdgeRow, QuestionRow, RunRow, StepRow } from './run-rows.js';

/** Plans never change, and many runs share one: graphs are kept by plan id. */
const graphs = new Map<string, PlanGraph>();
const MOST_GRAPHS = 200;

/** A run as it is on record. Call it in a transaction of repeatable reads where a writer may be at work. */
export async function loadRun(on: Queryable, runId: string, mostRows?: number): Promise<RunState> {
  const [opened] = await openRuns(on, [runId], [], mostRows);
  if (opened === undefined) throw new TerminalError('run-unknown', `There is no run ${runId}.`);
  return opened.state;
}

/**
 * Many runs at once, each with what was written for it and is not told yet. Of those that are `fresh` nothing but the run
 * itself and its first event can be on record.
 */
export async function openRuns(
  on: Queryable,
  runIds: readonly string[],
  fresh: readonly string[],
  mostRows?: number,
): Promise<readonly OpenedRun[]> {
  const rows = await rowsOf<RunRow & { wake_seq: string }>(on, 'select * from runs where id = any ($1)', [runIds]);
  await loadGraphs(on, [...new Set(rows.map(({ plan_id }) => plan_id))]);
  const begun = rows.filter(({ id, retry_of }) => retry_of !== null || !fresh.includes(id)).map(({ id }) => id);
  const open = rows.filter(({ id, ended_at }) => ended_at === null && begun.includes(id)).map(({ id }) => id);
  const children = begun.length === 0 ? NO_CHILDREN : await childrenOf(on, begun, open, mostRows);
  return rows.map((row) => {
    const state = emptyState(runOf(row), graphOf(row.plan_id));
    fill(state, children);
    state.lastSeq = children.events.get(row.id)?.at(-1)?.seq ?? 1;
    return { state, inbox: inboxOf(row, children) };
  });
}

interface Children {
  readonly steps: ReadonlyMap<string, readonly StepRow[]>;
  readonly edges: ReadonlyMap<string, readonly EdgeRow[]>;
  readonly questions: ReadonlyMap<string, readonly (QuestionRow & Told)[]>;
  readonly approvals: ReadonlyMap<string, readonly (ApprovalRow & Told)[]>;
  readonly actions: ReadonlyMap<string, readonly ActionRow[]>;
  readonly events: ReadonlyMap<string, readonly EventRow[]>;
}

interface OfRun {
  readonly run_id: string;
}

interface Told {
  readonly told: boolean;
}

const NOTHING = new Map<string, never[]>();
const NO_CHILDREN: Children = { steps: NOTHING, edges: NOTHING, questions: NOTHING, approvals: NOTHING, actions: NOTHING, events: NOTHING };

/** The events of runs that have ended are not needed: what they decided stands on their edges. */
async function childrenOf(on: Queryable, runIds: readonly string[], open: readonly string[], mostRows?: number): Promise<Children> {
  const of = async <Row extends OfRun>(table: string, order: string, ids = runIds): Promise<ReadonlyMap<string, readonly Row[]>> => {
    const rows = await rowsOf<Row>(on, `select * from ${table} where run_id = any ($1) order by ${order}`, [ids]);
    return Map.groupBy(rows, ({ run_id }) => run_id);
  };
  const steps = mostRows === undefined ? await of<StepRow & OfRun>('run_steps', 'node_id') : await trimmedSteps(on, runIds, mostRows);
  return {
    steps,
    edges: await of<EdgeRow & OfRun>('run_edges', 'from_node'),
    questions: await of<QuestionRow & Told>('run_questions', 'asked_at, id'),
    approvals: await of<ApprovalRow & Told>('run_approvals', 'asked_at, id'),
    actions: await of<ActionRow & OfRun>('run_actions', 'at, query_id'),
    events: await of<EventRow & OfRun>('run_events', 'seq', open),
  };
}

function fill(state: RunState, children: Children): void {
  const { id } = state.run;
  const events = (children.events.get(id) ?? []).map((row) => eventOf(id, row));
  const edges = (children.edges.get(id) ?? []).map(edgeOf).toSorted((a, b) => byIteration(a.scope, b.scope));
  state.decisions.push(...decisionsOf(edges));
  applyChanges(state, {
    run: {},
    steps: withRunning(state, (children.steps.get(id) ?? []).map(stepOf), events),
    edges,
    questions: (children.questions.get(id) ?? []).map(questionOf),
    approvals: (children.approvals.get(id) ?? []).map(approvalOf),
    actions: (children.actions.get(id) ?? []).map(actionOf),
    events: events.flatMap(({ event }) => (event.type === 'model-asked' || event.type === 'model-answered' ? [event] : [])),
    start: [],
  });
}

/** In the order they were made. */
function decisionsOf(edges: readonly EdgeRecord[]): readonly Decision[] {
  return edges
    .flatMap(({ decision }) => (decision === null ? [] : [decision]))
    .toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
}

function inboxOf(row: RunRow & { readonly wake_seq: string }, { questions, approvals }: Children): Inbox {
  return {
    wakeSeq: Number(row.wake_seq),
    control: controlOf(row),
    answers: (questions.get(row.id) ?? []).filter(({ status, told }) => status === 'answered' && !told).map(questionOf),
    verdicts: (approvals.get(row.id) ?? [])
      .filter(({ status, grants, told }) => (status !== 'open' || grants.length > 0) && !told)
      .map(approvalOf),
  };
}

function graphOf(planId: string): PlanGraph {
  const graph = graphs.get(planId);
  if (graph === undefined) throw new TerminalError('plan-unknown', `The plan ${planId} is not on record.`);
  return graph;
}

async function loadGraphs(on: Queryable, planIds: readonly string[]): Promise<void> {
  const missing = planIds.filter((id) => !graphs.has(id));
  if (missing.length === 0) return;
  const rows = await rowsOf<{ id: string; plan: PlanDag }>(on, 'select id, plan from run_plans where id = any ($1)', [missing]);
  for (const { id, plan } of rows) graphs.set(id, new PlanGraph(plan));
  for (const id of graphs.keys()) if (graphs.size > MOST_GRAPHS && !planIds.includes(id)) graphs.delete(id);
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
    if (isSettled(before)) continue;
    latest.set(nodeId, { ...before, status: 'running', attempt, startedAt: before.startedAt ?? at, dueAt: null });
  }
  return [...latest.values()].filter((record) => record.scope === scopeOf(state.graph, state.run.iterations, record.nodeId));
}

/** `1#2` before `1#10`, and an outer loop before its inner ones. */
function byIteration(a: string, b: string): number {
  return a.localeCompare(b, 'en', { numeric: true });
}

interface EventRow {
  readonly seq: number;
  readonly at: Date;
  readonly event: EventBody;
}

function eventOf(runId: string, { seq, at, event }: EventRow): RunEvent {
  return { runId, seq, at: at.toISOString(), event };
}

export async function eventsAfter(on: Queryable, runId: string, afterSeq: number): Promise<readonly RunEvent[]> {
  const after = 'select seq, at, event from run_events where run_id = $1 and seq > $2 order by seq';
  const rows = await rowsOf<EventRow>(on, after, [runId, afterSeq]);
  return rows.map((row) => eventOf(runId, row));
}
