import type { QueryResult } from '../../qpp-plugins/index.js';
import type { Predicate, QueryTemplate } from '../../tsg-parser/index.js';
import { asksForAlert, evaluateCondition, resultsInScope } from './evaluate-condition.js';
import type { ConditionContext } from './evaluate-condition.js';
import { evidenceOf } from './judge/evidence.js';
import { isQuoted } from './judge/verdict.js';
import { isAnalysis } from './next-activity.js';
import { edgeKey } from './plan-graph.js';
import type { Decision } from './run.js';
import type { RunState, StepRecord } from './run-state.js';

/** A change, by the step that makes it (as far as it has come) and its query. */
export interface Change {
  readonly step: StepRecord;
  readonly queryId: string;
}

type Evidence = Pick<RunState, 'graph' | 'steps' | 'edges'>;

/**
 * The queries a change rests on that were asked more than `staleAfterMs` ago: for what rules decided on the way to it, and for
 * the values it was made of. They are asked again before anything is sent (promise 8), and analyses of them worked out anew.
 */
export function staleEvidence(state: Evidence, change: Change, now: Date, staleAfterMs: number): ReadonlySet<string> {
  const evidence = withStep(state, change.step);
  const decisive = decidingSteps(evidence, change).flatMap((nodeId) => [...scopeFor(evidence, nodeId).keys()]);
  const direct = new Set([...decisive, ...bindersOf(evidence, change)]);
  const before = queriesBefore(evidence, change);
  const analyses = before.filter((query) => isAnalysis(query) && direct.has(query.id)).map(({ id }) => id);
  const sources = analyses.length === 0 ? direct : new Set(before.map(({ id }) => id));
  const isOld = ({ observedAt }: QueryResult): boolean => now.getTime() - Date.parse(observedAt) > staleAfterMs;
  const results = [...evidence.steps.values()].flatMap((step) => step.results);
  const stale = results.filter((result) => sources.has(result.queryId) && isOld(result)).map(({ queryId }) => queryId);
  return new Set(stale.length === 0 ? [] : [...stale, ...analyses]);
}

/** What is decided or bound otherwise now that some of it has been read again, in a sentence; null where all still holds. */
export function differenceWith(
  state: Evidence,
  change: Change,
  repeated: readonly QueryResult[],
  context: DifferenceContext,
): string | null {
  const before = withStep(state, change.step);
  const now = withResults(before, repeated);
  return decidedOtherwise(now, change, new Set(repeated.map(({ queryId }) => queryId)), context) ?? boundOtherwise(before, now, change);
}

interface DifferenceContext extends ConditionContext {
  /** What approvers of this change have been told. A verdict of a model cannot be repeated in code: they have seen that it may be old. */
  readonly told: string;
}

/** Whether a decision on the way to a change rests on the alert's own state. */
export function restsOnAlert(state: Evidence, change: Change): boolean {
  return decidingSteps(state, change).some((nodeId) => predicatesOf(state, nodeId).some(asksForAlert));
}

function decidedOtherwise(now: Evidence, change: Change, repeated: ReadonlySet<string>, context: DifferenceContext): string | null {
  for (const nodeId of decidingSteps(now, change)) {
    const scope = scopeFor(now, nodeId);
    const isConcerned = [...scope.keys()].some((queryId) => repeated.has(queryId));
    for (const decision of checkableOf(now, nodeId)) {
      const condition = now.graph.outOf(nodeId).find((edge) => edgeKey(edge) === edgeKey(decision.edge))?.condition ?? null;
      if (condition === null || (!isConcerned && !asksForAlert(condition.predicate))) continue;
      if (decision.by.kind === 'model') {
        const lost = whyLost(decision, decision.by.quotes, scope);
        if (lost !== null && !context.told.includes(lost)) return lost;
        continue;
      }
      const verdict = evaluateCondition(condition, scope, context);
      if (verdict.answer !== String(decision.answer))
        return `“${condition.text}” was ${decision.answer} and is ${verdict.answer}: ${verdict.reason}`;
    }
  }
  return null;
}

