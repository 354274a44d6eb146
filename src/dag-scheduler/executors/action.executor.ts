import { setTimeout as sleep } from 'node:timers/promises';
import { rulingOf } from '../../gates/index.js';
import type { Freeze, PolicyRule } from '../../gates/index.js';
import { PeriplusError, sentenceOf, TerminalError } from '../../platform/errors.js';
import type { MutationPlugin, MutationProposal, PluginRegistry, PreparedQuery } from '../../qpp-plugins/index.js';
import type { Draft } from '../core/draft.js';
import { ask, IT_WAS_APPLIED, IT_WAS_NOT_APPLIED, stableId } from '../core/questions.js';
import { actionKey } from '../core/run-state.js';
import type { ActionRecord, ApprovalRecord, StepRecord } from '../core/run-state.js';
import type { EvidenceCheck } from './evidence-check.js';
import type { LiveRun } from '../live-run.js';

/** A held workload or a frozen service is looked at again after this long. */
const BUSY_MS = 1_000;
/** How often one approved change is sent where the server says "somebody else was first". */
const MOST_SENDINGS = 4;

/** What policy, the kill switch and the incident say: asked before anything is sent. */
export interface ActionGates {
  readonly policy: readonly PolicyRule[];
  readonly freeze: Pick<Freeze, 'notice'>;
  readonly isIncidentOpen: (incidentId: string) => Promise<boolean>;
}

/**
 * One mutation, from proposal to verified effect. It can be taken up at any point: what stands on record decides what
 * comes next, and a request that may have been sent is inspected before anything else (promise 2).
 */
export class ActionExecutor {
  constructor(
    private readonly plugins: PluginRegistry,
    private readonly gates: ActionGates,
    private readonly evidence: EvidenceCheck,
  ) {}

  /** @returns `go-on` once the action is settled one way or another; `rest` while it waits for a person or is nobody's any more */
  async act(run: LiveRun, step: StepRecord, query: PreparedQuery): Promise<'go-on' | 'rest'> {
    const action = run.state.actions.get(actionKey(step.scope, query.queryId));
    if (action?.status === 'unknown') return 'rest';
    if (action?.status === 'intended' && action.proposal !== null) return this.inspectIntended(run, step, action, action.proposal, 0);
    const approval = latestApproval(run, step, query);
    if (approval === null) return this.propose(run, step, query);
    if (approval.status === 'open') return 'rest';
    if (approval.status === 'granted') return this.carryOut(run, step, query, approval);
    return this.close(run, step, approval.proposal, 'cancelled', whyNot(approval), null);
  }

  private async propose(run: LiveRun, step: StepRecord, query: PreparedQuery): Promise<'go-on' | 'rest'> {
    const signal = run.signalOf(step.nodeId);
    const begun = new Date().toISOString();
    let proposal: MutationProposal;
    try {
      proposal = await this.plugins.mutations(query.plugin).propose(query, signal);
    } catch (error) {
      return this.fail(run, step, query, `It could not be worked out: ${sentenceOf(error)}`);
    }
    const timed: StepRecord = { ...step, spans: [...step.spans, [begun, new Date().toISOString()]] };
    const { run: record } = run.state;
    if (record.dryRun) return this.close(run, timed, proposal, 'dry-run', `Dry run: ${proposal.dryRun.message} Not carried out.`, null);
    if (record.mode !== 'act')
      return this.close(run, timed, proposal, 'proposed', `Proposed, not carried out: the guide is in ${record.mode} mode.`, null);
    if (record.takenOverBy !== null)
      return this.close(
        run,
        timed,
        proposal,
        'cancelled',
        `${record.takenOverBy} has taken the run over: nothing is changed from then on.`,
        null,
      );
    if (!proposal.dryRun.accepted)
      return this.close(run, timed, proposal, 'failed', `The server refuses it: ${proposal.dryRun.message}`, null);
    return this.rule(run, timed, proposal);
  }

  private async rule(run: LiveRun, step: StepRecord, proposal: MutationProposal): Promise<'go-on' | 'rest'> {
    const { target, verb, controllers } = proposal;
    const question = { planId: run.state.graph.plan.id, cluster: target.cluster, namespace: target.namespace, verb, controllers };
    const { ruling, because } = rulingOf(question, this.gates.policy);
    if (ruling === 'never') return this.close(run, step, proposal, 'cancelled', `Policy forbids it: ${because}`, null);
    if (ruling === 'auto') return this.send(run, step, proposal, null, `Policy carries it out without asking: ${because}`, 0);
    await run.transition((draft) => {
      this.request(draft, step, proposal);
    });
    return 'rest';
  }

