import { deadlineDefault } from '../deadline-default.js';
import type { Problem } from '../guide.js';
import type { PlanDag, PlanNode } from '../plan.js';

/** What must hold of a plan before it may run: every step reachable from `start`, able to reach `end`, no way back into itself. */
export function checkPlan(plan: Omit<PlanDag, 'id'>): Problem[] {
  const forward = reached('start', plan, ({ from, to }) => [from, to]);
  const backward = reached('end', plan, ({ from, to }) => [to, from]);
  return [...unreachable(plan, forward), ...endless(plan, backward), ...cycles(plan), ...openLoops(plan), ...defaults(plan)];
}

type Edge = { readonly from: string; readonly to: string };

function reached(origin: string, plan: Omit<PlanDag, 'id'>, direction: (edge: Edge) => readonly [string, string]): Set<string> {
  const next = new Map<string, string[]>();
  for (const edge of plan.edges) {
    const [from, to] = direction(edge);
    next.set(from, [...(next.get(from) ?? []), to]);
  }
  const seen = new Set<string>([origin]);
  const queue = [origin];
  for (let at = queue.pop(); at !== undefined; at = queue.pop()) {
    for (const to of next.get(at) ?? []) {
      if (seen.has(to)) continue;
      seen.add(to);
      queue.push(to);
    }
  }
  return seen;
}

function unreachable({ nodes }: Omit<PlanDag, 'id'>, seen: ReadonlySet<string>): Problem[] {
  return nodes
    .filter(({ id }) => !seen.has(id))
    .map((node) =>
      problem(
        'unreachable-step',
        node,
        `Nothing leads to "${node.title}": it will never run.`,
        'Lead to it from an earlier step, or remove it.',
      ),
    );
}

function endless({ nodes }: Omit<PlanDag, 'id'>, seen: ReadonlySet<string>): Problem[] {
  return nodes
    .filter(({ id }) => !seen.has(id))
    .map((node) =>
      problem('cycle-without-exit', node, `From "${node.title}" there is no way to the end of the guide.`, 'Say when to stop.'),
    );
}

/** Kahn's algorithm: what is left over lies on a cycle. */
function cycles({ nodes, edges }: Omit<PlanDag, 'id'>): Problem[] {
  const waiting = new Map<string, number>(nodes.map(({ id }) => [id, 0]));
  for (const { to } of edges) waiting.set(to, (waiting.get(to) ?? 0) + 1);
  const ready = ['start', ...nodes.filter(({ id }) => waiting.get(id) === 0).map(({ id }) => id)];
  for (let at = ready.pop(); at !== undefined; at = ready.pop()) {
    for (const { from, to } of edges) {
      if (from !== at) continue;
      waiting.set(to, (waiting.get(to) ?? 0) - 1);
      if (waiting.get(to) === 0) ready.push(to);
    }
  }
  return nodes
    .filter(({ id }) => (waiting.get(id) ?? 0) > 0)
    .map((node) => problem('cycle', node, `"${node.title}" leads back to itself.`, 'Write it as a bounded repeat.'));
}

/** A loop whose step has no other way out than back never ends by itself. */
function openLoops({ loops, nodes, edges }: Omit<PlanDag, 'id'>): Problem[] {
  return loops.flatMap((loop): Problem[] => {
    const unconditional = loop.condition === null && loop.from !== loop.to && loop.maxIterations > 1;
    const exits = edges.filter(({ from }) => from === loop.from);
    const node = nodes.find(({ id }) => id === loop.from);
    if (!unconditional || node === undefined || hasOwnCondition(node, edges) || exits.some(({ condition }) => condition !== null))
      return [];
    return [
      {
        rule: 'cycle-without-exit',
        severity: 'error',
        line: loop.line,
        message: 'This leads back without saying when to stop.',
        suggestion: 'Say under which condition to go back, and what to do otherwise.',
      },
    ];
  });
}

/** A default that is not taken leaves the question open, which is safe and not what the author meant. */
function defaults(plan: Omit<PlanDag, 'id'>): Problem[] {
  return plan.nodes.flatMap((node) => {
    const found = node.options.byDeadline === undefined ? null : deadlineDefault(plan, node.id, node.options.byDeadline);
    if (found?.kind !== 'refused') return [];
    const suggestion = 'Name the step it leads to, "otherwise" or "end"; a way that changes something always waits for a person.';
    return [{ ...problem('default-not-taken', node, found.because, suggestion), severity: 'warning' as const }];
  });
}

/** A step that begins with its own condition leads back only where that holds. */
function hasOwnCondition({ id, lines }: PlanNode, edges: PlanDag['edges']): boolean {
  const entries = edges.filter(({ to }) => to === id);
  return entries.length > 0 && entries.every(({ condition, line }) => condition !== null && line >= lines[0] && line <= lines[1]);
}

function problem(rule: string, { lines }: PlanNode, message: string, suggestion: string): Problem {
  return { rule, severity: 'error', line: lines[0], message, suggestion };
}
