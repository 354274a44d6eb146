import type { PolicyRule } from '../../gates/index.js';
import { sentenceOf } from '../../platform/errors.js';
import type { MutationProposal, PluginRegistry, PreparedQuery } from '../../qpp-plugins/index.js';
import { judgedOnTheWay } from '../core/judge/judged-way.js';
import { partsAround, rulingOn } from '../core/rule-on-change.js';
import { requestApproval } from '../core/request-approval.js';
import type { RunState, StepRecord } from '../core/run-state.js';
import type { StepRun } from '../step-run.js';
import type { ChangeSender } from './send-change.js';
import type { EvidenceCheck } from './evidence-check.js';
import { closeAction, settleAction } from './settle-action.js';
import type { Acted, ActionOutcome } from './settle-action.js';

/** Works a change out, and leaves it as a proposal, asks for approval, or carries it out, as mode and policy say. */
export class ChangeProposer {
  constructor(
    private readonly plugins: PluginRegistry,
    private readonly policy: readonly PolicyRule[],
    private readonly sender: ChangeSender,
    private readonly evidence: EvidenceCheck,
  ) {}

  /** @param because why it is proposed once more; a person is then asked whatever policy says */
  async propose(run: StepRun, step: StepRecord, query: PreparedQuery, because: string | null = null): Promise<Acted> {
    const begun = new Date().toISOString();
    let proposal: MutationProposal;
    try {
      proposal = await this.plugins.mutations(query.plugin).propose(query, run.signalOf(step.nodeId));
    } catch (error) {
      return this.fail(run, step, query, `It could not be worked out: ${sentenceOf(error)}`);
    }
    const timed: StepRecord = { ...step, spans: [...step.spans, [begun, new Date().toISOString()]] };
    const left = leftAsProposal(run.state, step.nodeId, proposal);
    return left === null ? this.rule(run, timed, proposal, because) : closeAction(run, timed, proposal, left);
  }

  private async rule(run: StepRun, step: StepRecord, proposal: MutationProposal, anew: string | null): Promise<Acted> {
    const { ruling, approver, because } = rulingOn(proposal, run.state.graph.plan, step.nodeId, this.policy);
    if (ruling === 'never')
      return closeAction(run, step, proposal, { status: 'cancelled', detail: `Policy forbids it. ${because}`, approval: null });
    const why =
      anew ??
      judgedOnTheWay(run.state, step.nodeId) ??
      (ruling === 'auto'
        ? await this.evidence.difference(run.state, { step, queryId: proposal.queryId }, run.signalOf(step.nodeId))
        : null);
    if (ruling === 'auto' && why === null)
      return this.sender.send(run, { step, proposal, approval: null, because: `Carried out without asking. ${because}`, sendings: 0 });
    await run.transition((draft) => {
      requestApproval(draft, step, proposal, approver, why);
    });
    return 'rest';
  }

  private fail(run: StepRun, step: StepRecord, query: PreparedQuery, detail: string): Promise<Acted> {
    const { queryId, rendered } = query;
    const nothing = { kind: '', namespace: null, name: '', approvedBy: null, approvalId: null, proposal: null };
    return settleAction(run, step, {
      ...nothing,
      scope: step.scope,
      stepId: step.nodeId,
      queryId,
      verb: rendered,
      rendered,
      status: 'failed',
      detail,
      at: '',
    });
  }
}

/** Why a change goes no further than a proposal; null where it may. */
function leftAsProposal({ run, graph }: RunState, nodeId: string, proposal: MutationProposal): ActionOutcome | null {
  const held = partsAround(graph.plan, nodeId).find(({ mode }) => mode !== 'act');
  const { dryRun } = proposal;
  if (run.dryRun) return { status: 'dry-run', detail: `Dry run, not carried out. The server says: ${dryRun.message}`, approval: null };
  if (run.mode !== 'act')
    return { status: 'proposed', detail: `Proposed, not carried out: the guide is in ${run.mode} mode.`, approval: null };
  if (held !== undefined)
    return { status: 'proposed', detail: `Proposed, not carried out: ${held.title} is in ${held.mode} mode.`, approval: null };
  if (run.takenOverBy !== null) {
    return { status: 'cancelled', detail: `${run.takenOverBy} has taken the run over: nothing is changed from then on.`, approval: null };
  }
  return dryRun.accepted ? null : { status: 'failed', detail: `The server would refuse it: ${dryRun.message}`, approval: null };
}
