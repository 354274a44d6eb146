import { logger } from '../platform/logger.js';
import { sentenceOf, TransientError } from '../platform/errors.js';
import { setTimeout as sleep } from 'node:timers/promises';
import type { RunStore, Settlement } from './run-store.js';

type Verdict = 'settled' | 'lease-lost';

interface Waiting {
  readonly settlement: Settlement;
  readonly done: (verdict: Verdict) => void;
  readonly failed: (error: unknown) => void;
}

const MOST_IN_BATCH = 500;
const AWAY_MS = 250;

/**
 * One writer for all runs of this worker. While a batch is being committed the next one forms: no timer, and the busier it
 * is the larger the batches. A batch that the database refuses is halved until the run at fault stands alone.
 */
export class SettlementWriter {
  private queue: Waiting[] = [];
  private writing: Promise<void> | null = null;

  constructor(private readonly store: Pick<RunStore, 'settle'>) {}

  /** Resolves once committed. `lease-lost`: nothing was written, the run is somebody else's. */
  write(settlement: Settlement): Promise<Verdict> {
    return new Promise((done, failed) => {
      this.queue.push({ settlement, done, failed });
      this.writing ??= this.drain();
    });
  }

  /** Resolves once nothing waits to be written. */
  async idle(): Promise<void> {
    while (this.writing !== null) await this.writing;
  }

  private async drain(): Promise<void> {
    // Everything that is settled in this turn of the event loop goes into the first batch.
    await Promise.resolve();
    while (this.queue.length > 0) {
      const batch = this.queue.splice(0, MOST_IN_BATCH);
      await this.commit(batch);
    }
    this.writing = null;
  }

  private async commit(batch: readonly Waiting[]): Promise<void> {
    const merged = mergeByRun(batch.map(({ settlement }) => settlement));
    for (;;) {
      try {
        const written = await this.store.settle(merged);
        for (const { settlement, done } of batch) done(written.has(settlement.lease.runId) ? 'settled' : 'lease-lost');
        return;
      } catch (error) {
        if (!(error instanceof TransientError)) {
          await this.bisect(batch, merged.length, error);
          return;
        }
        logger.warn({ sentence: sentenceOf(error) }, 'The database is away; settlements wait.');
        await sleep(AWAY_MS);
      }
    }
  }

  private async bisect(batch: readonly Waiting[], runs: number, error: unknown): Promise<void> {
    if (runs <= 1) {
      for (const { failed } of batch) failed(error);
      return;
    }
    const ids = [...new Set(batch.map(({ settlement }) => settlement.lease.runId))];
    const first = new Set(ids.slice(0, Math.ceil(ids.length / 2)));
    await this.commit(batch.filter(({ settlement }) => first.has(settlement.lease.runId)));
    await this.commit(batch.filter(({ settlement }) => !first.has(settlement.lease.runId)));
  }
}

/** One settlement a run and batch: what is written twice keeps its last form, events keep their order. */
export function mergeByRun(settlements: readonly Settlement[]): readonly Settlement[] {
  const byRun = new Map<string, Settlement[]>();
  for (const settlement of settlements) {
    const own = byRun.get(settlement.lease.runId);
    if (own === undefined) byRun.set(settlement.lease.runId, [settlement]);
    else own.push(settlement);
  }
  return [...byRun.values()].flatMap((own) => (own.length === 1 ? own : [merge(own)]));
}

function merge(own: readonly Settlement[]): Settlement {
  const [first] = own;
  const last = own.at(-1);
  if (first === undefined || last === undefined) throw new TypeError('There is nothing to merge.');
  const changes = own.map((settlement) => settlement.changes);
  return {
    lease: first.lease,
    firstSeq: first.firstSeq,
    at: last.at,
    changes: {
      run: Object.assign({}, ...changes.map(({ run }) => run)) as Settlement['changes']['run'],
      steps: lastOf(
        changes.flatMap(({ steps }) => steps),
        (step) => `${step.scope}|${step.nodeId}`,
      ),
      edges: lastOf(
        changes.flatMap(({ edges }) => edges),
        (edge) => `${edge.scope}|${edge.from}|${edge.to}`,
      ),
      questions: lastOf(
        changes.flatMap(({ questions }) => questions),
        ({ id }) => id,
      ),
      approvals: lastOf(
        changes.flatMap(({ approvals }) => approvals),
        ({ id }) => id,
      ),
      actions: lastOf(
        changes.flatMap(({ actions }) => actions),
        (action) => `${action.scope}|${action.queryId}`,
      ),
      events: changes.flatMap(({ events }) => events),
    },
  };
}

function lastOf<T>(items: readonly T[], key: (item: T) => string): readonly T[] {
  return [...new Map(items.map((item) => [key(item), item])).values()];
}
