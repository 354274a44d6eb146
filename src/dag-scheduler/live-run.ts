import { sentenceOf } from '../platform/errors.js';
import { about, logger } from '../platform/logger.js';
import { applyChanges } from './core/apply-changes.js';
import { Draft } from './core/draft.js';
import { endTransition } from './core/end-transition.js';
import { hasEnded, isLive } from './core/run-state.js';
import type { ActionRecord, Changes, RunState } from './core/run-state.js';
import { takeInbox } from './core/take-inbox.js';
import type { Arrived } from './core/take-inbox.js';
import { nextDue, takeTime } from './core/timers.js';
import { takeUp } from './core/start-run.js';
import { failKiller } from './core/fail-step.js';
import type { SettleVerdict } from './settlement-writer.js';
import { StepLine } from './step-line.js';
import type { Inbox, Intent, IntentGate, IntentVerdict, Lease } from './run-store.js';
import type { RunTools, StepRun } from './step-run.js';

/** A run that can wait this long is let go: it then costs neither lease nor memory. */
const WORTH_STAYING_MS = 2_000;
/** After so many takeovers without a step settled, steps go one by one. */
const TOO_MANY_TAKEOVERS = 2;
/** What a person did to a run while nobody held it is taken as new. */
const UNTOUCHED = { pausedBy: null, cancelledBy: null, takenOverBy: null };

/**
 * A leased run in memory. Every transition is worked out by the core, applied here, committed by the writer, and only then
 * does anything start or leave. Once the lease is lost nothing it does has any effect.
 */
export class LiveRun implements StepRun {
  private readonly cuts = new Map<string, AbortController>();
  private readonly line: StepLine;
  private timer: NodeJS.Timeout | null = null;
  private gate: Promise<unknown> | null = null;
  private wakeSeq = -1;
  private inFlight = 0;
  private lastWrite: Promise<SettleVerdict> = Promise.resolve('settled');
  private isOver = false;
  private onDrained: (() => void) | null = null;

  constructor(
    readonly lease: Lease,
    readonly state: RunState,
    private readonly tools: RunTools,
    private readonly onOver: (how: 'in-order' | 'in-trouble') => void,
  ) {
    const name = lease.takeovers < TOO_MANY_TAKEOVERS ? null : (nodeId: string) => tools.store.suspect(lease, nodeId);
    const advance = (nodeId: string): Promise<void> => about({ runId: lease.runId, stepId: nodeId }, () => tools.advanceStep(this, nodeId));
    this.line = new StepLine(
      tools.settings.maxStepsAtWork,
      advance,
      name,
      () => {
        this.rest();
      },
      () => {
        this.lose('in-trouble');
      },
    );
  }

  /** Takes the run up where its record stands. */
  async begin({ wakeSeq, answers, verdicts }: Inbox): Promise<void> {
    this.wakeSeq = wakeSeq;
    const { suspect, takeovers } = this.lease;
    this.reopen({ answers, verdicts });
    await this.transition((draft) => {
      takeInbox(draft, { answers, verdicts, before: UNTOUCHED });
      if (suspect !== null && takeovers > TOO_MANY_TAKEOVERS) failKiller(draft, suspect);
      takeTime(draft);
      takeUp(draft);
    });
  }

  /** What was answered while nobody held the run counts as open until it is told. */
  private reopen({ answers, verdicts }: Pick<Inbox, 'answers' | 'verdicts'>): void {
    for (const question of answers) this.state.questions.set(question.id, { ...question, status: 'open', answer: null, answeredBy: null });
    for (const approval of verdicts)
      this.state.approvals.set(approval.id, { ...approval, status: 'open', decidedBy: null, decidedAt: null, grants: [] });
  }

  /** Something was written for the run: an answer, a verdict, a person's control. */
  async wake(): Promise<void> {
    if (this.isOver) return;
    const arrived = await this.readInbox();
    if (arrived === null) return;
    await this.transition((draft) => {
      takeInbox(draft, arrived);
      takeTime(draft);
    });
  }

  /** Whether something was written for it that it has not seen. */
  isBehind(wakeSeq: number): boolean {
    return wakeSeq > this.wakeSeq;
  }

  /** One transition: worked out, applied, committed, told; then what it made ready starts. @returns false where the lease is lost */
  async transition(change: (draft: Draft) => void): Promise<boolean> {
    while (this.gate !== null) await this.gate;
    if (this.isOver) return false;
    const now = this.tools.clock.now();
    const draft = new Draft(this.state, now, this.tools.settings);
    change(draft);
    endTransition(draft);
    return this.commit(draft.changes(), now);
  }

  /**
   * Commits a mutation's intent. What was settled before it is committed before it, and other transitions wait meanwhile: were
   * the holder to die in between, the run's history would have a gap.
   */
  async intend(action: ActionRecord, intent: Omit<Intent, 'action' | 'seq'>, gate: IntentGate): Promise<IntentVerdict> {
    while (this.gate !== null) await this.gate;
    if (this.isOver) return { kind: 'lease-lost' };
    const committing = this.lastWrite.then(() =>
      this.tools.store.commitIntent(this.lease, { ...intent, action, seq: this.state.lastSeq + 1 }, gate),
    );
    this.gate = committing.catch(() => undefined);
    try {
      const verdict = await committing;
      if (verdict.kind === 'committed') this.applyIntent(action);
      if (verdict.kind === 'lease-lost') this.lose();
      return verdict;
    } finally {
      this.gate = null;
    }
  }

