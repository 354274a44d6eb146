import { DataSource } from 'typeorm';
import { MIGRATIONS } from '../../migrations/index.js';
import { createWorker, InProcessDispatcher, RunFeed, RunsService } from '../../src/dag-scheduler/index.js';
import type { RunRequest, RunView, Scheduler, WorkerParts } from '../../src/dag-scheduler/index.js';
import type { Person } from '../../src/gates/index.js';
import { SqlRunStore } from '../../src/memory/runs/index.js';
import { SystemClock } from '../../src/platform/clock.js';
import { configSchema } from '../../src/platform/config.js';
import type { Config } from '../../src/platform/config.js';
import { connect, migrate } from '../../src/platform/database/data-source.js';
import type { PlanDag } from '../../src/tsg-parser/index.js';
import { testDatabase } from './database.js';
import { requestOf } from './request-of.js';
import type { World } from './world.js';

export const ada: Person = { id: 'ada', name: 'Ada', role: 'admin', via: 'cli' };

export interface WorkerDifferences extends Partial<Pick<WorkerParts, 'freeze' | 'incidents' | 'model'>> {
  readonly config?: Partial<WorkerParts['config']>;
}

/** A scheduler on a real PostgreSQL, in a world of the test's making. */
export interface RunBench {
  readonly database: DataSource;
  readonly url: string;
  readonly runs: RunsService;
  readonly store: SqlRunStore;
  readonly config: Config;
  /** @param parts what this worker has otherwise: another policy, other keys, a kill switch of its own */
  readonly worker: (world: World, parts?: WorkerDifferences) => Promise<Scheduler>;
  readonly start: (plan: PlanDag, request?: Partial<RunRequest>) => Promise<string>;
  /** The run as soon as it satisfies `when`; by default once it has ended. */
  readonly until: (runId: string, when?: (view: RunView) => boolean) => Promise<RunView>;
  readonly close: () => Promise<void>;
}

/** @param runs settings that differ from the defaults */
export async function runBench(runs: Partial<Config['runs']> = {}): Promise<RunBench> {
  const fresh = await testDatabase();
  const bench = await runBenchOn(fresh.url, runs);
  const close = async (): Promise<void> => {
    await bench.close();
    await fresh.drop();
  };
  return { ...bench, close };
}

/** The same on a database of the test's own. */
export async function runBenchOn(url: string, runs: Partial<Config['runs']> = {}): Promise<RunBench> {
  const database = await connect({ url, migrations: MIGRATIONS });
  await migrate(database);
  const config = configSchema.parse({ runs });
  const clock = new SystemClock();
  const store = new SqlRunStore(database, clock);
  const dispatcher = new InProcessDispatcher();
  const feed = new RunFeed();
  const service = new RunsService(store, dispatcher, feed, clock);
  const workers: Scheduler[] = [];
  return {
    database,
    url,
    runs: service,
    store,
    config,
    async worker({ plugins }, { config: differences, ...parts } = {}) {
      const worker = createWorker({
        config: { ...config, ...differences },
        store,
        dispatcher,
        feed,
        clock,
        plugins,
        incidents: { alertState: () => Promise.resolve('unknown' as const) },
        freeze: { notice: () => Promise.resolve(null) },
        model: null,
        ...parts,
      });
      workers.push(worker);
      await worker.start();
      return worker;
    },
    async start(plan, request = {}) {
      return (await service.start({ ...requestOf(plan), ...request })).runId;
    },
    async until(runId, when = (view) => view.endedAt !== null) {
      const signal = AbortSignal.timeout(20_000);
      for (;;) {
        const view = await service.view(runId);
        if (when(view)) return view;
        if (signal.aborted)
          throw new Error(
            `The run stands at ${JSON.stringify(view.steps.slice(0, 20).map(({ id, status, because }) => [id, status, because]))}`,
          );
        await new Promise((go) => setTimeout(go, 10));
      }
    },
    async close() {
      await Promise.all(workers.map((worker) => worker.stop()));
      await database.destroy();
    },
  };
}
