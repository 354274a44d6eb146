import type { Draft } from './draft.js';
import type { Finding } from './run.js';
import type { StepRecord } from './run-state.js';

/** What a step shows before its conditions are decided: a line a result, and which of the steps before it failed. */
export function findingsOf(draft: Draft, step: StepRecord): readonly Finding[] {
  const read = step.results.map(({ queryId, summary }): Finding => ({ sentence: summary, queryId, rows: [] }));
  const missing = draft.graph
    .into(step.nodeId)
    .filter(({ from }) => from !== 'start' && draft.step(from).errorCode !== null)
    .map(({ from }): Finding => ({
      sentence: `Without ${draft.graph.node(from).title}, which failed: ${draft.step(from).because ?? ''}`.trim(),
      queryId: null,
      rows: [],
    }));
  return [...read, ...missing];
}
