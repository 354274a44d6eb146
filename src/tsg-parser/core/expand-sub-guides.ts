import { assertNever } from '../../platform/errors.js';
import { sealPlan } from './passes/seal-plan.js';
import type { EdgeCondition, PlanDag, PlanEdge, PlanNode, PlanPart } from './plan.js';
import type { Predicate } from './predicate/predicate.js';

/** A guide that another one links to, as it is when the run is started. */
export interface LinkedGuide extends Omit<PlanPart, 'at' | 'planId' | 'rulings'> {
  readonly name: string;
  readonly plan: PlanDag;
}

/** A guide by its name (`runbooks/pods.md`); null where there is none that can be run. */
export type FindGuide = (name: string) => Promise<LinkedGuide | null>;

/** Guides that link to guides that link to guides: beyond this depth a person is asked to follow them. */
const DEEPEST = 5;
const MOST_NODES = 1_000;

/**
 * Works the guides that a plan links to into it, each as a scope of its own under the step that links to it. What follows that step
 * follows once the other guide has come to its end, whatever it came to; what it found is found.
 *
 *   s1 ──► s2 follows pods.md ──► s3        becomes        s1 ──► s2 ──► s2/s1 ──► s2/s2 ──► s2/end ──► s3
 *                                                                  └───────────────────────────┘
 *
 * A link to a guide that is not there, cannot be run, or leads back to itself stays what it is: a person is asked to follow it.
 */
export async function expandSubGuides(plan: PlanDag, name: string, find: FindGuide): Promise<PlanDag> {
  const parts: PlanPart[] = [];
  const expanded = await expand(plan, [name], find, parts);
  return parts.length === 0 ? plan : sealPlan({ ...expanded, expansion: { planId: plan.id, parts } });
}

async function expand(plan: PlanDag, path: readonly string[], find: FindGuide, parts: PlanPart[], at = ''): Promise<PlanDag> {
  let whole = plan;
  for (const { id, subGuide } of plan.nodes) {
    const name = subGuide === null ? null : nameBehind(subGuide, path.at(-1) ?? '');
    if (name === null || path.includes(name) || path.length > DEEPEST) continue;
    const linked = await find(name);
    if (linked === null || whole.nodes.length + linked.plan.nodes.length > MOST_NODES) continue;
    const { guideId, title, mode, plan: own } = linked;
    parts.push({ at: at + id, guideId, title, mode, planId: own.id, rulings: own.limits?.rulings ?? [] });
    const inner = await expand(own, [...path, name], find, parts, `${at}${id}/`);
    whole = graft(whole, id, linked.title, inner);
  }
  return whole;
}

/** `pods.md#fix`, linked from `runbooks/shop.md`, is `runbooks/pods.md`. Null for a link that can be no name, or hides a way out. */
function nameBehind(link: string, from: string): string | null {
  try {
    const { pathname } = new URL(link, `file:///${encodeURI(from)}`);
    const name = decodeURIComponent(pathname.slice(1));
    return /(?:^|[\\/])\.\.?(?:[\\/]|$)|\0/u.test(name) ? null : name;
  } catch {
    return null;
  }
}

function graft(plan: PlanDag, at: string, title: string, own: PlanDag): PlanDag {
  const { nodes, edges, loops, parameters } = within(own, at);
  const end = `${at}/end`;
  const [line = 1] = plan.nodes.find(({ id }) => id === at)?.lines ?? [];
  const joint: PlanEdge = { from: at, to: end, condition: null, line, outcome: false, cause: null };
  const afterIt = <Exit extends { readonly from: string }>(exit: Exit): Exit => (exit.from === at ? { ...exit, from: end } : exit);
  return {
    ...plan,
    nodes: plan.nodes.flatMap((node) => (node.id === at ? [{ ...node, subGuide: null }, ...nodes, endOf(node, end, title)] : [node])),
    edges: [...plan.edges.map(afterIt), joint, ...edges.map((edge) => between(edge, at, end)), ...looseEnds(nodes, edges, joint)],
    loops: [...plan.loops.map(afterIt), ...loops],
    parameters: [...plan.parameters, ...parameters.filter(({ name }) => !plan.parameters.some((declared) => declared.name === name))],
  };
}

/** An edge of the other guide: from its start it leads from the step that links to it, into its end to what stands for that. */
function between(edge: PlanEdge, at: string, end: string): PlanEdge {
  if (edge.from === 'start') return { ...edge, from: at };
  return edge.to === 'end' ? { ...edge, to: end, outcome: false } : edge;
}

/** Steps that nothing leads to begin with the guide, those that lead nowhere come to its end. */
function looseEnds(nodes: readonly PlanNode[], edges: readonly PlanEdge[], joint: PlanEdge): readonly PlanEdge[] {
  const first = nodes.filter(({ id }) => !edges.some(({ to }) => to === id)).map(({ id }) => ({ ...joint, to: id }));
  const last = nodes.filter(({ id }) => !edges.some(({ from }) => from === id)).map(({ id }) => ({ ...joint, from: id }));
  return [...first, ...last];
}

function endOf(node: PlanNode, id: string, title: string): PlanNode {
  const nothing = { text: '', queries: [], waitMs: null, subGuide: null, cause: null };
  return { ...node, ...nothing, id, title: `End of ${title}`, kind: 'decide' };
}

/** The same plan with all its names under the step that leads into it. */
function within(plan: PlanDag, at: string): PlanDag {
  const named = (id: string): string => (id === 'start' || id === 'end' ? id : `${at}/${id}`);
  const moved = <Exit extends PlanEdge | PlanDag['loops'][number]>(exit: Exit): Exit => ({
    ...exit,
    from: named(exit.from),
    to: named(exit.to),
    condition: exit.condition === null ? null : movedCondition(exit.condition, named),
  });
  return {
    ...plan,
    nodes: plan.nodes.map((node) => ({
      ...node,
      id: named(node.id),
      queries: node.queries.map((query) => ({ ...query, id: named(query.id) })),
    })),
    edges: plan.edges.map(moved),
    loops: plan.loops.map(moved),
  };
}

function movedCondition(condition: EdgeCondition, named: (id: string) => string): EdgeCondition {
  return { ...condition, predicate: condition.predicate === null ? null : renamed(condition.predicate, named) };
}

function renamed(predicate: Predicate, named: (id: string) => string): Predicate {
  switch (predicate.kind) {
    case 'every':
    case 'either':
    case 'readings':
      return { ...predicate, of: predicate.of.map((part) => renamed(part, named)) };
    case 'not':
      return { ...predicate, of: renamed(predicate.of, named) };
    case 'alert':
      return predicate;
    case 'rows':
    case 'row-count':
    case 'aggregate':
    case 'trend':
    case 'versus':
    case 'text':
    case 'line-count':
    case 'field':
      return predicate.query === null ? predicate : { ...predicate, query: named(predicate.query) };
    default:
      return assertNever(predicate);
  }
}
