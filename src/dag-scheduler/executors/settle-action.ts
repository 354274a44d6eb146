import type { MutationProposal } from '../../qpp-plugins/index.js';
import { approversOf } from '../core/approve.js';
import type { ActionRecord, ApprovalRecord, StepRecord } from '../core/run-state.js';
import type { StepRun } from '../step-run.js';

/**
 * `go-on`: the action is settled one way or another. `rest`: it waits for a person, or the run is somebody else's. `again`: it
 * could not be begun at the moment, and everything it rests on is looked at anew.
 */
export type Acted = 'go-on' | 'rest' | 'again';

/** How a change stands, and why. */
export interface ActionOutcome {
  readonly status: ActionRecord['status'];
  readonly detail: string;
  readonly approval: ApprovalRecord | null;
}

export function actionOf(step: StepRecord, proposal: MutationProposal, { status, detail, approval }: ActionOutcome): ActionRecord {
  const { target, verb, rendered, queryId } = proposal;
  const { kind, namespace, name } = target;
  const approvedBy = approversOf(approval);
  const place = { scope: step.scope, stepId: step.nodeId, queryId };
  const at = new Date().toISOString();
  return { ...place, verb, kind, namespace, name, rendered, status, detail, approvedBy, approvalId: approval?.id ?? null, proposal, at };
}

/** Puts an action on record with what its step has read and how long it was at work. */
export async function settleAction(run: StepRun, step: StepRecord, action: ActionRecord): Promise<Acted> {
  const isOurs = await run.transition((draft) => {
    draft.putAction({ ...action, at: draft.at });
    draft.putStep({ ...draft.step(step.nodeId), results: step.results, spans: step.spans });
  });
  return isOurs ? 'go-on' : 'rest';
}

export function closeAction(run: StepRun, step: StepRecord, proposal: MutationProposal, outcome: ActionOutcome): Promise<Acted> {
  return settleAction(run, step, actionOf(step, proposal, outcome));
}
