import type { Clock } from '../platform/clock.js';
import type { Draft, RunSettings } from './core/draft.js';
import type { ActionRecord, RunState } from './core/run-state.js';
import type { RunFeed } from './run-feed.js';
import type { Intent, IntentGate, IntentVerdict, Lease, RunStore } from './run-store.js';
import type { SettlementWriter } from './settlement-writer.js';

/** The run as its steps' executors see it. */
export interface StepRun {
  readonly lease: Lease;
  readonly state: RunState;
  /** One transition: worked out, applied, committed, told; then what it made ready starts. @returns false where the lease is lost */
  transition(change: (draft: Draft) => void): Promise<boolean>;
  /** Commits a mutation's intent before anything is sent. */
  intend(action: ActionRecord, intent: Omit<Intent, 'action' | 'seq'>, gate: IntentGate): Promise<IntentVerdict>;
  /** Aborted when the step is settled by others: cancelled, cut at the end of the grace. */
  signalOf(nodeId: string): AbortSignal;
}

/** What every live run of a worker shares. */
export interface RunTools {
  readonly store: RunStore;
  readonly writer: SettlementWriter;
  readonly feed: RunFeed;
  readonly clock: Clock;
  readonly settings: RunSettings;
  /** Moves one step on as far as it goes. */
  readonly advanceStep: (run: StepRun, nodeId: string) => Promise<void>;
}
