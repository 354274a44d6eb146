import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { RunView, Scheduler } from '../../src/dag-scheduler/index.js';
import { expandSubGuides } from '../../src/tsg-parser/index.js';
import type { LinkedGuide, PlanDag } from '../../src/tsg-parser/index.js';
import { planOf } from '../support/plan-of.js';
import { ada, runBench } from '../support/run-bench.js';
import type { RunBench } from '../support/run-bench.js';
import { worldOf } from '../support/world.js';
import { brokenInvariants } from './support/invariants.js';

let bench: RunBench;
let worker: Scheduler;
beforeAll(async () => {
  bench = await runBench({ outcomeGraceMs: 300 });
});
afterEach(() => worker.stop());
afterAll(async () => {
  expect(await brokenInvariants(bench.database)).toEqual([]);
  await bench.close();
});

const linked = planOf('x -(ok)-> fix', { nodes: { fix: { kind: 'mitigate', queries: ['!set replicas 2'] } } });

function planWith(mode: LinkedGuide['mode']): Promise<PlanDag> {
  const guide = { name: 'pods.md', guideId: 'pods', title: 'Pods', mode, plan: linked };
  return expandSubGuides(planOf('s -> after', { nodes: { s: { subGuide: 'pods.md' } } }), 'slow.md', () => Promise.resolve(guide));
}

function statuses({ steps }: RunView): readonly string[] {
  return steps.map(({ id, status }) => `${id} ${status}`);
}

test('a linked guide that may only suggest changes nothing, though the guide that links to it may act', async () => {
  const world = worldOf();
  worker = await bench.worker(world);
  const view = await bench.until(await bench.start(await planWith('suggest')));
  expect([view.actions[0]?.status, view.actions[0]?.detail]).toEqual(['proposed', 'Proposed, not carried out: Pods is in suggest mode.']);
  expect(statuses(view)).toEqual(['s succeeded', 's/x succeeded', 's/fix cancelled', 's/end succeeded', 'after succeeded']);
  expect(world.changed).toEqual([]);
});

test('policy for the plan of the linked guide speaks of its changes', async () => {
  const world = worldOf();
  const rule = { cluster: '*', namespace: '*', verb: 'set', approver: 'anybody' } as const;
  worker = await bench.worker(world, { config: { policy: [{ ...rule, plan: linked.id, ruling: 'auto' }] } });
  const view = await bench.until(await bench.start(await planWith('act')));
  expect([view.approvals, world.changed]).toEqual([[], ['!set replicas 2']]);
});

test('a linked guide that loses its permission after the approval changes nothing any more', async () => {
  const world = worldOf();
  worker = await bench.worker(world);
  await bench.database.query("insert into guides (id, name, version, mode) values ('pods', 'pods.md', 1, 'suggest')");
  await bench.database.query(
    `insert into guide_versions (guide_id, version, markdown, guide, plan, plan_id, problems, uploaded_by)
     values ('pods', 1, '', '{}', '{}', $1, '[]', 'ada')`,
    [linked.id],
  );
  const runId = await bench.start(await planWith('act'));
  const { approvals } = await bench.until(runId, (view) => view.approvals.length > 0);
  await bench.runs.decide(approvals[0]!.id, 'grant', ada, null);
  const view = await bench.until(runId);
  expect([view.actions[0]?.detail, world.changed]).toEqual(['Not sent: Pods has been put into suggest mode.', []]);
});
