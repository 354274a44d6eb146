import { rulingOf, tightened } from '../../gates/index.js';
import type { PolicyRule } from '../../gates/index.js';
import { sentenceOf } from '../../platform/errors.js';
import type { MutationProposal, PluginRegistry, PreparedQuery } from '../../qpp-plugins/index.js';
import type { Draft } from '../core/draft.js';
import { stableId } from '../core/questions.js';
import type { ApprovalRecord, RunRecord, StepRecord } from '../core/run-state.js';
import type { StepRun } from '../step-run.js';
import type { ChangeSender } from './send-change.js';
import { closeAction, settleAction } from './settle-action.js';
import type { Acted, ActionOutcome } from './settle-action.js';

/** Works a change out, and leaves it as a proposal, asks for approval, or carries it out, as mode and policy say. */
export class ChangeProposer {
  constructor(
    private readonly plugins: PluginRegistry,
    private readonly policy: readonly PolicyRule[],
    private readonly sender: ChangeSender,
  ) {}

  async propose(run: StepRun, step: StepRecord, query: PreparedQuery): Promise<Acted> {
    const begun = new Date().toISOString();
    let proposal: MutationProposal;
    try {
      proposal = await this.plugins.mutations(query.plugin).propose(query, run.signalOf(step.nodeId));
    } catch (error) {
      return this.fail(run, step, query, `It could not be worked out: ${sentenceOf(error)}`);
    }
    const timed: StepRecord = { ...step, spans: [...step.spans, [begun, new Date().toISOString()]] };
    const left = leftAsProposal(run.state.run, proposal);
    return left === null ? this.rule(run, timed, proposal) : closeAction(run, timed, proposal, left);
  }

  private async rule(run: StepRun, step: StepRecord, proposal: MutationProposal): Promise<Acted> {
    const { target, verb, controllers } = proposal;
    const { plan } = run.state.graph;
    const question = { planId: plan.id, cluster: target.cluster, namespace: target.namespace, verb, controllers };
    const { ruling, because } = tightened(rulingOf(question, this.policy), question, plan.limits?.rulings ?? []);
    if (ruling === 'never')
      return closeAction(run, step, proposal, { status: 'cancelled', detail: `Policy forbids it. ${because}`, approval: null });
    if (ruling === 'auto')
      return this.sender.send(run, { step, proposal, approval: null, because: `Carried out without asking. ${because}`, sendings: 0 });
    await run.transition((draft) => {
      requestApproval(draft, step, proposal);
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
function leftAsProposal(run: RunRecord, proposal: MutationProposal): ActionOutcome | null {
  const { dryRun } = proposal;
  if (run.dryRun) return { status: 'dry-run', detail: `Dry run, not carried out. The server says: ${dryRun.message}`, approval: null };
  if (run.mode !== 'act')
    return { status: 'proposed', detail: `Proposed, not carried out: the guide is in ${run.mode} mode.`, approval: null };
  if (run.takenOverBy !== null) {
    return { status: 'cancelled', detail: `${run.takenOverBy} has taken the run over: nothing is changed from then on.`, approval: null };
  }
  return dryRun.accepted ? null : { status: 'failed', detail: `The server would refuse it: ${dryRun.message}`, approval: null };
}

/** One approval covers one literal request, for as long as the settings say. */
function requestApproval(draft: Draft, step: StepRecord, proposal: MutationProposal): void {
  const before = draft.allApprovals().filter(({ queryId, scope }) => queryId === proposal.queryId && scope === step.scope);
  const { run, settings, now, graph } = draft;
  const verifying = [...graph.descendants(step.nodeId)].map((id) => graph.node(id)).find(({ kind }) => kind === 'verify');
  const view = {
    id: stableId(run.id, step.scope, step.nodeId, 'approval', proposal.queryId, String(before.length)),
    runId: run.id,
    stepId: step.nodeId,
    queryId: proposal.queryId,
    status: 'open' as const,
    proposal,
    verification: verifying?.title ?? null,
    askedAt: draft.at,
    expiresAt: new Date(now.getTime() + settings.approvalMinutes * 60_000).toISOString(),
    decidedBy: null,
    decidedAt: null,
    why: null,
  };
  const approval: ApprovalRecord = { ...view, scope: step.scope };
  draft.restStep(step);
  draft.putApproval(approval);
  draft.tell({ type: 'approval-requested', approval: view });
}