  private applyIntent(action: ActionRecord): void {
    const { scope: _scope, approvalId: _approvalId, proposal: _proposal, ...view } = action;
    const nothing = { run: {}, steps: [], edges: [], questions: [], approvals: [], start: [] };
    applyChanges(this.state, { ...nothing, actions: [action], events: [{ type: 'action', action: view }] });
    this.tools.feed.committed(this.lease.runId, this.state.lastSeq);
  }

  /** Aborted when the step is settled by others: cancelled, cut at the end of the grace. */
  signalOf(nodeId: string): AbortSignal {
    const cut = this.cuts.get(nodeId) ?? new AbortController();
    this.cuts.set(nodeId, cut);
    return cut.signal;
  }

  /** Begins nothing more. @returns once what is at work is settled */
  drain(): Promise<void> {
    this.line.close();
    return new Promise((drained) => {
      this.onDrained = drained;
      this.rest();
    });
  }

  /** Lets go at once: what is under way is cut and will not be written. `in-trouble` asks for the lease to be handed back. */
  lose(how: 'in-order' | 'in-trouble' = 'in-order'): void {
    if (this.isOver) return;
    this.isOver = true;
    this.line.close();
    this.onDrained?.();
    if (this.timer !== null) clearTimeout(this.timer);
    for (const cut of this.cuts.values()) cut.abort();
    this.onOver(how);
  }

  private async commit(changes: Changes, now: Date): Promise<boolean> {
    const { start, ...written } = changes;
    const firstSeq = this.state.lastSeq + 1;
    applyChanges(this.state, changes);
    this.cutSettled(changes);
    this.inFlight += 1;
    if (!isEmpty(changes))
      this.lastWrite = this.tools.writer.write({ lease: this.lease, changes: written, firstSeq, at: now.toISOString() });
    const verdict = await this.lastWrite;
    this.inFlight -= 1;
    if (verdict === 'lease-lost') {
      this.lose();
      return false;
    }
    if (changes.events.length > 0) this.tools.feed.committed(this.lease.runId, firstSeq + changes.events.length - 1);
    if (this.isStopped()) return false;
    for (const nodeId of start) this.line.enter(nodeId);
    this.rest();
    return true;
  }

  private isStopped(): boolean {
    return this.isOver;
  }

  private cutSettled(changes: Changes): void {
    for (const step of changes.steps) {
      if (isLive(step)) continue;
      if (step.status === 'cancelled') this.cuts.get(step.nodeId)?.abort();
      this.cuts.delete(step.nodeId);
    }
  }

  /** Nothing is at work: the run ends here, waits for its next timer, or is let go until something wakes it. */
  private rest(): void {
    if (this.isOver || this.inFlight > 0 || this.gate !== null) return;
    if (hasEnded(this.state.run)) {
      this.tools.feed.ended(this.lease.runId);
      this.lose();
      return;
    }
    if (this.onDrained !== null) {
      if (this.line.size === 0) this.onDrained();
      return;
    }
    const due = nextDue(this.state, this.tools.settings);
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
    const waitMs = due === null ? Number.POSITIVE_INFINITY : due.getTime() - this.tools.clock.now().getTime();
    if (this.line.size > 0 || waitMs <= WORTH_STAYING_MS) {
      if (waitMs < 2 ** 31 - 1) this.timer = setTimeout(() => void this.onTimer(), Math.max(0, waitMs));
      return;
    }
    void this.release(due);
  }

  private async onTimer(): Promise<void> {
    try {
      await this.tools.store.expireApprovals(this.lease.runId);
      const arrived = await this.readInbox();
      await this.transition((draft) => {
        if (arrived !== null) takeInbox(draft, arrived);
        takeTime(draft);
      });
    } catch (error) {
      logger.warn({ runId: this.lease.runId, sentence: sentenceOf(error) }, 'The run is let go; it will be taken up again.');
      this.lose('in-trouble');
    }
  }

  private async release(due: Date | null): Promise<void> {
    this.inFlight += 1;
    const verdict = await this.tools.store.release(this.lease, this.wakeSeq, due).catch(() => 'lease-lost' as const);
    this.inFlight -= 1;
    if (verdict === 'woken') await this.wake();
    else this.lose();
  }

  private async readInbox(): Promise<Arrived | null> {
    const { wakeSeq, control, answers, verdicts } = await this.tools.store.inbox(this.lease.runId);
    if (wakeSeq === this.wakeSeq && answers.length === 0 && verdicts.length === 0) return null;
    const before = this.state.run;
    this.wakeSeq = Math.max(this.wakeSeq, wakeSeq);
    this.state.run = { ...before, ...control };
    return { before, answers, verdicts };
  }
}

function isEmpty(changes: Changes): boolean {
  const { run, steps, edges, questions, approvals, actions, events } = changes;
  return Object.keys(run).length === 0 && [steps, edges, questions, approvals, actions, events].every((list) => list.length === 0);
}
