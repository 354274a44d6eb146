import { setTimeout as sleep } from 'node:timers/promises';
import { sentenceOf, TerminalError, TransientError } from '../platform/errors.js';
import { logger } from '../platform/logger.js';
import { GroupCommit } from './group-commit.js';
import type { Lease, RunStore, Settlement } from './run-store.js';

export type SettleVerdict = 'settled' | 'lease-lost';

const AWAY_MS = 250;

/** The one writer for all runs of a worker. */
export class SettlementWriter {
  private readonly group: GroupCommit<Settlement, SettleVerdict>;
  /** Leases of runs of which something could not be written: nothing that came after may be. */
  private readonly broken = new WeakSet<Lease>();

  constructor(private readonly store: Pick<RunStore, 'settle'>) {
    this.group = new GroupCommit((settlements) => this.settle(settlements));
  }

  /** Resolves once committed. `lease-lost`: nothing was written, the run is somebody else's. Rejects where the database refuses it. */
  async write(settlement: Settlement): Promise<SettleVerdict> {
    try {
      return await this.group.write(settlement);
    } catch (error) {
      this.broken.add(settlement.lease);
      throw error;
    }
  }

  /** How many settlements wait for the database. */
  get backlog(): number {
    return this.group.size;
  }

  idle(): Promise<void> {
    return this.group.idle();
  }

  private async settle(settlements: readonly Settlement[]): Promise<readonly SettleVerdict[]> {
    if (settlements.some(({ lease }) => this.broken.has(lease))) {
      throw new TerminalError('run-broken', 'Something of this run could not be written before.');
    }
    const current = newestLeases(settlements);
    const merged = mergeByRun(settlements.filter(({ lease }) => current.get(lease.runId) === lease.fence));
    for (;;) {
      try {
        const written = await this.store.settle(merged);
        return settlements.map(({ lease }) =>
          written.has(lease.runId) && current.get(lease.runId) === lease.fence ? 'settled' : 'lease-lost',
        );
      } catch (error) {
        if (!(error instanceof TransientError)) throw error;
        logger.warn({ sentence: sentenceOf(error) }, 'The database is away; settlements wait.');
        await sleep(AWAY_MS);
      }
    }
  }
}

/** Where this worker has leased a run anew, what it still had to write under the lease before is lost. */
function newestLeases(settlements: readonly Settlement[]): ReadonlyMap<string, number> {
  const newest = new Map<string, number>();
  for (const { lease } of settlements) newest.set(lease.runId, Math.max(lease.fence, newest.get(lease.runId) ?? 0));
  return newest;
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
