import type { PlanGraph } from '../plan-graph.js';
import type { Decision } from '../run.js';
import type { RunState } from '../run-state.js';

/**
 * What a model decided on the way to a step, for whoever approves what it changes; null where none did. No verdict leads to a change
 * without a person: where there is one, policy's `auto` does not hold.
 */
export function judgedOnTheWay({ graph, edges }: Pick<RunState, 'graph' | 'edges'>, nodeId: string): string | null {
  const before = stepsBefore(graph, nodeId);
  const sentences = [...edges.values()].flatMap(({ from, decision }) =>
    decision?.by.kind === 'model' && before.has(from) ? [sentenceOf(decision, decision.by)] : [],
  );
  return sentences.length === 0 ? null : [...new Set(sentences)].join(' ');
}

/** Going round again is a way too: of a loop on the way, all that led back counts. */
function stepsBefore(graph: PlanGraph, nodeId: string): ReadonlySet<string> {
  const before = new Set(graph.ancestors(nodeId));
  const repeated = graph.loops.filter(({ nodes }) => nodes.has(nodeId) || [...nodes].some((id) => before.has(id)));
  for (const { loop, nodes } of repeated) for (const id of [...nodes, ...graph.ancestors(loop.from)]) before.add(id);
  return before;
}

function sentenceOf({ condition, answer, at }: Decision, by: Extract<Decision['by'], { kind: 'model' }>): string {
  return `That “${condition}” ${answer ? 'holds' : 'does not hold'} was judged by the model ${by.model} at ${at} (confidence ${by.confidence}).`;
}
