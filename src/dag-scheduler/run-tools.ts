import type { Clock } from '../platform/clock.js';
import type { RunSettings } from './core/draft.js';
import type { LiveRun } from './live-run.js';
import type { RunFeed } from './run-feed.js';
import type { RunStore } from './run-store.js';
import type { SettlementWriter } from './settlement-writer.js';

/** What every live run of a worker shares. */
export interface RunTools {
  readonly store: RunStore;
  readonly writer: SettlementWriter;
  readonly feed: RunFeed;
  readonly clock: Clock;
  readonly settings: RunSettings;
  /** Moves one step on as far as it goes. */
  readonly advanceStep: (run: LiveRun, nodeId: string) => Promise<void>;
}
