import type { RunView, ApprovalView, QuestionView } from '../dag-scheduler/index.js';
import type { IncidentRecord, IncidentReport, IncidentView, Saying } from '../incidents/index.js';

/** Where it came from is known to channels that talk back to the source. */
export type IncidentOfMessage = IncidentView & Partial<Pick<IncidentRecord, 'source' | 'externalId'>>;

/** A saying with all there is to know about it at the moment it is sent. `run` is null where no run was started. */
export type Message =
  | { readonly kind: 'card'; readonly incident: IncidentOfMessage; readonly run: RunView | null }
  | { readonly kind: 'question'; readonly incident: IncidentOfMessage; readonly run: RunView; readonly question: QuestionView }
  | { readonly kind: 'approval'; readonly incident: IncidentOfMessage; readonly run: RunView; readonly approval: ApprovalView }
  | { readonly kind: 'report'; readonly incident: IncidentOfMessage; readonly run: RunView; readonly report: IncidentReport }
  | { readonly kind: 'note'; readonly incident: IncidentOfMessage; readonly run: RunView | null; readonly text: string };

/**
 * A way out to people: a value built by a function and listed in `channels.ts`.
 * `render` is pure; what it returns is redacted before it is kept or sent.
 */
export interface Channel {
  readonly name: string;
  /** What this channel says at all. */
  readonly kinds: readonly Saying['kind'][];
  /** The least time between two cards of one incident. */
  readonly cardGapMs: number;
  /** Null: nothing to say of this one. */
  render(message: Message): unknown;
  /** Null where no address is configured: messages are kept and shown. @throws TransientError to be tried again, TerminalError to be parked. */
  readonly send: ((rendered: unknown, message: Message, signal: AbortSignal) => Promise<void>) | null;
}
