import type { NodeKind, PlanEdge, PlanNode } from '../plan.js';

const EFFECT =
  /\b(?:as validation|again\b|post[- ]?(?:restart|checks?)|should now|\bnow (?:taken|available|visible|set|healthy|running)|\bnew \w+ (?:is|are) (?:available|visible|set)|^you can (?:check|verify|confirm) this|no longer|returns? to normal|has recovered)/i;

/** To verify is to check the effect of a change: before any change the same words diagnose. */
export function settleKinds(nodes: readonly PlanNode[], edges: readonly Pick<PlanEdge, 'from' | 'to'>[]): PlanNode[] {
  const kinds = new Map<string, NodeKind>(nodes.map(({ id, kind }) => [id, kind]));
  const before = new Map<string, string[]>();
  for (const { from, to } of edges) before.set(to, [...(before.get(to) ?? []), from]);
  const changed = afterChange(nodes, before, kinds);
  return nodes.map((node) => {
    if (node.kind === 'verify' && !changed.has(node.id) && node.waitMs === null && !/\b(?:wait|resolves?)\b/i.test(node.text))
      return { ...node, kind: 'diagnose' };
    if (node.kind === 'diagnose' && changed.has(node.id) && EFFECT.test(node.text)) return { ...node, kind: 'verify' };
    return node;
  });
}

/** Every node that some mitigating node leads to. */
function afterChange(
  nodes: readonly PlanNode[],
  before: ReadonlyMap<string, readonly string[]>,
  kinds: ReadonlyMap<string, NodeKind>,
): Set<string> {
  const after = new Set<string>();
  for (let grown = true; grown;) {
    grown = false;
    for (const { id } of nodes) {
      if (after.has(id) || !(before.get(id) ?? []).some((from) => kinds.get(from) === 'mitigate' || after.has(from))) continue;
      after.add(id);
      grown = true;
    }
  }
  return after;
}
