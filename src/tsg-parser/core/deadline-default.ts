import type { PlanDag, PlanEdge } from './plan.js';

/** The way that is to be taken where nobody answers a step's questions in time, or why there is none. */
export type DeadlineDefault =
  | { readonly kind: 'none' }
  | { readonly kind: 'way'; readonly edge: PlanEdge; readonly text: string }
  | { readonly kind: 'refused'; readonly because: string };

type Plan = Pick<PlanDag, 'nodes' | 'edges' | 'loops'>;

const END = 'end';

/**
 * Finds the way out of a step that is named: `otherwise`, `end`, a step by its number or the beginning of its title. Only one from
 * which nothing can be changed, no other guide is begun and that is no outcome may be taken without a person.
 */
export function deadlineDefault(plan: Plan, nodeId: string, named: string): DeadlineDefault {
  if (named.toLowerCase() === 'none') return { kind: 'none' };
  const ways = plan.edges.filter((edge) => edge.from === nodeId && isNamed(plan, edge, named));
  const [edge] = ways;
  if (edge === undefined) return { kind: 'refused', because: `“${named}” names no way out of this step.` };
  if (ways.length > 1) return { kind: 'refused', because: `“${named}” names several ways out of this step.` };
  const text = wayOf(plan, edge);
  if (edge.outcome) return { kind: 'refused', because: `“${text}” is not taken by itself: it would be an outcome.` };
  if (reachesAction(plan, edge.to))
    return { kind: 'refused', because: `“${text}” is not taken by itself: something can be changed from there on.` };
  return { kind: 'way', edge, text };
}

function isNamed(plan: Plan, edge: PlanEdge, named: string): boolean {
  const name = named.toLowerCase();
  if (name === 'otherwise') return edge.condition?.otherwise === true;
  if (edge.to === END) return name === END;
  const title = titleOf(plan, edge.to).toLowerCase();
  const number = /^(?:step\s+)?(\d+[a-z]?)$/u.exec(name)?.[1];
  return edge.to === `s${number ?? ''}` || (title.startsWith(name) && !/^[\p{L}\p{N}]/u.test(title.slice(name.length)));
}

/** "Otherwise → Step 5 - Read the events". */
function wayOf(plan: Plan, { condition, to }: PlanEdge): string {
  return `${condition === null ? '' : `${condition.text} → `}${to === END ? 'the end' : titleOf(plan, to)}`;
}

function titleOf({ nodes }: Plan, id: string): string {
  return nodes.find((node) => node.id === id)?.title ?? id;
}

/** Loops included: what is repeated is reached again. */
function reachesAction({ nodes, edges, loops }: Plan, from: string): boolean {
  const reached = new Set([from]);
  for (const id of reached) {
    const node = nodes.find((candidate) => candidate.id === id);
    if (node !== undefined && (node.subGuide !== null || node.queries.some(({ mutating }) => mutating))) return true;
    for (const way of [...edges, ...loops]) if (way.from === id) reached.add(way.to);
  }
  return false;
}
