import { fillHoles, valuesFor } from './blackboard.js';
import { isPositive } from './decide-edges.js';
import type { Draft } from './draft.js';
import { END } from './plan-graph.js';
import type { RunOutcome } from './run.js';
import type { PlanEdge, StatedCause } from '../../tsg-parser/index.js';

interface Cause {
  readonly entity: string | null;
  readonly cause: string;
  readonly stepId: string;
}

/** What the run came to, from what is on record so far. */
export function outcomeOf(draft: Draft): RunOutcome {
  const { run } = draft;
  if (run.cancelledBy !== null)
    return {
      kind: 'cancelled',
      rootCause: null,
      sentence: `The run was cancelled by ${run.cancelledBy}: ${run.cancelledWhy ?? 'no reason given'}`,
    };
  const causes = causesOf(draft);
  const changed = draft.allActions().filter(({ status }) => status === 'applied');
  const rootCause = causes.find(({ stepId }) => changed.some((action) => leadsTo(draft, stepId, action.stepId))) ?? causes[0] ?? null;
  if (changed.some(({ stepId }) => isVerified(draft, stepId))) {
    return {
      kind: 'resolved',
      rootCause,
      sentence: `Resolved and verified: ${changed.map(({ rendered }) => rendered).join('; ')}. ${causeSentence(rootCause, causes)}`.trim(),
    };
  }
  if (rootCause !== null) {
    const unverified = changed.length > 0 ? ' What was changed has not been verified.' : '';
    return { kind: 'cause-found', rootCause, sentence: causeSentence(rootCause, causes) + unverified };
  }
  if (isEverythingChecked(draft) && changed.length === 0)
    return {
      kind: 'healthy',
      rootCause: null,
      sentence: 'Every step was checked and no cause was found: what the guide looks at is healthy.',
    };
  return { kind: 'inconclusive', rootCause: null, sentence: `No cause was found. ${gapsOf(draft)}` };
}

function causeSentence(rootCause: Cause | null, causes: readonly Cause[]): string {
  if (rootCause === null) return '';
  const others = [...new Set(causes.filter(({ cause }) => cause !== rootCause.cause).map(({ cause }) => cause))];
  const also = others.length === 0 ? '' : ` Also found: ${others.join('; ')}`;
  const about = rootCause.entity === null || rootCause.cause.includes(rootCause.entity) ? '' : ` (${rootCause.entity})`;
  return `Cause: ${rootCause.cause}${about}${also}`;
}

/** Causes the guide states on steps and edges that conditions led to, positive ones first, then in the order they were reached. */
function causesOf(draft: Draft): readonly Cause[] {
  const { graph } = draft;
  const found: (Cause & { readonly positive: boolean })[] = [];
  for (const nodeId of graph.inOrder()) {
    const taken = graph.into(nodeId).filter((edge) => draft.edgeState(edge) === 'enabled');
    const { cause } = graph.node(nodeId);
    const isPositivelyReached = taken.some((edge) => isPositive(edge));
    if (cause !== null && isReachedByCondition(draft, nodeId))
      found.push({ ...filled(draft, cause, nodeId), positive: isPositivelyReached });
    for (const edge of graph.outOf(nodeId)) {
      if (draft.edgeState(edge) !== 'enabled') continue;
      if (edge.cause !== null) found.push({ ...filled(draft, edge.cause, nodeId), positive: isPositive(edge) });
    }
  }
  if (found.length === 0 && !statesCauses(draft)) return impliedCauses(draft);
  return found.toSorted((a, b) => Number(b.positive) - Number(a.positive)).map(({ entity, cause, stepId }) => ({ entity, cause, stepId }));
}

