import type { Person } from '../gates/index.js';
import type { ModelUse } from '../platform/llm/budget.js';
import type { MutationTarget } from '../qpp-plugins/index.js';
import type { RunEvent, RunStatus } from './core/run.js';
import type { ChangeFacts, Refusal } from './core/may-be-sent.js';
import type { ActionRecord, ApprovalRecord, Changes, QuestionRecord, RunState } from './core/run-state.js';
import type { Wake } from './dispatch/run-dispatcher.js';
import type { OpenQuestion, PageOfRows, RowsPage, RunSummary } from './runs.js';

/** A run leased to this worker. Whoever writes for the run shows the fence; a later lease has a higher one. */
export interface Lease {
  readonly runId: string;
  readonly fence: number;
  /** How often the lease was taken from a holder that died, without one settlement since. */
  readonly takeovers: number;
  /** The step that was at work alone when a holder died, in a run that has killed two. */
  readonly suspect: string | null;
}

export interface HeldRun {
  readonly lease: Lease;
  /** How often the run has been woken. */
  readonly wakeSeq: number;
}

/** What one run has to write, in the order it came. `firstSeq` numbers its first event. */
export interface Settlement {
  readonly lease: Lease;
  readonly changes: Omit<Changes, 'start'>;
  readonly firstSeq: number;
  readonly at: string;
}

/** What others wrote for a run since its holder looked: answers, verdicts, a person's control. */
export interface Inbox {
  readonly wakeSeq: number;
  readonly control: Pick<RunState['run'], 'takenOverBy' | 'pausedBy' | 'cancelledBy' | 'cancelledWhy' | 'incidentResolved'>;
  /** Answered, and not yet told. */
  readonly answers: readonly QuestionRecord[];
  /** Granted, denied or void, or approved by one of those needed, and not yet told. */
  readonly verdicts: readonly ApprovalRecord[];
}

export interface OpenedRun {
  readonly state: RunState;
  readonly inbox: Inbox;
}

export type Control =
  | { readonly kind: 'cancel'; readonly by: string; readonly why: string }
  | { readonly kind: 'pause' | 'resume' | 'take-over'; readonly by: string };

export interface Intent {
  readonly action: ActionRecord;
  readonly target: MutationTarget;
  /** Null where policy carries it out without asking. */
  readonly approvalId: string | null;
  /** The guides that lead to the change. */
  readonly guideIds: readonly string[];
  /** Numbers the event that tells of it, in the same transaction. */
  readonly seq: number;
}

export type IntentVerdict =
  | { readonly kind: 'committed' }
  | { readonly kind: 'lease-lost' }
  /** Another run or exploration is changing the same workload. */
  | { readonly kind: 'busy'; readonly holder: string }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

/** Whether a change may still be sent, asked with what is on record in the transaction that commits its intent. */
export type IntentGate = (facts: ChangeFacts) => Promise<Refusal | null>;

/**
 * What the scheduler asks of its durable store. Each method is one transaction; the time of leases is the database's.
 * Every method throws TransientError `database-away` while the server cannot be reached.
 */
export abstract class RunStore {
  /** Stores runs that have not begun, each with its first event, ready to be claimed. */
  abstract create(states: readonly RunState[]): Promise<void>;

  /** Leases runs that are due and held by nobody alive; `runIds` narrows it to these. */
  abstract claim(workerId: string, limit: number, runIds: readonly string[] | null): Promise<readonly Lease[]>;
  /** Loads leased runs, all at once. */
  abstract open(leases: readonly Lease[]): Promise<readonly OpenedRun[]>;
  /** A run as it is on record. @param mostRows of each result; default: all. @throws TerminalError `run-unknown` */
  abstract load(runId: string, mostRows?: number): Promise<RunState>;
  /** @throws TerminalError `run-unknown` */
  abstract summary(runId: string): Promise<RunSummary>;
  /** Rows of what a query brought back last. @throws TerminalError `result-unknown` */
  abstract rows(runId: string, queryId: string, page: PageOfRows): Promise<RowsPage>;
  /** One transaction for many runs. @returns the runs that were written; the others have been leased by somebody else. */
  abstract settle(batch: readonly Settlement[]): Promise<ReadonlySet<string>>;
  /** Frees a run until `wakeAt`, unless something has woken it since `wakeSeq`. */
  abstract release(lease: Lease, wakeSeq: number, wakeAt: Date | null): Promise<'released' | 'woken' | 'lease-lost'>;
  abstract inbox(runId: string): Promise<Inbox>;
  /** Open approvals whose time is over by the database's clock become `expired`. */
  abstract expireApprovals(runId: string): Promise<void>;
  /** What models have used for the run's incident, over all of its runs; what was asked and not answered counts as set aside. */
  abstract modelUse(runId: string): Promise<ModelUse>;
  /** Marks the step that is about to run alone in a run that has killed its holders. */
  abstract suspect(lease: Lease, nodeId: string | null): Promise<void>;

  /**
   * Commits the literal request of a mutation before it is sent: only where `gate` lets it through once more, and nobody else is
   * changing the workload.
   */
  abstract commitIntent(lease: Lease, intent: Intent, gate: IntentGate): Promise<IntentVerdict>;

  /** Gives up a run in trouble: it is due again a moment later, and counts as a takeover. */
  abstract handBack(lease: Lease): Promise<void>;
  /** Says that this worker is alive for `leaseMs` more. @returns the runs it holds */
  abstract beat(workerId: string, leaseMs: number): Promise<readonly HeldRun[]>;
  /** Ends the leases of workers of this host that are not among its living; hands back those of `workerId` too when it leaves. */
  abstract buryWorkers(host: string, isAlive: (pid: number, workerId: string) => boolean): Promise<number>;
  abstract leave(workerId: string): Promise<void>;
  /** Calls back with the id of every run that is woken, by whatever worker or replica; ends with the signal. Best effort: the sweep is the net. */
  abstract listen(onWake: (runId: string) => void, signal: AbortSignal): Promise<void>;

  /** Questions of runs that have not ended and that nobody has answered, the earliest deadline first. */
  abstract openQuestions(limit: number): Promise<readonly OpenQuestion[]>;
  /** @throws TerminalError `question-unknown`, `question-closed` */
  abstract question(questionId: string): Promise<QuestionRecord>;
  /** Stores the answer and wakes the run. @throws TerminalError `question-closed` where another was first */
  abstract answer(questionId: string, answer: string, by: Person): Promise<Wake>;
  /** Grants or denies by the database's clock, with its audit entry. @throws TerminalError `approval-unknown`, `approval-closed`, `approval-expired` */
  abstract decide(approvalId: string, verdict: 'grant' | 'deny', by: Person, why: string | null): Promise<Wake>;
  abstract control(runId: string, control: Control, by: Person): Promise<Wake>;
  /** @returns the runs it woke */
  abstract incidentResolved(incidentId: string): Promise<readonly Wake[]>;

  abstract list(filter: {
    readonly incidentId?: string;
    readonly status?: readonly RunStatus[];
    readonly limit: number;
  }): Promise<readonly RunSummary[]>;
  abstract events(runId: string, afterSeq: number): Promise<readonly RunEvent[]>;
}
