import { graphlib, layout } from '@dagrejs/dagre';
import type { PlanDag, PlanEdge } from '../contracts';

export const STEP_SIZE = { width: 216, height: 88 };
const POINT_SIZE = { width: 64, height: 30 };
const LABEL_SIZE = { width: 150, height: 24 };

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface PlacedNode extends Point {
  readonly id: string;
  readonly kind: 'step' | 'point';
}

export interface PlacedEdge {
  readonly id: string;
  readonly edge: PlanEdge;
  readonly points: readonly Point[];
  /** Where its condition is written; null where it has none. */
  readonly label: Point | null;
}

export interface PlacedPlan {
  readonly width: number;
  readonly height: number;
  readonly nodes: readonly PlacedNode[];
  readonly edges: readonly PlacedEdge[];
}

/** Where each step and each way stands, from top to bottom. */
export function layoutPlan(plan: PlanDag): PlacedPlan {
  const graph = new graphlib.Graph({ multigraph: true });
  graph.setGraph({ rankdir: 'TB', nodesep: 26, ranksep: 26, edgesep: 14, marginx: 8, marginy: 8 });
  graph.setNode('start', { ...POINT_SIZE });
  graph.setNode('end', { ...POINT_SIZE });
  for (const { id } of plan.nodes) graph.setNode(id, { ...STEP_SIZE });
  plan.edges.forEach(({ from, to, condition }, index) => {
    graph.setEdge({ v: from, w: to, name: String(index) }, condition === null ? {} : { ...LABEL_SIZE, labelpos: 'c' });
  });
  layout(graph);
  const { width = 0, height = 0 } = graph.graph() as { readonly width?: number; readonly height?: number };
  const placed = { width, height, nodes: graph.nodes().map((id) => placeNode(id, graph.node(id) as Box)), edges: placeEdges(plan, graph) };
  return readsBackwards(placed, plan) ? mirror(placed) : placed;
}

/** Whether steps side by side stand in the opposite order of the guide's. */
function readsBackwards({ nodes }: PlacedPlan, plan: PlanDag): boolean {
  const order = new Map(plan.nodes.map(({ id }, index) => [id, index]));
  let balance = 0;
  for (const a of nodes) {
    for (const b of nodes) {
      const isPair = a.kind === 'step' && b.kind === 'step' && a.y === b.y && a.x < b.x;
      if (isPair) balance += (order.get(a.id) ?? 0) < (order.get(b.id) ?? 0) ? 1 : -1;
    }
  }
  return balance < 0;
}

function mirror(placed: PlacedPlan): PlacedPlan {
  const flip = <T extends Point>(point: T, width = 0): T => ({ ...point, x: placed.width - point.x - width });
  return {
    ...placed,
    nodes: placed.nodes.map((node) => flip(node, node.kind === 'step' ? STEP_SIZE.width : POINT_SIZE.width)),
    edges: placed.edges.map((edge) => ({
      ...edge,
      points: edge.points.map((point) => flip(point)),
      label: edge.label === null ? null : flip(edge.label),
    })),
  };
}

interface Box extends Point {
  readonly width: number;
  readonly height: number;
}

function placeNode(id: string, { x, y, width, height }: Box): PlacedNode {
  return { id, kind: id === 'start' || id === 'end' ? 'point' : 'step', x: x - width / 2, y: y - height / 2 };
}

function placeEdges(plan: PlanDag, graph: graphlib.Graph): readonly PlacedEdge[] {
  return plan.edges.map((edge, index) => {
    const placed = graph.edge({ v: edge.from, w: edge.to, name: String(index) }) as { readonly points: readonly Point[] } & Partial<Point>;
    const ends = { from: graph.node(edge.from) as Box, to: graph.node(edge.to) as Box };
    const hasLabel = edge.condition !== null && placed.x !== undefined && placed.y !== undefined;
    return {
      id: `${edge.from}-${edge.to}-${String(index)}`,
      edge,
      points: downwards(placed.points, ends),
      label: hasLabel ? { x: placed.x ?? 0, y: placed.y ?? 0 } : null,
    };
  });
}

/** Ways leave a step at its bottom and enter the next at its top, wherever between its corners is nearest. */
function downwards(points: readonly Point[], { from, to }: { readonly from: Box; readonly to: Box }): readonly Point[] {
  const inner = points.slice(1, -1);
  const within = (x: number, box: Box): number => Math.min(box.x + box.width * 0.36, Math.max(box.x - box.width * 0.36, x));
  const first = { x: within(inner[0]?.x ?? to.x, from), y: from.y + from.height / 2 };
  const last = { x: within(inner.at(-1)?.x ?? from.x, to), y: to.y - to.height / 2 };
  return [first, ...inner, last];
}

/** A smooth line through the points dagre found: it goes around the steps, not through them. */
export function pathThrough(points: readonly Point[]): string {
  const [first, ...rest] = points;
  if (first === undefined) return '';
  const parts = [`M${at(first)}`];
  rest.forEach((point, index) => {
    const next = rest[index + 1];
    parts.push(next === undefined ? `L${at(point)}` : `Q${at(point)} ${at(middle(point, next))}`);
  });
  return parts.join(' ');
}

function middle(a: Point, b: Point): Point {
  return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 };
}

function at({ x, y }: Point): string {
  return `${x.toFixed(1)},${y.toFixed(1)}`;
}

/** Step ids from the first to the last, as a person would read them. */
export function readingOrder(plan: PlanDag): readonly string[] {
  const placed = layoutPlan(plan).nodes.filter(({ kind }) => kind === 'step');
  return placed.toSorted((a, b) => a.y - b.y || a.x - b.x).map(({ id }) => id);
}
