import { withinLimit } from '../../tsg-parser/index.js';
import { PlanGraph } from './plan-graph.js';
import type { Draft } from './draft.js';
import { begin, enableStart, propagate } from './propagate.js';
import { concerns, isWaiting } from './questions.js';
import type { RunRequest } from './run.js';
import type { RunRecord, RunState } from './run-state.js';
import { START } from './plan-graph.js';

/** A run before its first step: sealed plan + parameters. Event 1, `run-started`, is written with it. */
export function startRun(id: string, request: RunRequest, now: Date): RunState {
  const { plan, ...rest } = request;
  const run: RunRecord = {
    ...rest,
    mode: withinLimit(request.mode, plan),
    parameters: withDefaults(request),
    id,
    status: 'running',
    startedAt: now.toISOString(),
    endedAt: null,
    outcome: null,
    outcomeAt: null,
    iterations: {},
    takenOverBy: null,
    pausedBy: null,
    cancelledBy: null,
    cancelledWhy: null,
    incidentResolved: false,
  };
  return emptyState(run, new PlanGraph(plan));
}

export function emptyState(run: RunRecord, graph: PlanGraph): RunState {
  return {
    run,
    graph,
    steps: new Map(),
    edges: new Map(),
    decisions: [],
    questions: new Map(),
    approvals: new Map(),
    actions: new Map(),
    modelAsks: new Map(),
    live: new Set(),
    lastSeq: 0,
  };
}

function withDefaults({ plan, parameters }: RunRequest): RunRequest['parameters'] {
  const defaults = plan.parameters.flatMap((parameter) =>
    parameter.default === null ? [] : [[parameter.name, { value: parameter.default, source: 'guide default' }] as const],
  );
  return { ...Object.fromEntries(defaults), ...parameters };
}

/**
 * Takes a run up where its record says it is, for the first time or after its holder is gone: steps that were at work
 * begin anew (reading twice is harmless; what was sent to a cluster is inspected first), and what is ready begins.
 */
export function takeUp(draft: Draft): void {
  const live = draft.live();
  for (const nodeId of live) {
    const { status } = draft.step(nodeId);
    if (status === 'running' && !draft.hasBegun(nodeId)) draft.beginStep(nodeId);
    if (status === 'observed' || (status === 'asking' && !isAnybodyAsked(draft, nodeId))) draft.goOn(nodeId);
  }
  const isFresh = draft.graph.outOf(START).every((edge) => draft.edge(edge) === undefined);
  if (isFresh && live.length === 0) enableStart(draft);
  else propagate(draft, draft.graph.inOrder());
}

function isAnybodyAsked(draft: Draft, nodeId: string): boolean {
  return (
    draft.allApprovals().some(({ stepId, status }) => stepId === nodeId && status === 'open') ||
    draft.allQuestions().some((question) => isWaiting(question) && concerns(draft, question, nodeId))
  );
}

/** Steps whose timer has run out begin. */
export function wakeTimers(draft: Draft): void {
  for (const nodeId of draft.live()) {
    const { status, dueAt } = draft.step(nodeId);
    if (status === 'waiting' && dueAt !== null && Date.parse(dueAt) <= draft.now.getTime()) begin(draft, nodeId);
  }
}
