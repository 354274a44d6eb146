import type { PlanDag } from '../plan.js';
import { stepflyCondition, stepflyName, type StepflyPlanDag } from './plan-dag.js';

/** A plan in the shape of a StepFly PlanDAG. Loops have no place there and are left out. */
export function toStepfly({ nodes, edges, descriptions = {} }: PlanDag): StepflyPlanDag {
  const named = [{ id: 'start', title: 'Begin troubleshooting' }, ...nodes, { id: 'end', title: 'End of troubleshooting' }];
  return {
    nodes: named.map(({ id, title }) => ({
      node: stepflyName(id),
      description: descriptions[id] ?? title,
      input_edges: edges.filter(({ to }) => to === id).map(({ from, to }) => ({ edge: edgeName(from, to) })),
      output_edges: edges
        .filter(({ from }) => from === id)
        .map(({ from, to, condition }) => ({
          edge: edgeName(from, to),
          condition: condition === null ? 'none' : stepflyCondition(condition.text),
        })),
    })),
  };
}

function edgeName(from: string, to: string): string {
  return `edge_${stepflyName(from)}_${stepflyName(to)}`;
}
