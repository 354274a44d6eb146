import type { Draft } from './draft.js';
import type { Finding } from './run.js';
import type { StepRecord } from './run-state.js';
import { statusTallyOf, tallyText } from './status-tally.js';

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
  return [...read, ...consolidated(draft, step), ...missing];
}

/** A step that asks nothing and stands where several meet begins with what each of them found, whichever way it led on. */
function consolidated(draft: Draft, step: StepRecord): readonly Finding[] {
  const before = draft.graph.into(step.nodeId).filter(({ from }) => from !== 'start' && draft.step(from).results.length > 0);
  if (draft.graph.node(step.nodeId).queries.length > 0 || before.length < 2) return [];
  return before.flatMap(({ from }) => {
    const { title, queries } = draft.graph.node(from);
    return draft.step(from).results.map((result): Finding => {
      const tally = statusTallyOf(
        result,
        queries.find(({ id }) => id === result.queryId),
      );
      return { sentence: `${title}: ${tally === null ? result.summary : tallyText(tally)}`, queryId: null, rows: [] };
    });
  });
}
