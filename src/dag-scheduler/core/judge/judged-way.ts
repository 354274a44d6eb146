import type { Decision } from '../run.js';
import type { RunState } from '../run-state.js';

/**
 * What a model decided on the way to a step, for whoever approves what it changes; null where none did. No verdict leads to a change
 * without a person: where there is one, policy's `auto` does not hold.
 */
export function judgedOnTheWay({ graph, edges }: Pick<RunState, 'graph' | 'edges'>, nodeId: string): string | null {
  const before = graph.ancestors(nodeId);
  const sentences = [...edges.values()].flatMap(({ from, decision }) =>
    decision?.by.kind === 'model' && before.has(from) ? [sentenceOf(decision, decision.by)] : [],
  );
  return sentences.length === 0 ? null : [...new Set(sentences)].join(' ');
}

function sentenceOf({ condition, answer, at }: Decision, by: Extract<Decision['by'], { kind: 'model' }>): string {
  return `That “${condition}” ${answer ? 'holds' : 'does not hold'} was judged by the model ${by.model} at ${at} (confidence ${by.confidence}).`;
}
