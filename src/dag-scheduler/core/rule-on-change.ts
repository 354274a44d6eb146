import { rulingOf, tightened } from '../../gates/index.js';
import type { PolicyAnswer, PolicyRule } from '../../gates/index.js';
import type { MutationProposal } from '../../qpp-plugins/index.js';
import type { PlanDag } from '../../tsg-parser/index.js';

/** What policy, and the guide itself, say of one change of a run. */
export function rulingOn({ target, verb, controllers }: MutationProposal, plan: PlanDag, policy: readonly PolicyRule[]): PolicyAnswer {
  const question = { planId: plan.id, cluster: target.cluster, namespace: target.namespace, verb, controllers };
  return tightened(rulingOf(question, policy), question, plan.limits?.rulings ?? []);
}
