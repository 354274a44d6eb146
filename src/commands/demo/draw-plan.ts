import { styleText } from 'node:util';
import { Graph } from '@dagrejs/graphlib';
import type { RunView, StepStatus, StepView } from '../../dag-scheduler/index.js';
import type { PlanDag } from '../../tsg-parser/index.js';

const LOOKS: Readonly<Record<StepStatus, { readonly icon: string; readonly colour: Parameters<typeof styleText>[0] }>> = {
  waiting: { icon: '·', colour: 'dim' },
  running: { icon: '▶', colour: 'cyan' },
  observed: { icon: '◐', colour: 'cyan' },
  asking: { icon: '?', colour: 'yellow' },
  succeeded: { icon: '✓', colour: 'green' },
  failed: { icon: '✗', colour: 'red' },
  skipped: { icon: '–', colour: 'dim' },
  cancelled: { icon: '⊘', colour: 'dim' },
};

/** The plan's nodes by rank: a node stands one line below the lowest of its predecessors. */
export function ranksOf(plan: PlanDag): readonly (readonly string[])[] {
  const graph = new Graph();
  for (const { id } of plan.nodes) graph.setNode(id);
  for (const { from, to } of plan.edges) if (graph.hasNode(from) && graph.hasNode(to)) graph.setEdge(from, to);
  const rank = new Map<string, number>();
  const rankOf = (id: string): number => {
    const known = rank.get(id);
    if (known !== undefined) return known;
    const found = 1 + Math.max(-1, ...(graph.predecessors(id) ?? []).map((before) => rankOf(before)));
    rank.set(id, found);
    return found;
  };
  const rows: string[][] = [];
  for (const { id } of plan.nodes) (rows[rankOf(id)] ??= []).push(id);
  return rows;
}

/**
 * The run as a drawn DAG, a line a rank:
 *
 *   ✓ See which services answer with errors
 *   ├─ ✓ Read the deployments ─ ✓ Read the pods
 *   ▶ Is a deployment scaled to zero?
 */
export function drawPlan(run: RunView, width: number): string {
  const steps = new Map(run.steps.map((step) => [step.id, step]));
  const titles = new Map(run.plan.nodes.map(({ id, title }) => [id, title]));
  return ranksOf(run.plan)
    .map((row) => {
      const room = Math.max(12, Math.floor((width - 6) / row.length) - 5);
      const boxes = row.map((id) => drawStep(titles.get(id) ?? id, steps.get(id), room));
      return `  ${row.length > 1 ? '├─ ' : ''}${boxes.join(' ─ ')}`;
    })
    .join('\n');
}

function drawStep(title: string, step: StepView | undefined, room: number): string {
  const { icon, colour } = LOOKS[step?.status ?? 'waiting'];
  return styleText(colour, `${icon} ${title.length > room ? `${title.slice(0, room - 1)}…` : title}`);
}

/** How many steps are settled, of how many: the numbers of the progress line. */
export function progressOf(run: RunView): { readonly settled: number; readonly total: number } {
  const open: readonly StepStatus[] = ['waiting', 'running', 'observed', 'asking'];
  return { settled: run.steps.filter(({ status }) => !open.includes(status)).length, total: run.plan.nodes.length };
}