  private request(draft: Draft, step: StepRecord, proposal: MutationProposal): void {
    const before = draft.allApprovals().filter(({ queryId, scope }) => queryId === proposal.queryId && scope === step.scope);
    const { run, settings, now, graph } = draft;
    const after = [...graph.descendants(step.nodeId)].map((id) => graph.node(id)).find(({ kind }) => kind === 'verify');
    const approval: ApprovalRecord = {
      id: stableId(run.id, step.scope, step.nodeId, 'approval', proposal.queryId, String(before.length)),
      runId: run.id,
      scope: step.scope,
      stepId: step.nodeId,
      queryId: proposal.queryId,
      status: 'open',
      proposal,
      verification: after?.title ?? null,
      askedAt: draft.at,
      expiresAt: new Date(now.getTime() + settings.approvalMinutes * 60_000).toISOString(),
      decidedBy: null,
      decidedAt: null,
      why: null,
    };
    const { scope: _scope, ...view } = approval;
    draft.putStep({ ...step, status: 'asking' });
    draft.putApproval(approval);
    draft.tell({ type: 'approval-requested', approval: view });
  }

  /** Granted: is what the approver saw still so? Then the intent, then the request. */
  private async carryOut(run: LiveRun, step: StepRecord, query: PreparedQuery, approval: ApprovalRecord): Promise<'go-on' | 'rest'> {
    const signal = run.signalOf(step.nodeId);
    const difference = await this.evidence.difference(run.state, step.nodeId, signal);
    if (difference !== null) return this.askAnew(run, step, query, approval, difference);
    const state = await this.mutations(approval.proposal).inspect(approval.proposal, signal);
    if (state.kind === 'changed') return this.askAnew(run, step, query, approval, state.detail);
    if (state.kind === 'applied') return this.close(run, step, approval.proposal, 'applied', `It is so already: ${state.detail}`, approval);
    return this.send(run, step, state.proposal, approval, 'Approved.', 0);
  }

  private async askAnew(
    run: LiveRun,
    step: StepRecord,
    query: PreparedQuery,
    approval: ApprovalRecord,
    difference: string,
  ): Promise<'go-on' | 'rest'> {
    const { scope, ...view } = { ...approval, status: 'void' as const, why: `What the approval rested on has changed: ${difference}` };
    await run.transition((draft) => {
      draft.putApproval({ ...view, scope });
      draft.tell({ type: 'approval-decided', approval: view });
    });
    return this.propose(run, step, query);
  }

  /** Commits the intent, then sends the literal request once. */
  private async send(
    run: LiveRun,
    step: StepRecord,
    proposal: MutationProposal,
    approval: ApprovalRecord | null,
    because: string,
    sendings: number,
  ): Promise<'go-on' | 'rest'> {
    const closed = await this.whyClosed(run);
    if (closed !== null) return this.close(run, step, proposal, 'cancelled', closed, approval);
    const action = { ...actionOf(run, step, proposal, 'intended', because, approval), proposal };
    const verdict = await run.intend(action, { target: proposal.target, approvalId: approval?.id ?? null });
    if (verdict.kind === 'lease-lost') return 'rest';
    if (verdict.kind === 'refused') return this.close(run, step, proposal, 'cancelled', `Not sent: ${verdict.because}`, approval);
    if (verdict.kind === 'busy') {
      await sleep(BUSY_MS, undefined, { signal: run.signalOf(step.nodeId) }).catch(() => undefined);
      return run.signalOf(step.nodeId).aborted ? 'rest' : this.send(run, step, proposal, approval, because, sendings);
    }
    try {
      const { detail } = await this.mutations(proposal).apply(proposal, AbortSignal.timeout(30_000));
      return await this.close(run, step, proposal, 'applied', detail, approval);
    } catch (error) {
      return this.afterError(run, step, action, proposal, error, sendings + 1);
    }
  }

  private async afterError(
    run: LiveRun,
    step: StepRecord,
    action: ActionRecord,
    proposal: MutationProposal,
    error: unknown,
    sendings: number,
  ): Promise<'go-on' | 'rest'> {
    const isRefused = error instanceof TerminalError;
    if (isRefused)
      return this.settleAction(run, step, { ...action, status: 'failed', detail: `The server refused it: ${sentenceOf(error)}` });
    const isConflict = error instanceof PeriplusError && error.code === 'conflict';
    if (!isConflict && !proposal.repeatable) return this.askWhetherApplied(run, step, action, `No answer came: ${sentenceOf(error)}`);
    return this.inspectIntended(run, step, action, proposal, sendings);
  }

