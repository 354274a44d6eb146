import type { PreparedQuery } from '../../qpp-plugins/index.js';
import { approversOf } from '../core/approve.js';
import { actionKey } from '../core/run-state.js';
import type { ApprovalRecord, RunState, StepRecord } from '../core/run-state.js';
import type { StepRun } from '../step-run.js';
import type { EvidenceCheck } from './evidence-check.js';
import type { ChangeProposer } from './propose-change.js';
import type { ChangeSender } from './send-change.js';
import { closeAction } from './settle-action.js';
import type { Acted } from './settle-action.js';

/**
 * One mutation, from proposal to effect. It can be taken up at any point: what stands on record decides what comes next, and
 * a request that may have been sent is inspected before anything else.
 */
export class ActionExecutor {
  constructor(
    private readonly proposer: ChangeProposer,
    private readonly sender: ChangeSender,
    private readonly evidence: EvidenceCheck,
  ) {}

  async act(run: StepRun, step: StepRecord, query: PreparedQuery): Promise<Acted> {
    const action = run.state.actions.get(actionKey(step.scope, query.queryId));
    if (action?.status === 'unknown') return 'rest';
    const approval = latestApproval(run.state, step, query);
    if (approval?.status === 'open') return 'rest';
    if (approval !== null && approval.status !== 'granted') return refused(run, step, approval);
    if (action?.status === 'intended' && action.proposal !== null) {
      const sending = { step, proposal: action.proposal, approval, because: action.detail, sendings: 0 };
      return this.sender.inspectIntended(run, sending, action);
    }
    return approval === null ? this.proposer.propose(run, step, query) : this.carryOut(run, step, query, approval);
  }

  /** Granted: is what the approver saw still so? Then it is sent; otherwise the approval is void and it is asked anew. */
  private async carryOut(run: StepRun, step: StepRecord, query: PreparedQuery, approval: ApprovalRecord): Promise<Acted> {
    const signal = run.signalOf(step.nodeId);
    const difference = await this.evidence.difference(run.state, { step, queryId: query.queryId }, signal, toldOf(run.state, step, query));
    if (difference !== null) return this.askAnew(run, step, query, approval, difference);
    const { proposal } = approval;
    const state = await this.sender.inspectPatiently(run, step, proposal);
    if (state === null)
      return closeAction(run, step, proposal, { status: 'failed', detail: 'Nothing was sent: the cluster does not answer.', approval });
    if (state.kind === 'changed') return this.askAnew(run, step, query, approval, state.detail);
    if (state.kind === 'applied')
      return closeAction(run, step, proposal, { status: 'applied', detail: `It is so already: ${state.detail}`, approval });
    return this.sender.send(run, {
      step,
      proposal: state.proposal,
      approval,
      because: `Approved by ${approversOf(approval) ?? 'somebody'}.`,
      sendings: 0,
    });
  }

  private async askAnew(
    run: StepRun,
    step: StepRecord,
    query: PreparedQuery,
    approval: ApprovalRecord,
    difference: string,
  ): Promise<Acted> {
    const { scope, ...rest } = approval;
    const view = { ...rest, status: 'void' as const, why: `What the approval rested on has changed: ${difference}` };
    await run.transition((draft) => {
      draft.putApproval({ ...view, scope });
      draft.tell({ type: 'approval-decided', approval: view });
    });
    return this.proposer.propose(run, step, query, view.why);
  }
}

function refused(run: StepRun, step: StepRecord, approval: ApprovalRecord): Promise<Acted> {
  return closeAction(run, step, approval.proposal, { status: 'cancelled', detail: whyNot(approval), approval });
}

function latestApproval(state: RunState, step: StepRecord, query: PreparedQuery): ApprovalRecord | null {
  return [...state.approvals.values()].findLast(({ queryId, scope }) => queryId === query.queryId && scope === step.scope) ?? null;
}

/** All that approvers of this change have been told of why they are asked. */
function toldOf(state: RunState, step: StepRecord, query: PreparedQuery): string {
  const ofChange = [...state.approvals.values()].filter(({ queryId, scope }) => queryId === query.queryId && scope === step.scope);
  return ofChange.map(({ why }) => why ?? '').join(' ');
}

function whyNot({ status, decidedBy, why }: ApprovalRecord): string {
  if (status === 'denied') return `Not approved by ${decidedBy ?? 'somebody'}${why === null ? '.' : `: ${why}`}`;
  return why ?? `The approval is ${status}.`;
}
