import type { QueryResult } from '../../qpp-plugins/index.js';
import { isPositive, knownByRule } from './decide-edges.js';
import type { Known } from './decide-edges.js';
import type { Draft } from './draft.js';
import { evaluateCondition, resultsInScope } from './evaluate-condition.js';
import type { ConditionContext } from './evaluate-condition.js';
import { edgeKey } from './plan-graph.js';
import type { RunState, StepRecord } from './run-state.js';
import { exitsOf, knownExits } from './settle-step.js';

/** What the rule stage says of a step's exits; of those it leaves open: why. Both by exit. */
export interface RuleStage {
  readonly known: ReadonlyMap<string, Known>;
  readonly reasons: ReadonlyMap<string, string>;
}

/** The rule stage of a step's conditions, on top of what is decided already. */
export function decideByRule(draft: Draft, state: RunState, step: StepRecord, context: ConditionContext): RuleStage {
  const known = new Map(knownExits(draft, step.nodeId));
  const reasons = new Map<string, string>();
  const exits = exitsOf(draft, step.nodeId);
  const hasPositive = exits.some(isPositive);
  const predicates = exits.flatMap(({ condition }) => (condition?.predicate == null ? [] : [condition.predicate]));
  const scope = predicates.length === 0 ? new Map<string, QueryResult>() : resultsInScope(state, step.nodeId, step.results, predicates);
  for (const exit of exits) {
    const { condition } = exit;
    if (condition === null || known.has(edgeKey(exit)) || (condition.otherwise && hasPositive)) continue;
    const verdict = evaluateCondition(condition, scope, context);
    const decided = knownByRule(verdict);
    if (decided !== null) known.set(edgeKey(exit), decided);
    else reasons.set(edgeKey(exit), `By rule “${condition.text}” cannot be decided: ${verdict.reason}`);
  }
  return { known, reasons };
}
