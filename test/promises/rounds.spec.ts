import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { Scheduler } from '../../src/dag-scheduler/index.js';
import { conditionOf, planOf } from '../support/plan-of.js';
import { ada, runBench } from '../support/run-bench.js';
import type { RunBench } from '../support/run-bench.js';
import { worldOf } from '../support/world.js';
import { brokenInvariants } from './support/invariants.js';

let bench: RunBench;
let worker: Scheduler;
beforeAll(async () => {
  bench = await runBench({ outcomeGraceMs: 200 });
});
afterEach(() => worker.stop());
afterAll(async () => {
  expect(await brokenInvariants(bench.database)).toEqual([]);
  await bench.close();
});

test('a change in a loop is approved anew in every round', async () => {
  const world = worldOf({ look: ({ asked }) => (asked === 1 ? 'again' : 'fine') });
  worker = await bench.worker(world);
  const loops = [{ from: 'look', to: 'fix', condition: conditionOf('again') }];
  const runId = await bench.start(planOf('fix -> look, look -> after', { loops, nodes: { fix: { queries: ['!set replicas 2'] } } }));
  const first = await bench.until(runId, ({ approvals }) => approvals.length === 1);
  await bench.runs.decide(first.approvals[0]!.id, 'grant', ada, null);
  const second = await bench.until(runId, ({ approvals }) => approvals.length === 2);
  expect(second.approvals.map(({ status }) => status)).toEqual(['granted', 'open']);
  await bench.runs.decide(second.approvals[1]!.id, 'deny', ada, 'once is enough');
  const view = await bench.until(runId);
  expect([world.changed, view.steps[0]?.status]).toEqual([['!set replicas 2'], 'cancelled']);
});

test('what verifies a change that was sent is carried out, whatever outcome another branch comes to', async () => {
  let end: (text: string) => void = () => undefined;
  const world = worldOf({ other: () => new Promise<string>((done) => (end = done)) });
  worker = await bench.worker(world);
  const runId = await bench.start(
    planOf('fix -> check, other -(bad)-> end, late -> last', {
      outcomes: ['other'],
      nodes: { fix: { queries: ['!set replicas 2'] }, check: { kind: 'verify', waitMs: 900 }, late: { waitMs: 60_000 } },
    }),
  );
  const { approvals } = await bench.until(runId, (view) => view.approvals.length === 1);
  await bench.runs.decide(approvals[0]!.id, 'grant', ada, null);
  await bench.until(runId, ({ actions }) => actions[0]?.status === 'applied');
  end('bad');
  const view = await bench.until(runId);
  expect(view.steps.map(({ id, status }) => `${id} ${status}`)).toEqual([
    'fix succeeded',
    'check succeeded',
    'other succeeded',
    'late cancelled',
    'last skipped',
  ]);
});
