import { setTimeout as sleep } from 'node:timers/promises';
import type { DataSource } from 'typeorm';
import { MIGRATIONS } from '../../migrations/index.js';
import { createWorker, InProcessDispatcher, RunFeed, RunsService } from '../../src/dag-scheduler/index.js';
import type { RunRequest, Scheduler } from '../../src/dag-scheduler/index.js';
import { SqlRunStore } from '../../src/memory/runs/index.js';
import { SystemClock } from '../../src/platform/clock.js';
import { configSchema } from '../../src/platform/config.js';
import { connect, migrate } from '../../src/platform/database/data-source.js';
import { PluginRegistry } from '../../src/qpp-plugins/index.js';
import type { PreparedQuery, QueryResult } from '../../src/qpp-plugins/index.js';
import type { PlanDag } from '../../src/tsg-parser/index.js';

/** The scheduler with a source that answers at once (or after `sleep <ms>`), so that what is measured is the engine. */
export interface Rig {
  readonly database: DataSource;
  readonly worker: Scheduler;
  start(plan: PlanDag): Promise<string>;
  ended(runIds: readonly string[]): Promise<void>;
  close(): Promise<void>;
}

export async function openRig(url: string): Promise<Rig> {
  const database = await connect({ url, migrations: MIGRATIONS });
  await migrate(database);
  const config = configSchema.parse({});
  const clock = new SystemClock();
  const store = new SqlRunStore(database, clock);
  const dispatcher = new InProcessDispatcher();
  const feed = new RunFeed();
  const runs = new RunsService(store, dispatcher, feed, clock);
  const incidents = { isOpen: () => Promise.resolve(true), alertState: () => Promise.resolve('unknown' as const) };
  const worker = createWorker({
    config,
    store,
    dispatcher,
    feed,
    clock,
    plugins: source(),
    incidents,
    freeze: { notice: () => Promise.resolve(null) },
    model: null,
  });
  const ended = new Ends(feed);
  await worker.start();
  return {
    database,
    worker,
    start: async (plan) => (await runs.start(requestOf(plan))).runId,
    ended: async (runIds) => {
      await Promise.all(runIds.map((runId) => ended.until(runId)));
    },
    close: async () => {
      await worker.stop();
      await database.destroy();
    },
  };
}

/** Remembers which runs have ended, so that one that ends before it is asked about is not waited for. */
class Ends {
  private readonly over = new Set<string>();
  private readonly waiting = new Map<string, () => void>();

  constructor(feed: RunFeed) {
    feed.onEnd((runId) => {
      this.over.add(runId);
      this.waiting.get(runId)?.();
    });
  }

  until(runId: string): Promise<void> {
    return this.over.has(runId) ? Promise.resolve() : new Promise((done) => this.waiting.set(runId, done));
  }
}

function source(): PluginRegistry {
  const run = async (query: PreparedQuery): Promise<QueryResult> => {
    const ms = /^sleep (\d+)/u.exec(query.rendered)?.[1];
    if (ms !== undefined) await sleep(Number(ms));
    return {
      queryId: query.queryId, plugin: 'bench', source: 'bench', rendered: query.rendered, columns: ['name', 'value'], rows: [['one', 1], ['two', 2]], text: null,
      fill: 'rows', observedAt: new Date().toISOString(), truncated: false, tookMs: 0, summary: '2 rows: one 1, two 2', bound: {},
    }; // prettier-ignore
  };
  return new PluginRegistry([
    {
      name: 'bench',
      languages: ['kubectl'],
      prepare: ({ id, language, text }) => ({
        kind: 'prepared',
        query: {
          queryId: id,
          language,
          plugin: 'bench',
          source: 'bench',
          rendered: text,
          request: null,
          mutating: false,
          replayable: false,
          binds: [],
        },
      }),
      run,
    },
  ]);
}

function requestOf(plan: PlanDag): RunRequest {
  const about = {
    incidentId: null,
    service: null,
    cluster: 'bench',
    at: new Date(),
    retryOf: null,
    startedBy: null,
    guideVersion: null,
    urgency: 1 as const,
  };
  return { plan, guideId: 'bench', guideTitle: 'Bench', mode: 'suggest', parameters: {}, dryRun: false, demo: false, ...about };
}
