import { readAuthorPredicate, readCondition, type ConditionFacts, type Predicate, type QueryFacts } from '../predicate/index.js';
import type { EdgeCondition, PlanNode } from '../plan.js';
import type { DraftCondition, DraftEdge } from '../draft-graph.js';

/** Compiles conditions over the queries of the edge's source; a step without queries speaks of the nearest ones before it. */
export function predicateReader(
  nodes: readonly PlanNode[],
  edges: readonly DraftEdge[],
): (draft: DraftCondition, from: string) => EdgeCondition {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const before = new Map<string, string[]>();
  for (const { from, to } of edges) before.set(to, [...(before.get(to) ?? []), from]);
  const facts = new Map<string, ConditionFacts>();
  const factsOf = (id: string): ConditionFacts => {
    const known = facts.get(id) ?? { queries: nearest(id, byId, before) };
    facts.set(id, known);
    return known;
  };
  return (draft, from) => conditionOf(draft, () => factsOf(from));
}

/** Otherwise is decided by its siblings, so code decides it without a predicate of its own. */
function conditionOf({ text, otherwise, authored }: DraftCondition, facts: () => ConditionFacts): EdgeCondition {
  if (otherwise) return { text, decidedBy: 'rule', predicate: null, otherwise };
  const predicate = authored === null ? readCondition(text, facts()) : authoredPredicate(authored, facts());
  return { text, decidedBy: predicate === null ? 'person' : 'rule', predicate, otherwise };
}

function authoredPredicate(text: string, facts: ConditionFacts): Predicate | null {
  const reading = readAuthorPredicate(text, facts);
  return 'error' in reading ? null : reading;
}

function nearest(id: string, byId: ReadonlyMap<string, PlanNode>, before: ReadonlyMap<string, readonly string[]>): QueryFacts[] {
  const seen = new Set<string>();
  let layer = [id];
  while (layer.length > 0) {
    const found = layer.flatMap((member) => readings(byId.get(member)));
    if (found.length > 0) return found;
    for (const member of layer) seen.add(member);
    layer = [...new Set(layer.flatMap((member) => before.get(member) ?? []))].filter((member) => !seen.has(member));
  }
  return [];
}

function readings(node: PlanNode | undefined): QueryFacts[] {
  return (node?.queries ?? [])
    .filter(({ mutating }) => !mutating)
    .map(({ id, language, text, columns, statusWords }) => ({ queryId: id, language, text, columns, statusWords }));
}
