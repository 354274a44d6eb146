import { isPositive } from './decide-edges.js';
import type { Exit, Known } from './decide-edges.js';
import type { Draft } from './draft.js';
import { edgeKey } from './plan-graph.js';
import type { EdgeRecord } from './run-state.js';

/** All ways out of a node that conditions speak of: its edges, and the loops that may go back from it. */
export function exitsOf(draft: Pick<Draft, 'graph'>, nodeId: string): readonly Exit[] {
  const { graph } = draft;
  const loops = graph.loops.filter(({ loop }) => loop.from === nodeId).map(({ loop }) => loop);
  return loops.length === 0 ? graph.outOf(nodeId) : [...graph.outOf(nodeId), ...loops];
}

/** What has been decided of a node's exits in its current iteration. */
export function knownExits(draft: Draft, nodeId: string): ReadonlyMap<string, Known> {
  const decided = exitsOf(draft, nodeId).flatMap((exit) => {
    const decision = recordOf(draft, exit)?.decision ?? null;
    return decision === null ? [] : [[edgeKey(exit), decision] as const];
  });
  return new Map(decided);
}

/** The conditions of a node that nobody has decided yet. */
export function undecidedExits(draft: Draft, nodeId: string): readonly Exit[] {
  const known = knownExits(draft, nodeId);
  return exitsOf(draft, nodeId).filter((exit) => isPositive(exit) && !known.has(edgeKey(exit)));
}

/** What is on record of an exit in its current iteration. */
export function recordOf(draft: Draft, exit: Exit): EdgeRecord | undefined {
  const record = draft.edge(exit);
  return record?.scope === draft.scope(exit.from) ? record : undefined;
}
