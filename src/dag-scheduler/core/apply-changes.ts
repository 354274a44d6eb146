import { edgeKey } from './plan-graph.js';
import { actionKey, isLive } from './run-state.js';
import type { Changes, RunState } from './run-state.js';

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
  for (const event of changes.events) if (event.type === 'decision') state.decisions.push(event.decision);
  state.lastSeq += changes.events.length;
}
