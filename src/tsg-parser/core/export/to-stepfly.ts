import type { PlanDag } from '../plan.js';

interface StepflyNode {
  readonly node: string;
  readonly description: string;
  readonly input_edges: readonly { readonly edge: string }[];
  readonly output_edges: readonly { readonly edge: string; readonly condition: string }[];
}

/** A plan in the shape of a StepFly PlanDAG. Loops have no place there and are left out. */
export function toStepfly({ nodes, edges }: PlanDag): { readonly nodes: readonly StepflyNode[] } {
  const named = [{ id: 'start', title: 'Begin troubleshooting' }, ...nodes, { id: 'end', title: 'End of troubleshooting' }];
  return {
    nodes: named.map(({ id, title }) => ({
      node: nodeName(id),
      description: title,
      input_edges: edges.filter(({ to }) => to === id).map(({ from, to }) => ({ edge: edgeName(from, to) })),
      output_edges: edges
        .filter(({ from }) => from === id)
        .map(({ from, to, condition }) => ({ edge: edgeName(from, to), condition: condition === null ? 'none' : `if ${condition.text}` })),
    })),
  };
}

function nodeName(id: string): string {
  return /^s\d/.test(id) ? `Step${id.slice(1)}` : id;
}

function edgeName(from: string, to: string): string {
  return `edge_${nodeName(from)}_${nodeName(to)}`;
}
