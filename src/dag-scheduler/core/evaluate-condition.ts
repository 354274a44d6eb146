import { assertNever } from '../../platform/errors.js';
import type { QueryResult } from '../../qpp-plugins/index.js';
import { evaluatePredicate } from '../../tsg-parser/index.js';
import type { EdgeCondition, Predicate, Verdict } from '../../tsg-parser/index.js';
import { edgeKey } from './plan-graph.js';
import { fillHoles } from './blackboard.js';
import type { RunState } from './run-state.js';

/** What conditions may look at besides the step's own results. */
export interface ConditionContext {
  readonly alertState: 'firing' | 'resolved' | 'unknown';
}

const NOT_COMPILED = 'the condition is not one that a rule can decide';

/** The rule stage of DESIGN 6: a verdict, or `undecidable` with why. Never a guess. */
export function evaluateCondition(condition: EdgeCondition, scope: ReadonlyMap<string, QueryResult>, context: ConditionContext): Verdict {
  const { predicate } = condition;
  if (condition.decidedBy === 'person' || predicate === null)
    return { answer: 'undecidable', reason: NOT_COMPILED, queryId: null, rows: [] };
  return evaluatePredicate(predicate, { results: scope, alertState: context.alertState });
}

/** What has been read and decided so far. */
export type ReadSoFar = Pick<RunState, 'graph' | 'steps' | 'edges'>;

/**
 * The results a node's conditions speak of: its own; for a step that asks nothing, those of the nearest steps before it on the
 * paths that were taken; and whichever earlier results a predicate names.
 */
export function resultsInScope(
  state: ReadSoFar,
  nodeId: string,
  own: readonly QueryResult[],
  predicates: readonly Predicate[],
): ReadonlyMap<string, QueryResult> {
  const scope = new Map(own.map((result) => [result.queryId, result]));
  if (state.graph.node(nodeId).queries.length === 0) for (const result of nearestResults(state, nodeId)) scope.set(result.queryId, result);
  const named = new Set(predicates.flatMap(queriesOf));
  if (named.size === 0) return scope;
  for (const id of state.graph.ancestors(nodeId)) {
    for (const result of state.steps.get(id)?.results ?? []) if (named.has(result.queryId)) scope.set(result.queryId, result);
  }
  return scope;
}

function nearestResults(state: ReadSoFar, nodeId: string): readonly QueryResult[] {
  let rim = takenInto(state, nodeId);
  while (rim.size > 0) {
    const found = [...rim].flatMap((id) => state.steps.get(id)?.results ?? []);
    if (found.length > 0) return found;
    rim = new Set([...rim].flatMap((id) => [...takenInto(state, id)]));
  }
  return [];
}

function takenInto({ graph, edges }: ReadSoFar, nodeId: string): ReadonlySet<string> {
  const taken = graph.into(nodeId).filter((edge) => edges.get(edgeKey(edge))?.state !== 'disabled');
  return new Set(taken.map(({ from }) => from));
}

function queriesOf(predicate: Predicate): readonly string[] {
  switch (predicate.kind) {
    case 'every':
    case 'either':
    case 'readings':
      return predicate.of.flatMap(queriesOf);
    case 'not':
      return queriesOf(predicate.of);
    case 'alert':
      return [];
    case 'rows':
    case 'row-count':
    case 'aggregate':
    case 'trend':
    case 'versus':
    case 'text':
    case 'line-count':
    case 'field':
      return predicate.query === null ? [] : [predicate.query];
    default:
      return assertNever(predicate);
  }
}

/** Whether deciding it needs the alert's own state. */
export function asksForAlert(predicate: Predicate | null): boolean {
  if (predicate === null) return false;
  if (predicate.kind === 'every' || predicate.kind === 'either' || predicate.kind === 'readings') return predicate.of.some(asksForAlert);
  return predicate.kind === 'not' ? asksForAlert(predicate.of) : predicate.kind === 'alert';
}

/** The condition as a person reads it, with its values filled in. */
export function conditionText(state: Pick<RunState, 'run'>, condition: EdgeCondition): string {
  return fillHoles(condition.text, state.run.parameters);
}
