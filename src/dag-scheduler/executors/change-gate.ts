import type { Freeze } from '../../gates/index.js';
import type { Config } from '../../platform/config.js';
import type { MutationProposal } from '../../qpp-plugins/index.js';
import type { PlanDag } from '../../tsg-parser/index.js';
import { whyNotSent } from '../core/may-be-sent.js';
import type { IntentGate } from '../run-store.js';

/** What every change passes in the transaction that commits its intent: policy, kill switch, approval and roles as they are then. */
export class ChangeGate {
  constructor(
    private readonly config: Pick<Config, 'policy' | 'http' | 'security'>,
    private readonly freeze: Pick<Freeze, 'notice'>,
  ) {}

  for(proposal: MutationProposal, plan: PlanDag, stepId: string): IntentGate {
    return async (facts) => {
      const frozen = await this.freeze.notice();
      return whyNotSent(proposal, facts, { policy: this.config.policy, plan, stepId, door: this.config, frozen });
    };
  }
}
