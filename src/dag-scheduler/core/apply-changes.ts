import { edgeKey } from './plan-graph.js';
import { actionKey, askedOf, isLive, stepKey } from './run-state.js';
import type { Changes, EventBody, RunState } from './run-state.js';

/** Brings the holder's state up to what is about to be committed. The one place that changes it. */
export function applyChanges(state: RunState, changes: Changes): void {
  state.run = { ...state.run, ...changes.run };
  for (const step of changes.steps) {
    state.steps.set(step.nodeId, step);
    if (isLive(step)) state.live.add(step.nodeId);
    else state.live.delete(step.nodeId);
  }
  for (const edge of changes.edges) state.edges.set(edgeKey(edge), edge);
  for (const question of changes.questions) state.questions.set(question.id, question);
  for (const approval of changes.approvals) state.approvals.set(approval.id, approval);
  for (const action of changes.actions) state.actions.set(actionKey(action.scope, action.queryId), action);
  for (const event of changes.events) applyEvent(state, event);
  state.lastSeq += changes.events.length;
}

/** What is kept of the history besides the records themselves. */
function applyEvent(state: RunState, event: EventBody): void {
  if (event.type === 'decision') state.decisions.push(event.decision);
  if (event.type !== 'model-asked' && event.type !== 'model-answered') return;
  const { scope } = event.type === 'model-asked' ? event.asked : event.answered;
  const before = askedOf(state, { scope, nodeId: event.stepId });
  const verb = event.type === 'model-asked' ? 'asked' : 'answered';
  state.modelAsks.set(stepKey(scope, event.stepId), { ...before, [verb]: before[verb] + 1 });
}
