import { afterAll, beforeAll, expect, test } from 'vitest';
import { planOf } from '../support/plan-of.js';
import { ada, runBench } from '../support/run-bench.js';
import type { RunBench } from '../support/run-bench.js';
import { brokenInvariants } from './support/invariants.js';
import { startWorker } from './support/start-worker.js';
import type { WorkerProcess } from './support/start-worker.js';
import { startWorldServer } from './support/world-server.js';
import type { WorldServer } from './support/world-server.js';

let bench: RunBench;
let world: WorldServer;
const workers: WorkerProcess[] = [];
beforeAll(async () => {
  [bench, world] = await Promise.all([runBench(), startWorldServer()]);
});
afterAll(async () => {
  for (const worker of workers) worker.signal('SIGKILL');
  await Promise.all(workers.map(({ gone }) => gone));
  await world.close();
  await bench.close();
});

async function worker(): Promise<WorkerProcess> {
  const started = await startWorker({ database: bench.url, world: world.url, leaseMs: 1_000 });
  workers.push(started);
  return started;
}

test('a worker stopped past its lease is taken over from, and writes nothing when it goes on', async () => {
  const stopped = await worker();
  const runId = await bench.start(
    planOf('slow -> b, b -> fix', { nodes: { slow: { queries: ['wait 300 slow'] }, fix: { queries: ['!set size 3'] } } }),
  );
  await expect.poll(() => world.asked, { timeout: 10_000 }).toContain('wait 300 slow');
  stopped.signal('SIGSTOP');
  await worker();
  const { approvals } = await bench.until(runId, (view) => view.approvals.length > 0);
  stopped.signal('SIGCONT');
  await bench.runs.decide(approvals[0]!.id, 'grant', ada, null);
  const view = await bench.until(runId);
  expect(view.steps.map(({ status }) => status)).toEqual(['succeeded', 'succeeded', 'succeeded']);
  expect(world.accepted).toEqual(['size=3']);
  expect(await brokenInvariants(bench.database)).toEqual([]);
});
