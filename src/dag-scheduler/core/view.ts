import { edgeKey } from './plan-graph.js';
import { viewOfQuestion } from './questions.js';
import type { EdgeState, RunView, StepView } from './run.js';
import { hasEnded, scopeOf } from './run-state.js';
import type { RunState } from './run-state.js';
import { timingOf } from './timing.js';

/** Everything there is to know of a run, from its record. Steps and edges are those of the current iteration. */
export function viewOf(state: RunState): RunView {
  const { run, graph } = state;
  const timing = hasEnded(run) ? timingOf(graph, state.steps) : null;
  return {
    id: run.id,
    incidentId: run.incidentId,
    guideId: run.guideId,
    guideTitle: run.guideTitle,
    guideVersion: run.guideVersion,
    mode: run.mode,
    status: run.status,
    dryRun: run.dryRun,
    demo: run.demo,
    cluster: run.cluster,
    plan: graph.plan,
    parameters: run.parameters,
    steps: graph.plan.nodes.map(({ id }) => stepView(state, id)),
    edges: graph.plan.edges.map(({ from, to }) => ({ from, to, state: edgeStateOf(state, from, to) })),
    decisions: state.decisions,
    questions: [...state.questions.values()].map(viewOfQuestion),
    approvals: [...state.approvals.values()].map(({ scope: _scope, ...approval }) => approval),
    actions: [...state.actions.values()].map(({ scope: _scope, approvalId: _approvalId, proposal: _proposal, ...action }) => action),
    startedAt: run.startedAt,
    endedAt: run.endedAt,
    outcome: run.outcome,
    makespanMs: timing?.makespanMs ?? null,
    criticalPathMs: timing?.criticalPathMs ?? null,
    takenOverBy: run.takenOverBy,
    startedBy: run.startedBy,
  };
}

function stepView(state: RunState, id: string): StepView {
  const step = state.steps.get(id);
  if (step === undefined) {
    const isOver = hasEnded(state.run);
    return {
      id,
      status: isOver ? 'cancelled' : 'waiting',
      attempt: 0,
      startedAt: null,
      endedAt: null,
      results: [],
      findings: [],
      because: isOver ? 'The run ended before this step.' : null,
    };
  }
  const { status, attempt, startedAt, endedAt, results, findings, because } = step;
  return { id, status, attempt, startedAt, endedAt, results, findings, because };
}

function edgeStateOf(state: RunState, from: string, to: string): EdgeState {
  const record = state.edges.get(edgeKey({ from, to }));
  if (record === undefined) return 'pending';
  const isCurrent = record.scope === scopeOf(state.graph, state.run.iterations, from);
  return isCurrent || !state.graph.isInsideLoop({ from, to }) ? record.state : 'pending';
}