/** A model's verdict rests on its quotes: whether they still stand in what is read now. */
function whyLost({ condition, answer }: Decision, quotes: readonly string[], scope: ReadonlyMap<string, QueryResult>): string | null {
  const evidence = evidenceOf([...scope.values()], Number.POSITIVE_INFINITY, condition);
  const lost = quotes.find((quote) => !isQuoted(quote, evidence));
  return lost === undefined ? null : `“${condition}” was judged ${answer} on “${lost}”, which is no longer there.`;
}

function boundOtherwise(before: Evidence, now: Evidence, change: Change): string | null {
  const then = new Map([...before.steps.values()].flatMap(({ results }) => results.map((result) => [result.queryId, result] as const)));
  const binders = new Set(bindersOf(now, change));
  for (const { results } of now.steps.values()) {
    for (const { queryId, bound } of results.filter((result) => binders.has(result.queryId))) {
      for (const [name, { value }] of Object.entries(bound)) {
        const old = then.get(queryId)?.bound[name]?.value;
        if (old !== value) return `${name} was ${String(old)} and is ${String(value)}.`;
      }
    }
  }
  return null;
}

/** The steps before the change on whose exits rules or a model have decided, in their current iteration. */
function decidingSteps(state: Evidence, { step }: Change): readonly string[] {
  return [...state.graph.ancestors(step.nodeId)].filter((nodeId) => checkableOf(state, nodeId).length > 0);
}

function checkableOf(state: Pick<RunState, 'graph' | 'edges'>, nodeId: string): readonly Decision[] {
  return state.graph.outOf(nodeId).flatMap((edge) => {
    const decision = state.edges.get(edgeKey(edge))?.decision;
    const isCheckable = decision?.by.kind === 'rule' || decision?.by.kind === 'model';
    return isCheckable && edge.condition?.otherwise === false ? [decision] : [];
  });
}

function predicatesOf({ graph }: Pick<RunState, 'graph'>, nodeId: string): readonly Predicate[] {
  return graph.outOf(nodeId).flatMap(({ condition }) => (condition?.predicate == null ? [] : [condition.predicate]));
}

function scopeFor(state: Evidence, nodeId: string): ReadonlyMap<string, QueryResult> {
  return resultsInScope(state, nodeId, state.steps.get(nodeId)?.results ?? [], predicatesOf(state, nodeId));
}

/** The queries that gave the change its values, and those that gave these theirs. */
function bindersOf({ graph }: Pick<RunState, 'graph'>, { step, queryId }: Change): readonly string[] {
  const before = queriesBefore({ graph }, { step });
  const found = new Set<string>();
  const open = [...(before.find(({ id }) => id === queryId)?.parameters ?? [])];
  for (const name of open) {
    const isNamed = (bound: string): boolean => bound.toLowerCase() === name.toLowerCase();
    for (const binder of before.filter(({ id, binds }) => binds.some(isNamed) && !found.has(id))) {
      found.add(binder.id);
      open.push(...binder.parameters);
    }
  }
  return [...found];
}

/** Of the steps before the change, and of its own. */
function queriesBefore({ graph }: Pick<RunState, 'graph'>, { step }: Pick<Change, 'step'>): readonly QueryTemplate[] {
  return [step.nodeId, ...graph.ancestors(step.nodeId)].flatMap((nodeId) => graph.node(nodeId).queries);
}

function withStep(state: Evidence, step: StepRecord): Evidence {
  return { ...state, steps: new Map(state.steps).set(step.nodeId, step) };
}

/** The run as it would stand had it read this. */
export function withResults<State extends Evidence>(state: State, repeated: readonly QueryResult[]): State {
  const fresh = new Map(repeated.map((result) => [result.queryId, result]));
  const steps = [...state.steps].map(
    ([nodeId, step]) => [nodeId, { ...step, results: step.results.map((result) => fresh.get(result.queryId) ?? result) }] as const,
  );
  return { ...state, steps: new Map(steps) };
}
