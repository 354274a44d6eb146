import type { ApprovalView, QuestionView } from '../dag-scheduler/index.js';
import type { IncidentReport } from './core/report.js';

/**
 * Something to be said. A card is a state: only the last one matters, and it is drawn when it is sent. Questions,
 * approvals, reports and notes are each said once, in order, as they were.
 */
export type Saying =
  | { readonly kind: 'card'; readonly runId: string | null }
  | { readonly kind: 'question'; readonly runId: string; readonly question: QuestionView }
  | { readonly kind: 'approval'; readonly runId: string; readonly approval: ApprovalView }
  | { readonly kind: 'report'; readonly runId: string; readonly report: IncidentReport }
  | { readonly kind: 'note'; readonly runId: string | null; readonly text: string };

/** A saying with its number: 1, 2, 3, … per incident, given under the incident's row lock. */
export interface OutboxEntry {
  readonly incidentId: string;
  readonly number: number;
  readonly at: string;
  readonly saying: Saying;
}

/** How far a run's events have been told. */
export interface Telling {
  readonly runId: string;
  readonly incidentId: string | null;
  readonly toldSeq: number;
}

/** The event up to which a run is told now. At its end the run's audit chain is sealed too. */
export interface ToldUpTo {
  readonly seq: number;
  readonly ended: boolean;
  readonly at: Date;
}

/** What is to be said. Filled by `memory`; sent by `channels`. */
export abstract class Outbox {
  abstract append(incidentId: string, sayings: readonly Saying[]): Promise<void>;
  /** Notes which runs are to be told of; known ones are left as they are. */
  abstract follow(runs: readonly { readonly runId: string; readonly incidentId: string | null }[]): Promise<void>;
  /** Runs of which something is not told yet, at most `limit`. */
  abstract behind(limit: number): Promise<readonly Telling[]>;
  /** Moves a run's cursor and appends what follows from its events, in one transaction. `behind`: somebody else told it first. */
  abstract tell(telling: Telling, upTo: ToldUpTo, sayings: readonly Saying[]): Promise<'told' | 'behind'>;
}

/** An entry that one sender holds for a while. */
export interface ClaimedEntry extends OutboxEntry {
  readonly channel: string;
  /** From 1. */
  readonly attempt: number;
}

/** How one attempt to say something ended. `rendered` is what the channel made of it, redacted. */
export type Sending =
  /** `kept`: the channel has no address, so the message stays here and is shown. */
  | { readonly status: 'sent' | 'kept'; readonly rendered: unknown }
  /** Refused for good: shown and passed. */
  | { readonly status: 'parked'; readonly rendered: unknown; readonly why: string }
  /** The channel has nothing to say of it. */
  | { readonly status: 'passed' }
  | { readonly status: 'later'; readonly why: string; readonly delayMs: number };

export interface SendingRecord {
  readonly channel: string;
  readonly incidentId: string;
  readonly number: number;
  readonly kind: Saying['kind'];
  readonly runId: string | null;
  readonly status: 'sent' | 'kept' | 'parked';
  /** What was or would have been sent: for Teams an Adaptive Card's message. */
  readonly card: unknown;
  readonly why: string | null;
  readonly at: string;
}

export interface ClaimTerms {
  readonly leaseMs: number;
  readonly cardGapMs: number;
  /** What the channel says at all. */
  readonly kinds: readonly Saying['kind'][];
}

/** Each channel's place in each incident's outbox. Filled by `memory`. */
export abstract class OutboxSendings {
  /**
   * Takes the next thing this channel has to say, of any incident whose line is due. Cards that a later card has
   * overtaken are passed; a card waits until `cardGapMs` after the channel's last one for that incident.
   */
  abstract claim(channel: string, terms: ClaimTerms): Promise<ClaimedEntry | null>;
  abstract settle(entry: ClaimedEntry, sending: Sending): Promise<void>;
  /** In the order they were to be said. */
  abstract list(filter: {
    readonly incidentId?: string;
    readonly channel?: string;
    readonly limit: number;
  }): Promise<readonly SendingRecord[]>;
}
