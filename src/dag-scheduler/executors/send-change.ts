import { setTimeout as sleep } from 'node:timers/promises';
import { PeriplusError, sentenceOf, TerminalError } from '../../platform/errors.js';
import type { MutationProposal, MutationState, PluginRegistry } from '../../qpp-plugins/index.js';
import { askWhetherApplied } from '../core/questions.js';
import type { ActionRecord, ApprovalRecord, StepRecord } from '../core/run-state.js';
import type { Refusal } from '../core/may-be-sent.js';
import { partsAround } from '../core/rule-on-change.js';
import { requestApproval } from '../core/request-approval.js';
import type { StepRun } from '../step-run.js';
import type { ChangeGate } from './change-gate.js';
import { actionOf, closeAction, settleAction } from './settle-action.js';
import type { Acted } from './settle-action.js';

/** A workload that somebody else is changing is looked at again after this long. */
const BUSY_MS = 1_000;
/** How often one approved change is sent where the server says that somebody else was first. */
const MOST_SENDINGS = 4;
const MOST_INSPECTIONS = 5;
const SEND_MS = 30_000;
const INSPECT_MS = 10_000;

/** One change on its way: what is sent, and what allows it. */
export interface Sending {
  readonly step: StepRecord;
  readonly proposal: MutationProposal;
  /** Null where policy carries it out without asking. */
  readonly approval: ApprovalRecord | null;
  readonly because: string;
  /** How often it has been sent already. */
  readonly sendings: number;
}

/** Sends approved changes: intent first, then the literal request, then a look at what became of it (promise 2). */
export class ChangeSender {
  constructor(
    private readonly plugins: PluginRegistry,
    private readonly gate: ChangeGate,
  ) {}

  async send(run: StepRun, sending: Sending): Promise<Acted> {
    const { step, proposal, approval, because } = sending;
    const action = actionOf(step, proposal, { status: 'intended', detail: because, approval });
    const { plan } = run.state.graph;
    const guideIds = [run.state.run.guideId, ...partsAround(plan, step.nodeId).map(({ guideId }) => guideId)];
    const verdict = await run.intend(
      action,
      { target: proposal.target, approvalId: approval?.id ?? null, guideIds },
      this.gate.for(proposal, plan, step.nodeId),
    );
    if (verdict.kind === 'lease-lost') return 'rest';
    if (verdict.kind === 'busy') return waitForWorkload(run.signalOf(step.nodeId));
    if (verdict.kind === 'refused') return this.refuse(run, sending, verdict.refusal);
    return this.apply(run, sending, action);
  }

  /** The request was, or may have been, sent: the cluster is asked what became of it before anything else is done. */
  async inspectIntended(run: StepRun, sending: Sending, action: ActionRecord): Promise<Acted> {
    const { step, proposal, sendings } = sending;
    const state = await this.inspectPatiently(run, step, proposal);
    if (state === null) return this.askWhetherApplied(run, step, action, 'The cluster does not answer.');
    if (state.kind === 'applied') return settleAction(run, step, { ...action, status: 'applied', detail: state.detail });
    if (state.kind === 'changed') return this.askWhetherApplied(run, step, action, state.detail);
    if (!proposal.repeatable || sendings >= MOST_SENDINGS)
      return this.askWhetherApplied(run, step, action, 'It was sent and shows no effect.');
    return this.send(run, { ...sending, proposal: state.proposal });
  }

  private async apply(run: StepRun, sending: Sending, action: ActionRecord): Promise<Acted> {
    const { step, proposal } = sending;
    try {
      const { detail } = await this.plugins.mutations(proposal.plugin).apply(proposal, AbortSignal.timeout(SEND_MS));
      return await settleAction(run, step, { ...action, status: 'applied', detail });
    } catch (error) {
      if (error instanceof TerminalError)
        return settleAction(run, step, { ...action, status: 'failed', detail: `The server refused it: ${sentenceOf(error)}` });
      const isConflict = error instanceof PeriplusError && error.code === 'conflict';
      if (!isConflict && !proposal.repeatable) return this.askWhetherApplied(run, step, action, `No answer came: ${sentenceOf(error)}`);
      return this.inspectIntended(run, { ...sending, sendings: sending.sendings + 1 }, action);
    }
  }

  /** What a person may still allow is asked for; everything else ends here. */
  private async refuse(run: StepRun, { step, proposal, approval }: Sending, { because, askOf }: Refusal): Promise<Acted> {
    if (askOf === null) return closeAction(run, step, proposal, { status: 'cancelled', detail: `Not sent: ${because}`, approval });
    await run.transition((draft) => {
      requestApproval(draft, step, proposal, askOf, because);
    });
    return 'rest';
  }

  /** Where the object stands; null where the cluster does not answer. */
  async inspectPatiently(run: StepRun, step: StepRecord, proposal: MutationProposal): Promise<MutationState | null> {
    for (let attempt = 1; attempt <= MOST_INSPECTIONS; attempt += 1) {
      try {
        return await this.plugins.mutations(proposal.plugin).inspect(proposal, AbortSignal.timeout(INSPECT_MS));
      } catch {
        await sleep(200 * 2 ** attempt, undefined, { signal: run.signalOf(step.nodeId) }).catch(() => undefined);
      }
    }
    return null;
  }

  private async askWhetherApplied(run: StepRun, step: StepRecord, action: ActionRecord, detail: string): Promise<Acted> {
    await run.transition((draft) => {
      askWhetherApplied(draft, step, action, detail);
    });
    return 'rest';
  }
}

async function waitForWorkload(signal: AbortSignal): Promise<Acted> {
  await sleep(BUSY_MS, undefined, { signal }).catch(() => undefined);
  return signal.aborted ? 'rest' : 'again';
}