/** A guide that names no cause anywhere: the positive conditions that led to its end are what was found. */
function impliedCauses(draft: Draft): readonly Cause[] {
  return draft.graph.into(END).flatMap((edge) => {
    if (!edge.outcome || !isPositive(edge) || edge.condition === null || draft.edgeState(edge) !== 'enabled') return [];
    if (draft.allActions().some(({ stepId, status }) => status === 'applied' && leadsTo(draft, stepId, edge.from))) return [];
    const cause = fillHoles(edge.condition.text, valuesFor(draft.board, edge.from));
    return [{ entity: entityOf(draft, edge), cause, stepId: edge.from }];
  });
}

/** The one row that decided names what it is about: `scenario/payment_processing`, by its first word and that column's name. */
function entityOf(draft: Draft, edge: PlanEdge): string | null {
  const decision = draft.edge(edge)?.decision ?? null;
  const result = draft.step(edge.from).results.find(({ queryId }) => queryId === decision?.queryId);
  const row = decision?.rows.length === 1 ? result?.rows[decision.rows[0] ?? 0] : undefined;
  const index = row?.findIndex((cell) => typeof cell === 'string' && cell !== '') ?? -1;
  if (row === undefined || index < 0) return null;
  const kind = (result?.columns[index] ?? '').toLowerCase().replace(/_?(?:name|id|key)$/u, '');
  return kind === '' ? String(row[index]) : `${kind}/${String(row[index])}`;
}

function statesCauses(draft: Draft): boolean {
  const { nodes, edges } = draft.graph.plan;
  return nodes.some(({ cause }) => cause !== null) || edges.some(({ cause }) => cause !== null);
}

/** Reached along taken edges of which one at least was decided by its condition. */
function isReachedByCondition(draft: Draft, nodeId: string): boolean {
  const open = [nodeId];
  const seen = new Set(open);
  for (const id of open) {
    for (const edge of draft.graph.into(id)) {
      if (draft.edgeState(edge) !== 'enabled') continue;
      if (edge.condition !== null) return true;
      if (!seen.has(edge.from)) open.push(edge.from);
      seen.add(edge.from);
    }
  }
  return false;
}

function filled(draft: Draft, stated: StatedCause, stepId: string): Cause {
  const values = valuesFor(draft.board, stepId);
  return { entity: stated.entity === null ? null : fillHoles(stated.entity, values), cause: fillHoles(stated.text, values), stepId };
}

function leadsTo(draft: Draft, from: string, to: string): boolean {
  return from === to || draft.graph.ancestors(to).has(from);
}

/** A positive condition downstream of the change held; where no condition speaks of it, a verifying step went through. */
function isVerified(draft: Draft, changedAt: string): boolean {
  const after = [...draft.graph.descendants(changedAt)];
  const conditions = after.flatMap((id) => draft.graph.outOf(id)).filter((edge) => isPositive(edge));
  if (conditions.length > 0) return conditions.some((edge) => draft.edgeState(edge) === 'enabled' && (edge.outcome || edge.to === END));
  return after.some((id) => draft.graph.node(id).kind === 'verify' && draft.step(id).status === 'succeeded');
}

function isEverythingChecked(draft: Draft): boolean {
  const steps = [...draft.graph.nodeIds()].map((id) => draft.step(id));
  const isHandedOver = steps.some(({ nodeId, status }) => status === 'succeeded' && draft.graph.node(nodeId).kind === 'escalate');
  const isComplete = steps.every(({ status, because }) => status === 'skipped' || (status === 'succeeded' && because === null));
  return isComplete && !isHandedOver && steps.some(({ status }) => status === 'succeeded');
}

function gapsOf(draft: Draft): string {
  const titles = (wanted: string): string =>
    [...draft.graph.nodeIds()]
      .filter((id) => draft.step(id).status === wanted)
      .map((id) => draft.graph.node(id).title)
      .join(', ');
  const parts = [
    ['failed', 'Failed'],
    ['cancelled', 'Not carried out'],
    ['asking', 'Not answered'],
  ] as const;
  const said = parts.flatMap(([status, word]) => (titles(status) === '' ? [] : [`${word}: ${titles(status)}.`]));
  return said.length === 0 ? 'The guide hands over to a person.' : said.join(' ');
}
