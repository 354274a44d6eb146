import Bull from 'bull';
import type { Queue } from 'bull';
import type { WakeJob } from '../../src/dag-scheduler/index.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BullDispatcher, RUN_QUEUE, RunFeed, RunsService } from '../../src/dag-scheduler/index.js';
import { SystemClock } from '../../src/platform/clock.js';
import { planOf } from '../support/plan-of.js';
import { hasRedis, startRedis } from '../support/redis.js';
import type { RedisServer } from '../support/redis.js';
import { requestOf } from '../support/request-of.js';
import { ada, runBench } from '../support/run-bench.js';
import type { RunBench } from '../support/run-bench.js';
import { brokenInvariants } from './support/invariants.js';
import { startWorker } from './support/start-worker.js';
import type { WorkerProcess } from './support/start-worker.js';
import { startWorldServer } from './support/world-server.js';
import type { WorldServer } from './support/world-server.js';

describe.skipIf(!hasRedis)('scaled out over Redis', () => {
  let bench: RunBench;
  let world: WorldServer;
  let redis: RedisServer;
  let queue: Queue<WakeJob>;
  let api: RunsService;
  const workers: WorkerProcess[] = [];

  beforeAll(async () => {
    [bench, world, redis] = await Promise.all([runBench(), startWorldServer(), startRedis()]);
    queue = new Bull(RUN_QUEUE, redis.url);
    api = new RunsService(bench.store, new BullDispatcher(queue), new RunFeed(), new SystemClock());
    const options = { database: bench.url, world: world.url, redisUrl: redis.url };
    workers.push(...(await Promise.all([startWorker(options), startWorker(options)])));
  });
  afterAll(async () => {
    for (const worker of workers) worker.signal('SIGKILL');
    await Promise.all(workers.map(({ gone }) => gone));
    await queue.close(true).catch(() => undefined);
    await Promise.all([redis.close(), world.close()]);
    await bench.close();
  });

  test('an api without a worker of its own starts runs that workers elsewhere carry out, and nothing stays behind in Redis', async () => {
    const started = await Promise.all(Array.from({ length: 20 }, () => api.start(requestOf(planOf('a -> b, a -> c, b -> d, c -> d')))));
    for (const { runId } of started) expect((await bench.until(runId)).status).toBe('succeeded');
    await expect.poll(() => queue.getJobCounts()).toEqual({ waiting: 0, active: 0, completed: 0, failed: 0, delayed: 0, paused: 0 });
  });

  test('a wake-up delivered twice does nothing twice', async () => {
    const { runId } = await api.start(requestOf(planOf('a -(?warm)-> twice')));
    const { questions } = await bench.until(runId, (view) => view.questions.length > 0);
    await api.answer(questions[0]!.id, 'yes', ada);
    const dispatcher = new BullDispatcher(queue);
    await Promise.all([1, 1, 2, 3].map((wakeSeq) => dispatcher.dispatch({ runId, wakeSeq })));
    await bench.until(runId);
    expect(world.asked.filter((text) => text === 'twice')).toHaveLength(1);
  });

  test('losing all of Redis loses nothing: runs go on while it is away, and after it came back empty', async () => {
    const { runId: before } = await api.start(requestOf(planOf('a -(?warm)-> b')));
    const { questions } = await bench.until(before, (view) => view.questions.length > 0);
    await redis.kill();
    await api.answer(questions[0]!.id, 'yes', ada);
    const { runId: during } = await api.start(requestOf(planOf('a -> b')));
    expect((await bench.until(before)).status).toBe('succeeded');
    expect((await bench.until(during)).status).toBe('succeeded');
    await redis.start();
    const { runId: after } = await api.start(requestOf(planOf('a -> b')));
    expect((await bench.until(after)).status).toBe('succeeded');
    expect(await brokenInvariants(bench.database)).toEqual([]);
  });
});