  /** The request was, or may have been, sent: the cluster is asked what became of it. */
  private async inspectIntended(
    run: LiveRun,
    step: StepRecord,
    action: ActionRecord,
    proposal: MutationProposal,
    sendings: number,
  ): Promise<'go-on' | 'rest'> {
    const state = await this.inspectPatiently(run, step, proposal);
    if (state === null) return this.askWhetherApplied(run, step, action, 'The cluster does not answer.');
    if (state.kind === 'applied') return this.settleAction(run, step, { ...action, status: 'applied', detail: state.detail });
    if (state.kind === 'changed') return this.askWhetherApplied(run, step, action, state.detail);
    const mayRepeat = proposal.repeatable && sendings < MOST_SENDINGS;
    if (!mayRepeat) return this.askWhetherApplied(run, step, action, 'It was sent and has no visible effect.');
    const approval = action.approvalId === null ? null : (run.state.approvals.get(action.approvalId) ?? null);
    return this.send(run, step, state.proposal, approval, action.detail, sendings);
  }

  private async inspectPatiently(
    run: LiveRun,
    step: StepRecord,
    proposal: MutationProposal,
  ): Promise<Awaited<ReturnType<MutationPlugin['inspect']>> | null> {
    for (let attempt = 1; attempt <= 5; attempt += 1) {
      try {
        return await this.mutations(proposal).inspect(proposal, AbortSignal.timeout(10_000));
      } catch {
        await sleep(200 * 2 ** attempt, undefined, { signal: run.signalOf(step.nodeId) }).catch(() => undefined);
      }
    }
    return null;
  }

  private async askWhetherApplied(run: LiveRun, step: StepRecord, action: ActionRecord, detail: string): Promise<'rest'> {
    await run.transition((draft) => {
      draft.putAction({ ...action, status: 'unknown', detail, at: draft.at });
      draft.putStep({ ...step, status: 'asking' });
      ask(draft, step, {
        kind: 'mutation-unknown',
        subject: action.queryId,
        text: `${action.rendered}: it is not known whether this was applied. ${detail} Please look: was it?`,
        options: [IT_WAS_APPLIED, IT_WAS_NOT_APPLIED],
        evidence: [action.rendered],
      });
    });
    return 'rest';
  }

  private async whyClosed(run: LiveRun): Promise<string | null> {
    const frozen = await this.gates.freeze.notice();
    if (frozen !== null) return `Not sent: changes are frozen by ${frozen.by}: ${frozen.why}`;
    const { incidentId } = run.state.run;
    if (incidentId !== null && !(await this.gates.isIncidentOpen(incidentId))) return 'Not sent: the incident is resolved.';
    return null;
  }

  private mutations(proposal: MutationProposal): MutationPlugin {
    return this.plugins.mutations(proposal.plugin);
  }

  private close(
    run: LiveRun,
    step: StepRecord,
    proposal: MutationProposal,
    status: ActionRecord['status'],
    detail: string,
    approval: ApprovalRecord | null,
  ): Promise<'go-on' | 'rest'> {
    return this.settleAction(run, step, actionOf(run, step, proposal, status, detail, approval));
  }

  private async settleAction(run: LiveRun, step: StepRecord, action: ActionRecord): Promise<'go-on' | 'rest'> {
    const isOurs = await run.transition((draft) => {
      draft.putAction({ ...action, at: draft.at });
      draft.putStep({ ...draft.step(step.nodeId), results: step.results, spans: step.spans });
    });
    return isOurs ? 'go-on' : 'rest';
  }

  private fail(run: LiveRun, step: StepRecord, query: PreparedQuery, detail: string): Promise<'go-on' | 'rest'> {
    const named = {
      verb: query.rendered,
      kind: '',
      namespace: null,
      name: '',
      rendered: query.rendered,
      approvedBy: null,
      approvalId: null,
      proposal: null,
    };
    return this.settleAction(run, step, {
      ...named,
      scope: step.scope,
      stepId: step.nodeId,
      queryId: query.queryId,
      status: 'failed',
      detail,
      at: '',
    });
  }
}

function actionOf(
  _run: LiveRun,
  step: StepRecord,
  proposal: MutationProposal,
  status: ActionRecord['status'],
  detail: string,
  approval: ApprovalRecord | null,
): ActionRecord {
  const { target, verb, rendered, queryId } = proposal;
  const { kind, namespace, name } = target;
  const approvedBy = approval?.status === 'granted' ? approval.decidedBy : null;
  const at = new Date().toISOString();
  return {
    scope: step.scope,
    stepId: step.nodeId,
    queryId,
    verb,
    kind,
    namespace,
    name,
    rendered,
    status,
    detail,
    approvedBy,
    approvalId: approval?.id ?? null,
    proposal,
    at,
  };
}

function latestApproval(run: LiveRun, step: StepRecord, query: PreparedQuery): ApprovalRecord | null {
  return [...run.state.approvals.values()].findLast(({ queryId, scope }) => queryId === query.queryId && scope === step.scope) ?? null;
}

function whyNot({ status, decidedBy, why }: ApprovalRecord): string {
  if (status === 'denied') return `Not approved by ${decidedBy ?? 'somebody'}${why === null ? '.' : `: ${why}`}`;
  return why ?? `The approval is ${status}.`;
}
