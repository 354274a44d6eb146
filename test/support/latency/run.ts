import type { EdgeState, RunEvent, RunView, StepView } from '../../../src/dag-scheduler/index.js';
import type { BoundValues, QueryResult } from '../../../src/qpp-plugins/index.js';
import { latencyPlan } from './plan.js';
import { STARTED_AT, story } from './story.js';

export const parameters: BoundValues = {
  service: { value: 'catalogue', source: 'alert label service' },
  namespace: { value: 'sock-shop', source: 'alert label namespace' },
};

const waiting = (id: string): StepView => ({
  id,
  status: 'waiting',
  attempt: 0,
  startedAt: null,
  endedAt: null,
  results: [],
  findings: [],
  because: null,
});

/** The run before anything has happened. */
export const freshRun: RunView = {
  id: 'run-1',
  incidentId: 'incident-1',
  guideId: 'guide-1',
  guideTitle: 'A service of the shop is slow',
  guideVersion: null,
  mode: 'act',
  status: 'running',
  dryRun: false,
  demo: true,
  cluster: 'testbed',
  plan: latencyPlan,
  parameters,
  steps: latencyPlan.nodes.map(({ id }) => waiting(id)),
  edges: latencyPlan.edges.map(({ from, to }) => ({ from, to, state: 'pending' })),
  decisions: [],
  questions: [],
  approvals: [],
  actions: [],
  startedAt: STARTED_AT,
  endedAt: null,
  outcome: null,
  makespanMs: null,
  criticalPathMs: null,
  takenOverBy: null,
  startedBy: null,
};

/** The run after one more event. */
export function after(run: RunView, { event, at }: Pick<RunEvent, 'event' | 'at'>, results: readonly QueryResult[] = []): RunView {
  switch (event.type) {
    case 'step-started':
      return settleUnconditional(withStep(run, event.stepId, { status: 'running', attempt: event.attempt, startedAt: at }));
    case 'step-settled':
      return settleUnconditional(
        withStep(run, event.stepId, { status: event.status, endedAt: at, findings: event.findings, because: event.because, results }),
      );
    case 'decision':
      return withEdge(
        { ...run, decisions: [...run.decisions, event.decision] },
        event.decision.edge,
        event.decision.answer ? 'enabled' : 'disabled',
      );
    case 'approval-requested':
      return withStep({ ...run, status: 'waiting', approvals: [...run.approvals, event.approval] }, event.approval.stepId, {
        status: 'asking',
      });
    case 'approval-decided':
      return withStep(
        { ...run, status: 'running', approvals: run.approvals.map((one) => (one.id === event.approval.id ? event.approval : one)) },
        event.approval.stepId,
        { status: 'running' },
      );
    case 'question-asked':
      return { ...run, questions: [...run.questions, event.question] };
    case 'question-answered':
      return { ...run, questions: run.questions.map((one) => (one.id === event.question.id ? event.question : one)) };
    case 'action':
      return { ...run, actions: [...run.actions.filter(({ queryId }) => queryId !== event.action.queryId), event.action] };
    case 'outcome':
      return { ...run, outcome: event.outcome };
    case 'run-ended':
      return { ...run, status: event.status, outcome: event.outcome, endedAt: at, makespanMs: 4_310, criticalPathMs: 3_980 };
    default:
      return run;
  }
}

function withStep(run: RunView, id: string, change: Partial<StepView>): RunView {
  return { ...run, steps: run.steps.map((step) => (step.id === id ? { ...step, ...change } : step)) };
}

function withEdge(run: RunView, { from, to }: { readonly from: string; readonly to: string }, state: EdgeState): RunView {
  return { ...run, edges: run.edges.map((edge) => (edge.from === from && edge.to === to ? { ...edge, state } : edge)) };
}

function settleUnconditional(run: RunView): RunView {
  const statusOf = (id: string): string => (id === 'start' ? 'succeeded' : (run.steps.find((step) => step.id === id)?.status ?? 'waiting'));
  const isFree = (from: string, to: string): boolean =>
    run.plan.edges.find((edge) => edge.from === from && edge.to === to)?.condition === null;
  const edges = run.edges.map((edge) => {
    if (edge.state !== 'pending') return edge;
    if (statusOf(edge.from) === 'skipped') return { ...edge, state: 'disabled' as const };
    return isFree(edge.from, edge.to) && statusOf(edge.from) === 'succeeded' ? { ...edge, state: 'enabled' as const } : edge;
  });
  return { ...run, edges };
}

/** The run as it stands once the story has been told up to (and with) the first scene that `until` accepts; whole without it. */
export function runAfter(until: (event: RunEvent['event']) => boolean = () => false): RunView {
  let run = freshRun;
  let at = Date.parse(STARTED_AT);
  for (const scene of story) {
    at += scene.afterMs;
    run = after(run, { event: scene.event, at: new Date(at).toISOString() }, scene.results);
    if (until(scene.event)) break;
  }
  return run;
}
