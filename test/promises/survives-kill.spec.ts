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
  bench = await runBench();
  world = await startWorldServer();
});
afterAll(async () => {
  for (const worker of workers) worker.signal('SIGKILL');
  await Promise.all(workers.map(({ gone }) => gone));
  await world.close();
  await bench.close();
});

async function worker(dieAt?: string): Promise<WorkerProcess> {
  const started = await startWorker({ database: bench.url, world: world.url, ...(dieAt !== undefined && { dieAt }) });
  workers.push(started);
  return started;
}

const PLAN = planOf('a -> b, a -> c, b -> fix, c -> fix, fix -> check', {
  nodes: { a: { queries: ['wait 20 a'] }, fix: { kind: 'mitigate', queries: ['!set replicas 2'] }, check: { kind: 'verify' } },
});

test('a run survives kill -9 at every point of it, one after the other, and nothing is changed twice', { timeout: 90_000 }, async () => {
  const runId = await bench.start(PLAN);
  for (const point of ['after-claim', 'after-commit:2', 'after-execute']) {
    const { gone } = await worker(point);
    await gone;
  }
  const mortal = await worker('after-intent');
  const asking = await bench.until(runId, ({ approvals }) => approvals.length > 0);
  await bench.runs.decide(asking.approvals[0]!.id, 'grant', ada, null);
  await mortal.gone;
  await (
    await worker('after-apply')
  ).gone;
  const last = await worker();
  const view = await bench.until(runId);
  expect(view.steps.map(({ id, status }) => [id, status])).toEqual(['a', 'b', 'c', 'fix', 'check'].map((id) => [id, 'succeeded']));
  expect(view.actions).toMatchObject([{ status: 'applied' }]);
  expect(world.accepted).toEqual(['replicas=2']);
  expect(await brokenInvariants(bench.database)).toEqual([]);
  last.signal('SIGTERM');
  await last.gone;
});
