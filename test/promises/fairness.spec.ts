import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { configSchema } from '../../src/platform/config.js';
import { planOf } from '../support/plan-of.js';
import { runBench } from '../support/run-bench.js';
import type { RunBench } from '../support/run-bench.js';
import { worldOf } from '../support/world.js';
import type { Answer, World } from '../support/world.js';
import { brokenInvariants } from './support/invariants.js';

let bench: RunBench;
beforeAll(async () => {
  bench = await runBench();
});
afterAll(async () => {
  expect(await brokenInvariants(bench.database)).toEqual([]);
  await bench.close();
});

/** A source that takes a moment for everything, and counts how much it is asked at once. */
function busyWorld(names: readonly string[], tookMs: number): World & { readonly atOnce: () => number } {
  let [now, most] = [0, 0];
  const answer: Answer = async () => {
    now += 1;
    most = Math.max(most, now);
    await sleep(tookMs);
    now -= 1;
    return 'ok';
  };
  return { ...worldOf(Object.fromEntries(names.map((name) => [name, answer]))), atOnce: () => most };
}

const { sources } = configSchema.parse({ sources: { world: { kind: 'http', maxConcurrent: 4 } } });

test('a run of a thousand steps that are all ready does not keep a run of three from its turns', async () => {
  const long = Array.from({ length: 1_000 }, (_item, index) => `l${index}`);
  const world = busyWorld([...long, 'a', 'b', 'c'], 2);
  const worker = await bench.worker(world, { config: { sources } });
  const longId = await bench.start(planOf(long.join(', ')));
  await expect.poll(() => world.asked.length).toBeGreaterThan(20);
  const before = world.asked.length;
  const short = await bench.until(await bench.start(planOf('a -> b, b -> c')));
  expect([short.status, world.asked.length - before < 500]).toEqual(['succeeded', true]);
  expect((await bench.runs.summary(longId)).endedAt).toBeNull();
  await expect.poll(async () => (await bench.runs.summary(longId)).status, { timeout: 20_000, interval: 200 }).toBe('succeeded');
  expect(world.atOnce()).toBe(4);
  await worker.stop();
});

test('of runs that are due, the urgent are taken on first, and those that have waited long before them', async () => {
  const plan = planOf('a');
  const calm = await bench.start(plan, { urgency: 0 });
  const urgent = await bench.start(plan, { urgency: 2 });
  const old = await bench.start(plan, { urgency: 0 });
  await bench.database.query("update runs set wake_at = now() - interval '1 minute' where id = $1", [old]);
  await bench.store.beat('h|1|taker', 10_000);
  const taken: string[] = [];
  for (let count = 0; count < 3; count += 1) taken.push((await bench.store.claim('h|1|taker', 1, null))[0]!.runId);
  expect(taken).toEqual([old, urgent, calm]);
  await bench.store.leave('h|1|taker');
  const worker = await bench.worker(worldOf());
  for (const runId of taken) await bench.until(runId);
  await worker.stop();
});
