import { Graph } from '@dagrejs/graphlib';
import { TerminalError } from '../../platform/errors.js';
import type { PlanDag, PlanEdge, PlanLoop, PlanNode } from '../../tsg-parser/index.js';

export const START = 'start';
export const END = 'end';

/** A repeat with the nodes it repeats: everything on a path from `to` to `from`. `index` is its place in the plan. */
export interface LoopRegion {
  readonly index: number;
  readonly loop: PlanLoop;
  readonly nodes: ReadonlySet<string>;
}

/** The plan as a graph, with the questions the scheduler asks of it answered once. */
export class PlanGraph {
  readonly loops: readonly LoopRegion[];
  private readonly graph: Graph;
  private readonly nodes: ReadonlyMap<string, PlanNode>;
  private readonly inputs = new Map<string, PlanEdge[]>();
  private readonly outputs = new Map<string, PlanEdge[]>();
  private readonly ancestorSets = new Map<string, ReadonlySet<string>>();

  constructor(readonly plan: PlanDag) {
    this.nodes = new Map(plan.nodes.map((node) => [node.id, node]));
    this.graph = new Graph({ directed: true });
    for (const id of [START, ...this.nodes.keys(), END]) this.graph.setNode(id);
    for (const edge of plan.edges) {
      this.graph.setEdge(edge.from, edge.to);
      append(this.outputs, edge.from, edge);
      append(this.inputs, edge.to, edge);
    }
    this.loops = plan.loops.map((loop, index) => ({ index, loop, nodes: this.between(loop.to, loop.from) }));
  }

  node(id: string): PlanNode {
    const node = this.nodes.get(id);
    if (node === undefined) throw new TerminalError('node-unknown', `The plan has no step "${id}".`);
    return node;
  }

  nodeIds(): IterableIterator<string> {
    return this.nodes.keys();
  }

  into(id: string): readonly PlanEdge[] {
    return this.inputs.get(id) ?? [];
  }

  outOf(id: string): readonly PlanEdge[] {
    return this.outputs.get(id) ?? [];
  }

  /** Both ends are repeated by one loop. */
  isInsideLoop(edge: { readonly from: string; readonly to: string }): boolean {
    return this.loops.some(({ nodes }) => nodes.has(edge.from) && nodes.has(edge.to));
  }

  /** Every step from which `id` can be reached, without `start` and itself. */
  ancestors(id: string): ReadonlySet<string> {
    const known = this.ancestorSets.get(id);
    if (known !== undefined) return known;
    const found = this.walk(id, (node) => this.graph.predecessors(node) ?? []);
    this.ancestorSets.set(id, found);
    return found;
  }

  /** Every step that can be reached from `id`, without `end` and itself. */
  descendants(id: string): ReadonlySet<string> {
    return this.walk(id, (node) => this.graph.successors(node) ?? []);
  }

  /** Steps in an order in which every edge points forward. */
  inOrder(): readonly string[] {
    const open = new Map([...this.nodes.keys()].map((id) => [id, this.into(id).filter(({ from }) => from !== START).length]));
    const order = [...open].filter(([, inputs]) => inputs === 0).map(([id]) => id);
    for (const id of order) {
      for (const { to } of this.outOf(id)) {
        const left = (open.get(to) ?? 0) - 1;
        open.set(to, left);
        if (left === 0 && to !== END) order.push(to);
      }
    }
    return order;
  }

  private between(first: string, last: string): ReadonlySet<string> {
    const before = this.ancestors(last);
    return new Set([first, last, ...[...this.descendants(first)].filter((id) => before.has(id))]);
  }

  private walk(from: string, next: (id: string) => readonly string[]): ReadonlySet<string> {
    const found = new Set<string>();
    const open = [...next(from)];
    for (let id = open.pop(); id !== undefined; id = open.pop()) {
      if (id === START || id === END || found.has(id)) continue;
      found.add(id);
      open.push(...next(id));
    }
    return found;
  }
}

export function edgeKey(edge: { readonly from: string; readonly to: string }): string {
  return `${edge.from}→${edge.to}`;
}

function append(map: Map<string, PlanEdge[]>, key: string, edge: PlanEdge): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [edge]);
  else list.push(edge);
}
