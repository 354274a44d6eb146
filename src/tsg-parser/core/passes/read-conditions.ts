import {
  readAuthorPredicate,
  readCondition,
  type AuthorError,
  type ConditionFacts,
  type Predicate,
  type QueryFacts,
} from '../predicate/index.js';
import type { AuthoredPredicate } from '../draft.js';
import type { Problem } from '../guide.js';
import type { EdgeCondition, PlanNode } from '../plan.js';
import type { DraftCondition, DraftEdge } from '../draft-graph.js';

/** Compiles conditions over the queries of the edge's source; a step without queries speaks of the nearest ones before it. */
export class ConditionReader {
  /** What is wrong with predicates that authors wrote. */
  readonly problems: Problem[] = [];
  private readonly byId: ReadonlyMap<string, PlanNode>;
  private readonly before = new Map<string, string[]>();
  private readonly facts = new Map<string, ConditionFacts>();

  constructor(nodes: readonly PlanNode[], edges: readonly DraftEdge[]) {
    this.byId = new Map(nodes.map((node) => [node.id, node]));
    for (const { from, to } of edges) this.before.set(to, [...(this.before.get(to) ?? []), from]);
  }

  /** The queries a condition on a way out of this node may speak of. */
  factsOf(id: string): ConditionFacts {
    const known = this.facts.get(id) ?? { queries: nearest(id, this.byId, this.before) };
    this.facts.set(id, known);
    return known;
  }

  /** Otherwise is decided by its siblings, so code decides it without a predicate of its own. */
  read({ text, otherwise, authored }: DraftCondition, from: string): EdgeCondition {
    if (otherwise) return { text, decidedBy: 'rule', predicate: null, otherwise };
    const predicate = authored === null ? readCondition(text, this.factsOf(from)) : this.authored(authored, from);
    return { text, decidedBy: predicate === null ? 'person' : 'rule', predicate, otherwise };
  }

  private authored(written: AuthoredPredicate, from: string): Predicate | null {
    const reading = readAuthorPredicate(written.text, this.factsOf(from));
    if (!('error' in reading)) return reading;
    const isTold = this.problems.some(({ line, quote }) => line === written.line && written.text.endsWith(quote ?? ''));
    if (!isTold) this.problems.push(unreadable(written, reading));
    return null;
  }
}

/** The caret stands below what cannot be read, and below all of it where that is the end. */
function unreadable({ text, line }: AuthoredPredicate, { error, at }: AuthorError): Problem {
  const rest = at === undefined ? '' : text.slice(at).trimEnd();
  return {
    rule: 'predicate-unreadable',
    severity: 'error',
    line,
    message: `The predicate "${text}" cannot be read: ${error}.`,
    suggestion: null,
    quote: rest === '' ? text : rest,
  };
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
    .map(({ id, language, text, columns, statusWords }) => ({
      queryId: id,
      language,
      text,
      columns,
      // An analysis passes on words of the rows it was given: its own are not all there are.
      statusWords: language === 'javascript' ? [] : statusWords,
    }));
}
