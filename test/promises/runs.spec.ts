import { afterAll, beforeAll, expect, test } from 'vitest';
import { planOf } from '../support/plan-of.js';
import { ada, runBench } from '../support/run-bench.js';
import type { RunBench } from '../support/run-bench.js';
import { worldOf } from '../support/world.js';

let bench: RunBench;
beforeAll(async () => {
  bench = await runBench({ outcomeGraceMs: 300 });
});
afterAll(() => bench.close());

test('independent steps run at once, and what joins them runs after all of them', async () => {
  const world = worldOf();
  const worker = await bench.worker(world);
  const runId = await bench.start(planOf('a -> b, a -> c, b -> d, c -> d'));
  const view = await bench.until(runId);
  expect([view.status, view.outcome?.kind]).toEqual(['succeeded', 'healthy']);
  expect(view.steps.map(({ status }) => status)).toEqual(['succeeded', 'succeeded', 'succeeded', 'succeeded']);
  expect(world.asked.slice(0, 1)).toEqual(['a']);
  expect(world.asked.toSorted()).toEqual(['a', 'b', 'c', 'd']);
  const events = await bench.runs.events(runId, 0);
  expect(events.map(({ seq }) => seq)).toEqual(events.map((_event, index) => index + 1));
  await worker.stop();
});

test('a condition a rule decides leads to its cause, and the other branch is skipped', async () => {
  const worker = await bench.worker(worldOf({ a: 'Failed: no memory' }));
  const plan = planOf('a -(Failed)-> b, a -(otherwise)-> c, b -> end, c -> end', {
    nodes: { b: { cause: 'memory of `{who}`', entity: 'deployment/{who}' } },
    outcomes: ['b'],
  });
  const runId = await bench.start(plan, { parameters: { who: { value: 'orders', source: 'alert label service' } } });
  const view = await bench.until(runId);
  expect(view.outcome).toMatchObject({
    kind: 'cause-found',
    rootCause: { entity: 'deployment/orders', cause: 'memory of `orders`', stepId: 'b' },
  });
  expect(view.steps.map(({ status }) => status)).toEqual(['succeeded', 'succeeded', 'skipped']);
  expect(view.decisions.map(({ condition, answer }) => [condition, answer])).toEqual([
    ['Failed', true],
    ['Otherwise', false],
  ]);
  expect(await bench.runs.replay(runId)).toEqual({ edges: view.edges.length, differences: [] });
  await worker.stop();
});

test('of a large result only the first rows are shown at once, and the others are there by page', async () => {
  const lines = Array.from({ length: 5_000 }, (_item, index) => `line ${index}`).join('\n');
  const worker = await bench.worker(worldOf({ a: lines }));
  const runId = await bench.start(planOf('a -(line 4999)-> b, a -(otherwise)-> c'));
  const whole = await bench.until(runId);
  expect(whole.steps[0]?.results[0]?.rows).toHaveLength(5_000);
  const shown = await bench.runs.view(runId, 10);
  expect(shown.steps[0]?.results[0]).toMatchObject({ rowCount: 5_000, rows: Array.from({ length: 10 }, (_item, n) => [`line ${n}`]) });
  expect(JSON.stringify(shown).length).toBeLessThan(20_000);
  expect({ ...shown, steps: [] }).toEqual({ ...whole, steps: [] });
  expect(await bench.runs.rows(runId, 'a.q1', { offset: 4_998, limit: 50 })).toEqual({
    columns: ['line'],
    rows: [['line 4998'], ['line 4999']],
    offset: 4_998,
    rowCount: 5_000,
  });
  expect((await bench.runs.rows(runId, 'a.q1', { offset: 9_000, limit: 50 })).rows).toEqual([]);
  await expect(bench.runs.rows(runId, 'z.q1', { offset: 0, limit: 50 })).rejects.toMatchObject({ code: 'result-unknown' });
  await worker.stop();
});

test('a condition nobody can decide is asked, and the answer goes on', async () => {
  const world = worldOf();
  const worker = await bench.worker(world);
  const runId = await bench.start(planOf('a -(?Is it warm)-> b, a -(otherwise)-> c'));
  const asking = await bench.until(runId, ({ questions }) => questions.length > 0);
  expect(asking.questions[0]).toMatchObject({ kind: 'condition', options: ['yes', 'no'], status: 'open' });
  expect(world.asked).toEqual(['a']);
  await expect(bench.runs.answer(asking.questions[0]!.id, 'maybe', ada)).rejects.toMatchObject({ code: 'answer-not-offered' });
  await bench.runs.answer(asking.questions[0]!.id, 'no', ada);
  const view = await bench.until(runId);
  expect(view.steps.map(({ status }) => status)).toEqual(['succeeded', 'skipped', 'succeeded']);
  expect(view.decisions[0]).toMatchObject({ answer: false, by: { kind: 'person', id: 'ada' } });
  expect(world.asked).toEqual(['a', 'c']);
  await worker.stop();
});

test('an approved change is carried out once and verified', async () => {
  const world = worldOf({ check: ({ asked }) => (asked > 0 && world.objects.get('replicas')?.value === '2' ? 'fine' : 'bad') });
  const worker = await bench.worker(world);
  const plan = planOf('a -(ok)-> fix, fix -> check, check -(fine)-> end, check -(otherwise)-> other', {
    nodes: { fix: { kind: 'mitigate', queries: ['!set replicas 2'], cause: 'too few' }, check: { kind: 'verify' } },
    outcomes: ['check'],
  });
  const runId = await bench.start(plan);
  const asking = await bench.until(runId, ({ approvals }) => approvals.length > 0);
  expect(world.changed).toEqual([]);
  await bench.runs.decide(asking.approvals[0]!.id, 'grant', ada, null);
  const view = await bench.until(runId);
  expect(world.changed).toEqual(['!set replicas 2']);
  expect(view.actions).toMatchObject([{ status: 'applied', approvedBy: 'ada' }]);
  expect(view.outcome).toMatchObject({ kind: 'resolved', rootCause: { cause: 'too few' } });
  await expect(bench.runs.decide(asking.approvals[0]!.id, 'grant', ada, null)).rejects.toMatchObject({ code: 'approval-closed' });
  const entries = await bench.database.query<{ act: string }[]>('select act from audit_entries where chain = $1 order by position', [
    `run:${runId}`,
  ]);
  expect(entries.map(({ act }) => act)).toEqual(['approval.granted', 'mutation.intended', 'mutation.applied']);
  expect(
    await bench.database.query(
      "select payload ->> 'run' as run from audit_entries where act = 'run.sealed' order by position desc limit 1",
    ),
  ).toEqual([{ run: runId }]);
  await worker.stop();
});

test.each([
  ['suggest', 'proposed'],
  ['shadow', 'proposed'],
] as const)('in %s mode a change is %s and not carried out', async (mode, status) => {
  const world = worldOf();
  const worker = await bench.worker(world);
  const runId = await bench.start(
    planOf('a -(ok)-> fix, fix -> check', { nodes: { fix: { queries: ['!set replicas 2'], cause: 'too few' } } }),
    { mode },
  );
  const view = await bench.until(runId);
  expect(view.actions).toMatchObject([{ status }]);
  expect([world.changed, view.outcome?.kind]).toEqual([[], 'cause-found']);
  expect(view.steps.map((step) => step.status)).toEqual(['succeeded', 'cancelled', 'skipped']);
  await worker.stop();
});
