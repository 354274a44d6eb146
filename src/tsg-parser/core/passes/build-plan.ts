import { stepsOf, type DraftGroup, type DraftQuery, type DraftStep } from '../draft.js';
import type { Problem } from '../guide.js';
import { PLAN_FORMAT, type EdgeCondition, type PlanDag, type PlanNode } from '../plan.js';
import type { QueryTemplate } from '../query-template.js';
import type { DraftCondition, SyntheticNode } from '../draft-graph.js';
import { connectParts } from './connect-parts.js';
import type { FrontMatter } from '../front-matter/front-matter.js';
import type { GuideReading } from './read-guide.js';
import { groupRanges } from './group-ranges.js';
import { nameNodes } from './name-nodes.js';
import { planParameters } from './plan-parameters.js';
import { settleKinds } from './settle-kinds.js';
import { ConditionReader } from './read-conditions.js';
import type { QueryReplacement } from './read-query-files.js';
import { replaceQueries } from './replace-queries.js';
import { wordConditions } from './word-conditions.js';

export interface BuiltPlan {
  readonly plan: Omit<PlanDag, 'id'>;
  readonly conditions: ConditionReader;
  /** The ways whose condition an author wrote as a predicate. */
  readonly authored: readonly { readonly from: string; readonly to: string }[];
  readonly problems: readonly Problem[];
}

/** The steps a document delimits → nodes and edges. Acyclic: a way back becomes a bounded loop. */
export function buildPlan(
  procedure: DraftGroup,
  { guide, frontMatter, comments }: GuideReading,
  replacements: readonly QueryReplacement[] = [],
): BuiltPlan {
  const ranged = groupRanges(procedure);
  const ids = nameNodes(ranged);
  const connected = connectParts(ranged, ids);
  const written = settleKinds(planNodes(ranged, ids, connected.synthetic, frontMatter), connected.edges);
  const { nodes, problems } = replaceQueries(written, replacements, frontMatter.sources);
  const worded = wordConditions(connected, nodes, comments);
  const conditions = new ConditionReader(nodes, connected.edges);
  const conditionOf = (draft: DraftCondition | null, from: string): EdgeCondition | null =>
    draft === null ? null : conditions.read(draft, from);
  const edges = worded.edges.map((edge) => ({
    from: edge.from,
    to: edge.to,
    condition: conditionOf(edge.condition, edge.from),
    line: edge.line,
    outcome: edge.to === 'end' && edge.outcome,
    cause: edge.cause,
  }));
  const loops = worded.loops.map((loop) => ({ ...loop, condition: conditionOf(loop.condition, loop.from) }));
  const plan = {
    formatVersion: PLAN_FORMAT,
    nodes,
    edges,
    loops,
    parameters: planParameters(nodes, guide),
    outcome: frontMatter.outcome,
    ...limitsOf(frontMatter),
  } as const;
  const authored = [...worded.edges, ...worded.loops].filter(({ condition }) => (condition?.authored ?? null) !== null);
  return { plan, conditions, authored, problems: [...connected.problems, ...problems, ...worded.problems, ...conditions.problems] };
}

/** Only guides that limit themselves say so in their plan. */
function limitsOf({ limits }: FrontMatter): Pick<PlanDag, 'limits'> {
  return limits.mode === null && limits.rulings.length === 0 ? {} : { limits };
}

function planNodes(
  procedure: DraftGroup,
  ids: ReadonlyMap<DraftStep, string>,
  synthetic: readonly SyntheticNode[],
  frontMatter: FrontMatter,
): PlanNode[] {
  const steps = [...stepsOf(procedure)].map((step) => planNode(step, ids.get(step) ?? '', frontMatter));
  const decisions = synthetic.map(({ id, title, line }): PlanNode => ({
    id, title, kind: 'decide', lines: [line, line], text: '', queries: [], waitMs: null, subGuide: null, cause: null,
    options: { timeoutMs: null, retries: null, onFailure: null, rollback: null },
  })); // prettier-ignore
  return [...steps, ...decisions].sort((left, right) => left.lines[0] - right.lines[0] || left.lines[1] - right.lines[1]);
}

function planNode(step: DraftStep, id: string, frontMatter: FrontMatter): PlanNode {
  const { title, kind, lines, text, waitMs, subGuide, cause } = step;
  const { timeoutMs, retries, onFailure } = frontMatter.stepDefaults;
  const own = step.options;
  const options = { ...own, timeoutMs: own.timeoutMs ?? timeoutMs, retries: own.retries ?? retries, onFailure: own.onFailure ?? onFailure };
  const queries = step.queries.map((query, index) => queryTemplate(query, `${id}.q${String(index + 1)}`, frontMatter));
  return { id, title, kind, lines, text, queries, waitMs, subGuide, cause, options };
}

function queryTemplate(query: DraftQuery, id: string, { sources }: FrontMatter): QueryTemplate {
  const { language, text, parameters, mutating, lines, binds, columns, statusWords, byHand } = query;
  return { id, language, text, parameters, mutating, lines, binds, columns, statusWords, source: sources[language] ?? null, byHand };
}
