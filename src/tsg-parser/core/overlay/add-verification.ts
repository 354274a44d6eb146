import { fenceQueries } from '../passes/read-queries.js';
import type { EdgeCondition, PlanEdge, PlanNode } from '../plan.js';
import type { BuiltPlan } from '../passes/build-plan.js';
import { readAuthorPredicate } from '../predicate/index.js';
import type { QueryReader, QueryTemplate } from '../query-template.js';
import type { OverlayVerification } from './overlay.js';

type Plan = BuiltPlan['plan'];

/** What reads queries, and which source each language is asked of. */
export interface QueryScope {
  readonly reader: QueryReader;
  readonly sources: Readonly<Record<string, string>>;
}

/**
 * Puts a reading behind a step that changes something; where it says the change helped, that is an outcome.
 *
 *   change ─► next     becomes     change ─► verify ─[when]─► end
 *                                                   ─[not]──► next
 *
 * Returns why it cannot be, in a sentence.
 */
export function addVerification(plan: Plan, node: PlanNode, verification: OverlayVerification, guide: QueryScope): Plan | string {
  const ways = plan.edges.filter(({ from }) => from === node.id);
  if (ways.some(({ condition }) => condition !== null))
    return `"${node.title}" already decides where to go by conditions of its own, so nothing can be put behind it: verify the steps it leads to.`;
  const id = `${node.id}v`;
  const queries = queriesOf(verification, id, node, guide);
  if (typeof queries === 'string') return queries;
  const verify: PlanNode = {
    id,
    title: `Verify: ${node.title}`,
    kind: 'verify',
    lines: node.lines,
    text: '',
    queries,
    waitMs: verification.waitMs,
    subGuide: null,
    cause: null,
    options: { timeoutMs: null, retries: null, onFailure: null, rollback: null },
  };
  const when = verification.when === null ? null : conditionOf(verification.when, queries);
  if (typeof when === 'string') return when;
  const into: PlanEdge = { from: node.id, to: id, condition: null, line: node.lines[0], outcome: false, cause: null };
  const edges = plan.edges.flatMap((edge) => (edge.from === node.id ? [] : [edge]));
  const nodes = plan.nodes.flatMap((own) => (own.id === node.id ? [own, verify] : [own]));
  return { ...plan, nodes, edges: [...edges, into, ...waysOut(ways, id, when)] };
}

function waysOut(ways: readonly PlanEdge[], id: string, when: EdgeCondition | null): PlanEdge[] {
  if (when === null) return ways.map((way) => ({ ...way, from: id }));
  const done: PlanEdge = { from: id, to: 'end', condition: when, line: ways[0]?.line ?? 1, outcome: true, cause: null };
  const rest: EdgeCondition = { text: `not(${when.text})`, decidedBy: 'rule', predicate: null, otherwise: true };
  return [done, ...ways.filter(({ to }) => to !== 'end').map((way) => ({ ...way, from: id, condition: rest }))];
}

function queriesOf(
  { query, language }: OverlayVerification,
  id: string,
  { lines }: PlanNode,
  { reader, sources }: QueryScope,
): QueryTemplate[] | string {
  const read = fenceQueries({ kind: 'fence', lines, textLine: lines[0], language, text: query }, reader);
  const [flaw] = read.flatMap(({ flaws }) => flaws);
  if (read.length === 0) return `"${query}" is no query that can be carried out: say its language, or mend it.`;
  if (flaw !== undefined) return `The query "${query}" is not sound: ${flaw.message}`;
  if (read.some(({ mutating }) => mutating)) return `"${query}" changes something: a verification only reads.`;
  return read.map(({ flaws: _flaws, tag: _tag, ...template }, index) => ({
    ...template,
    id: `${id}.q${index + 1}`,
    lines,
    source: sources[template.language] ?? null,
  }));
}

function conditionOf(when: string, queries: readonly QueryTemplate[]): EdgeCondition | string {
  const facts = queries.map(({ id, language, text, columns, statusWords }) => ({ queryId: id, language, text, columns, statusWords }));
  const predicate = readAuthorPredicate(when, { queries: facts });
  if ('error' in predicate) return `The predicate "${when}" cannot be read: ${predicate.error}.`;
  return { text: when, decidedBy: 'rule', predicate, otherwise: false };
}
