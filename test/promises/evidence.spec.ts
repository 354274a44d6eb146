import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { ApprovalView, Scheduler } from '../../src/dag-scheduler/index.js';
import { planOf } from '../support/plan-of.js';
import type { PlanSketch } from '../support/plan-of.js';
import { ada, runBench } from '../support/run-bench.js';
import type { RunBench } from '../support/run-bench.js';
import { worldOf } from '../support/world.js';
import type { World } from '../support/world.js';

let bench: RunBench;
let worker: Scheduler;
beforeAll(async () => {
  bench = await runBench({ outcomeGraceMs: 300 });
});
afterEach(() => worker.stop());
afterAll(() => bench.close());

const FIX: PlanSketch = { nodes: { fix: { kind: 'mitigate', queries: ['!set replicas 2'] } } };

/** A proposed change whose readings are a long time old by the time it is approved. @param pasted what a person answers first */
async function approvedLate(world: World, drawing: string, sketch: PlanSketch, pasted: string | null = null): Promise<string> {
  worker = await bench.worker(world);
  const runId = await bench.start(planOf(drawing, sketch));
  if (pasted !== null) {
    const { questions } = await bench.until(runId, (view) => view.questions.length > 0);
    await bench.runs.answer(questions[0]!.id, pasted, ada);
  }
  const { approvals } = await bench.until(runId, (view) => view.approvals.length > 0 && view.status === 'waiting');
  await worker.stop();
  const old = `update run_steps set results = (select coalesce(jsonb_agg(jsonb_set(r, '{observedAt}', '"2026-01-01T00:00:00Z"')), '[]')
    from jsonb_array_elements(results) r) where run_id = $1`;
  await bench.database.query(old, [runId]);
  worker = await bench.worker(world);
  await bench.runs.decide(approvals[0]!.id, 'grant', ada, null);
  return runId;
}

/** The approval is void and another is asked for, which says why. */
async function askedAnew(runId: string): Promise<readonly [ApprovalView, ApprovalView]> {
  const { approvals } = await bench.until(runId, (view) => view.approvals.length > 1);
  expect(approvals.map(({ status }) => status)).toEqual(['void', 'open']);
  await bench.runs.cancel(runId, ada, 'the test is over');
  await bench.until(runId);
  return [approvals[0]!, approvals[1]!];
}

test('evidence older than five minutes is read again, and a decision that no longer holds voids the approval', async () => {
  const world = worldOf({ a: ({ asked }) => (asked === 1 ? 'ok' : 'all is well') });
  const [first, second] = await askedAnew(await approvedLate(world, 'a -(ok)-> fix', FIX));
  expect(first.why).toContain('“ok” was true and is false');
  expect(second.why).toContain('“ok” was true and is false');
  expect([world.changed, world.asked]).toEqual([[], ['a', 'a']]);
});

test('evidence that still holds is read again once, and the change is made', async () => {
  const world = worldOf();
  await bench.until(await approvedLate(world, 'a -(ok)-> b, a -(ok)-> c, b -(ok)-> fix, c -> fix', FIX));
  expect([world.changed, world.asked.toSorted()]).toEqual([['!set replicas 2'], ['a', 'a', 'b', 'b', 'c']]);
});

test('a step that only decides rests on the readings before it: these are repeated', async () => {
  const world = worldOf({ a: ({ asked }) => (asked === 1 ? 'ok' : 'all is well') });
  const sketch = { nodes: { ...FIX.nodes, d: { queries: [] } } };
  const [first] = await askedAnew(await approvedLate(world, 'a -> d, d -(ok)-> fix', sketch));
  expect(first.why).toContain('“ok” was true and is false');
});

test('the values a change was made of are read again, and another value voids the approval', async () => {
  const world = worldOf({ 'NODE=which': ({ asked }) => `node-${asked}` });
  const sketch: PlanSketch = { nodes: { a: { queries: ['NODE=which'] }, fix: { queries: ['!set {NODE} drained'] } } };
  const [first] = await askedAnew(await approvedLate(world, 'a -> b, b -> fix', sketch));
  expect(first).toMatchObject({
    proposal: { rendered: '!set node-1 drained' },
    why: expect.stringContaining('NODE was node-1 and is node-2') as string,
  });
  expect(world.changed).toEqual([]);
});

test('what a person pasted a long time ago cannot be read again: whoever approves is told, and may approve all the same', async () => {
  const world = worldOf();
  const sketch: PlanSketch = { nodes: { ...FIX.nodes, a: { queries: ['by hand a'] } } };
  const runId = await approvedLate(world, 'a -(ok)-> fix', sketch, 'ok');
  const { approvals } = await bench.until(runId, (view) => view.approvals.length > 1 || view.endedAt !== null);
  const told = expect.stringContaining('“by hand a” cannot be repeated: it is of 2026-01-01T00:00:00Z, by person ada.') as string;
  expect(approvals).toMatchObject([
    { status: 'void', why: told },
    { status: 'open', why: told },
  ]);
  expect(world.changed).toEqual([]);
  await bench.runs.decide(approvals[1]!.id, 'grant', ada, null);
  await bench.until(runId);
  expect(world.changed).toEqual(['!set replicas 2']);
});

test("the alert's own state is asked again", async () => {
  let state: 'firing' | 'resolved' = 'firing';
  const incidents = { alertState: () => Promise.resolve(state) };
  const firing = { kind: 'alert', state: 'firing' } as const;
  const plan = planOf('a -(still firing)-> fix', FIX);
  const edges = plan.edges.map((edge) =>
    edge.condition === null ? edge : { ...edge, condition: { ...edge.condition, predicate: firing } },
  );
  const world = worldOf();
  await bench.database.query(
    `insert into incidents (id, title, severity, status, cluster, source, labels, annotations, body, started_at, demo)
     values ('7b1c2a52-0000-4000-8000-00000000abcd', 'slow', 'critical', 'open', 'shop', 'rest', '{}', '{}', '', now(), false)`,
  );
  worker = await bench.worker(world, { incidents });
  const runId = await bench.start({ ...plan, edges }, { incidentId: '7b1c2a52-0000-4000-8000-00000000abcd' });
  const { approvals } = await bench.until(runId, (view) => view.approvals.length > 0);
  state = 'resolved';
  await bench.runs.decide(approvals[0]!.id, 'grant', ada, null);
  const [first] = await askedAnew(runId);
  expect(first.why).toContain('“still firing” was true and is false');
});

test('what policy lets through without asking is asked for where its evidence has changed', async () => {
  const world = worldOf({ a: ({ asked }) => (asked === 1 ? 'ok' : 'all is well') });
  const policy = [{ plan: '*', cluster: '*', namespace: '*', verb: '*', ruling: 'auto' as const, approver: 'anybody' as const }];
  const runs = { ...bench.config.runs, staleAfterMinutes: 0.000_01 };
  worker = await bench.worker(world, { config: { policy, runs } });
  const runId = await bench.start(planOf('a -(ok)-> fix', FIX));
  const { approvals } = await bench.until(runId, (view) => view.approvals.length > 0);
  expect(approvals[0]).toMatchObject({ status: 'open', why: expect.stringContaining('“ok” was true and is false') as string });
  expect(world.changed).toEqual([]);
  await bench.runs.cancel(runId, ada, 'the test is over');
  await bench.until(runId);
});
