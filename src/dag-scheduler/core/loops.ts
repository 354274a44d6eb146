import { isPositive } from './decide-edges.js';
import type { Known } from './decide-edges.js';
import type { Draft } from './draft.js';
import { edgeKey } from './plan-graph.js';
import type { LoopRegion } from './plan-graph.js';
import { isQuiet } from './run-state.js';

/**
 * The loop that goes round again after this node; `exhausted` where it wants to and has had all its iterations, which a person
 * is asked about; null where the run goes on. A loop without a condition repeats until another way out is taken.
 */
export function loopAfter(draft: Draft, nodeId: string, decided: ReadonlyMap<string, Known>): LoopRegion | 'exhausted' | null {
  if (draft.run.outcome !== null || draft.run.cancelledBy !== null) return null;
  for (const region of draft.graph.loops.filter(({ loop }) => loop.from === nodeId)) {
    const { loop, index } = region;
    const isWanted = loop.condition === null ? !isAnyExitTaken(draft, nodeId, decided) : decided.get(edgeKey(loop))?.answer === true;
    if (!isWanted) continue;
    const done = (draft.run.iterations[index] ?? 0) + 1;
    if (done < loop.maxIterations + moreGranted(draft, nodeId)) return region;
    if (loop.condition !== null && !isQuiet(draft.run) && !hasGivenUp(draft, nodeId)) return 'exhausted';
  }
  return null;
}

export const ONCE_MORE = 'repeat once more';
export const GO_ON = 'go on';

function isAnyExitTaken(draft: Draft, nodeId: string, decided: ReadonlyMap<string, Known>): boolean {
  return draft.graph.outOf(nodeId).some((edge) => isPositive(edge) && decided.get(edgeKey(edge))?.answer === true);
}

function answersOf(draft: Draft, nodeId: string): readonly (string | null)[] {
  return draft
    .allQuestions()
    .filter(({ kind, stepId, status }) => kind === 'loop-exhausted' && stepId === nodeId && status === 'answered')
    .map(({ answer }) => answer);
}

function moreGranted(draft: Draft, nodeId: string): number {
  return answersOf(draft, nodeId).filter((answer) => answer === ONCE_MORE).length;
}

function hasGivenUp(draft: Draft, nodeId: string): boolean {
  return answersOf(draft, nodeId).includes(GO_ON);
}

/** The next iteration: a scope of its own, whose first step begins now or after the loop's interval. Inner loops start over. */
export function repeat(draft: Draft, region: LoopRegion): void {
  const { loop, index, nodes } = region;
  const iterations: Record<string, number> = { ...draft.run.iterations, [index]: (draft.run.iterations[index] ?? 0) + 1 };
  for (const other of draft.graph.loops) {
    const isInner = other.index !== index && other.nodes.size < nodes.size && [...other.nodes].every((id) => nodes.has(id));
    if (isInner) iterations[other.index] = 0;
  }
  draft.patchRun({ iterations });
  const waitMs = (loop.intervalMs ?? 0) + (draft.graph.node(loop.to).waitMs ?? 0);
  if (waitMs === 0 || isQuiet(draft.run)) draft.beginStep(loop.to);
  else draft.putStep({ ...draft.step(loop.to), dueAt: draft.after(waitMs) });
}
