import type { PlanDag, PlanEdge } from '../plan.js';

const SHAPES: Readonly<Record<string, readonly [string, string]>> = {
  decide: ['{', '}'],
  mitigate: ['[[', ']]'],
  escalate: ['>', ']'],
  verify: ['(', ')'],
};

/** A plan as a Mermaid flow chart. */
export function toMermaid(plan: PlanDag): string {
  const nodes = plan.nodes.map(({ id, title, kind }) => {
    const [open, close] = SHAPES[kind] ?? ['[', ']'];
    return `  ${id}${open}"${escaped(title)}"${close}`;
  });
  const edges = plan.edges.map((edge) => `  ${edge.from} ${arrow(edge)} ${edge.to === 'end' ? 'finish' : edge.to}`);
  const loops = plan.loops.map(
    ({ from, to, condition, maxIterations }) =>
      `  ${from} -. "${escaped(`${condition?.text ?? 'again'}, at most ${String(maxIterations)} times`)}" .-> ${to}`,
  );
  return ['flowchart TD', '  start(["start"])', ...nodes, '  finish(["end"])', ...edges, ...loops, ''].join('\n');
}

function arrow({ condition }: PlanEdge): string {
  return condition === null ? '-->' : `-- "${escaped(condition.text)}" -->`;
}

function escaped(text: string): string {
  const short = text.length > 70 ? `${text.slice(0, 67)}…` : text;
  return short
    .replace(/"/g, '#quot;')
    .replace(/[<>]/g, (mark) => (mark === '<' ? '#lt;' : '#gt;'))
    .replace(/[`\n]/g, ' ');
}
