import type { PlanEdge } from '../../tsg-parser/index.js';
import type { Draft } from './draft.js';
import { join } from './join.js';
import { END, START } from './plan-graph.js';
import type { LoopRegion } from './plan-graph.js';
import type { Decision } from './run.js';
import { isQuiet, isSettled } from './run-state.js';

/** Lets every node whose inputs are now decided begin or be skipped, and so on down the graph. */
export function propagate(draft: Draft, from: Iterable<string>): void {
  const open = [...from];
  for (let id = open.shift(); id !== undefined; id = open.shift()) {
    if (id === END) continue;
    const step = draft.step(id);
    if (step.status !== 'waiting' || step.dueAt !== null) continue;
    const verdict = join(draft.graph.into(id).map((edge) => draft.edgeState(edge)));
    if (verdict === 'run') begin(draft, id);
    if (verdict === 'skip') open.push(...skip(draft, id));
  }
}

/** Every node without an input begins with the run. */
export function enableStart(draft: Draft): void {
  const edges = draft.graph.outOf(START);
  for (const edge of edges) enable(draft, edge, null);
  const orphans = [...draft.graph.nodeIds()].filter((id) => draft.graph.into(id).length === 0);
  propagate(
    draft,
    edges.map(({ to }) => to),
  );
  for (const id of orphans) begin(draft, id);
}

/** Begins a node whose inputs allow it: now, after its wait, or not at all where the run no longer may. */
export function begin(draft: Draft, nodeId: string): void {
  const { run } = draft;
  const node = draft.graph.node(nodeId);
  if (run.pausedBy !== null) return;
  const because = forbidden(draft, nodeId);
  if (because !== null) {
    abandon(draft, nodeId, because);
    return;
  }
  const step = draft.step(nodeId);
  if (node.waitMs !== null && step.dueAt === null && !isQuiet(run)) {
    draft.putStep({ ...step, dueAt: draft.after(node.waitMs) });
    return;
  }
  draft.beginStep(nodeId);
}

/** Why a step may not begin any more, in a sentence; null where it may. */
function forbidden(draft: Draft, nodeId: string): string | null {
  const { run, graph } = draft;
  if (run.cancelledBy !== null) return `The run was cancelled by ${run.cancelledBy}.`;
  if (run.outcome?.kind === 'failed') return 'The run has failed.';
  const changes = graph.node(nodeId).queries.some(({ mutating }) => mutating);
  if (changes && run.takenOverBy !== null) return `${run.takenOverBy} has taken the run over: nothing is changed from then on.`;
  if (changes && run.outcome !== null) return 'The outcome was found before this step began.';
  return null;
}

/** Settles a node as cancelled; what hangs on it is not followed. */
export function abandon(draft: Draft, nodeId: string, because: string): void {
  draft.settleStep({ ...draft.step(nodeId), status: 'cancelled', because, endedAt: draft.at, dueAt: null });
  propagate(draft, closeOutputs(draft, nodeId));
}

function skip(draft: Draft, nodeId: string): readonly string[] {
  draft.settleStep({ ...draft.step(nodeId), status: 'skipped', because: whySkipped(draft, nodeId), endedAt: draft.at });
  return closeOutputs(draft, nodeId);
}

const NOT_EVALUATED = 'Not evaluated: it hangs on a change that was only tried as a dry run.';

/** In a dry run nobody knows what would follow a change: what hangs on it is told apart from what was not taken. */
function whySkipped(draft: Draft, nodeId: string): string {
  const tried = new Set(draft.allActions().flatMap(({ stepId, status }) => (status === 'dry-run' ? [stepId] : [])));
  const hangs = draft.graph
    .into(nodeId)
    .some(({ from }) => tried.has(from) || (from !== START && draft.step(from).because === NOT_EVALUATED));
  return hangs ? NOT_EVALUATED : 'No path to this step was taken.';
}

/** Disables all that is still open out of a node. @returns the nodes that may be decided by it. */
export function closeOutputs(draft: Draft, nodeId: string): readonly string[] {
  const open = draft.graph.outOf(nodeId).filter((edge) => draft.edgeState(edge) === 'pending');
  for (const edge of open) disable(draft, edge, null);
  return [...open.map(({ to }) => to), ...endLoops(draft, nodeId)];
}

export function enable(draft: Draft, edge: PlanEdge, decision: Decision | null): void {
  draft.putEdge({ scope: draft.scope(edge.from), from: edge.from, to: edge.to, state: 'enabled', held: false, decision });
}

/** An edge that leaves a loop which may still repeat is held: the next iteration may take it. */
export function disable(draft: Draft, edge: { readonly from: string; readonly to: string }, decision: Decision | null): void {
  const held = draft.graph.loops.some((region) => leaves(region, edge) && !hasLoopEnded(draft, region));
  draft.putEdge({ scope: draft.scope(edge.from), from: edge.from, to: edge.to, state: held ? 'pending' : 'disabled', held, decision });
}

/** The loops that repeat from this node are over: what they held is decided. @returns the nodes it may decide. */
export function endLoops(draft: Draft, nodeId: string): readonly string[] {
  const ended = draft.graph.loops.filter(({ loop }) => loop.from === nodeId);
  return ended.flatMap((region) => {
    const held = [...region.nodes]
      .flatMap((id) => draft.graph.outOf(id))
      .flatMap((edge) => {
        const record = draft.edge(edge);
        return record?.held === true && record.scope === draft.scope(edge.from) ? [record] : [];
      });
    for (const record of held) disable(draft, record, record.decision);
    return held.map(({ to }) => to);
  });
}

function leaves(region: LoopRegion, edge: { readonly from: string; readonly to: string }): boolean {
  return region.nodes.has(edge.from) && !region.nodes.has(edge.to);
}

function hasLoopEnded(draft: Draft, region: LoopRegion): boolean {
  return isSettled(draft.step(region.loop.from));
}
