import { rulingOf, tightened } from '../../gates/index.js';
import type { PolicyAnswer, PolicyRule } from '../../gates/index.js';
import type { MutationProposal } from '../../qpp-plugins/index.js';
import type { PlanDag, PlanPart } from '../../tsg-parser/index.js';

/** What policy, and the guides that lead to the step, say of one change of a run. */
export function rulingOn(
  { target, verb, controllers }: MutationProposal,
  plan: PlanDag,
  stepId: string,
  policy: readonly PolicyRule[],
): PolicyAnswer {
  const parts = partsAround(plan, stepId);
  const planId = parts.at(-1)?.planId ?? compiledPlanId(plan);
  const question = { planId, cluster: target.cluster, namespace: target.namespace, verb, controllers };
  return tightened(rulingOf(question, policy), question, [...(plan.limits?.rulings ?? []), ...parts.flatMap(({ rulings }) => rulings)]);
}

/** The guides worked into the plan that a step is of, outermost first. */
export function partsAround({ expansion }: PlanDag, stepId: string): readonly PlanPart[] {
  return (expansion?.parts ?? []).filter(({ at }) => stepId.startsWith(`${at}/`)).toSorted((a, b) => a.at.length - b.at.length);
}

/** The id of the run's own guide's plan, as it was compiled. */
export function compiledPlanId({ id, expansion }: PlanDag): string {
  return expansion?.planId ?? id;
}
