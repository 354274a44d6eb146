import type { QueryResult } from '../../qpp-plugins/index.js';
import { isPositive, knownByRule } from './decide-edges.js';
import type { Known } from './decide-edges.js';
import type { Draft } from './draft.js';
import { evaluateCondition, resultsInScope } from './evaluate-condition.js';
import type { ConditionContext } from './evaluate-condition.js';
import { exitsOf, knownExits } from './known-exits.js';
import { edgeKey } from './plan-graph.js';
import type { StepRecord } from './run-state.js';

/** What the rule stage says of a step's exits; of those that have a predicate and are left open: why. Both by exit. */
export interface RuleStage {
  readonly known: ReadonlyMap<string, Known>;
  readonly reasons: ReadonlyMap<string, string>;
}

/** The rule stage of a step's conditions, on top of what is decided already. */
export function decideByRule(draft: Draft, step: StepRecord, context: ConditionContext): RuleStage {
  const known = new Map(knownExits(draft, step.nodeId));
  const reasons = new Map<string, string>();
  const exits = exitsOf(draft, step.nodeId);
  const hasPositive = exits.some(isPositive);
  const scope = conditionScope(draft, step);
  for (const exit of exits) {
    const { condition } = exit;
    if (condition === null || known.has(edgeKey(exit)) || (condition.otherwise && hasPositive)) continue;
    const verdict = evaluateCondition(condition, scope, context);
    const decided = knownByRule(verdict);
    if (decided !== null) known.set(edgeKey(exit), decided);
    else if (condition.predicate !== null)
      reasons.set(edgeKey(exit), `No rule decides “${condition.text}”: ${verdict.reason.replace(/\.$/u, '')}.`);
  }
  return { known, reasons };
}

/** The results that a step's conditions speak of. */
export function conditionScope(draft: Draft, step: StepRecord): ReadonlyMap<string, QueryResult> {
  const predicates = exitsOf(draft, step.nodeId).flatMap(({ condition }) => (condition?.predicate == null ? [] : [condition.predicate]));
  return predicates.length === 0 ? new Map() : resultsInScope(draft.board, step.nodeId, step.results, predicates);
}
