import { afterAll, beforeAll, expect, test } from 'vitest';
import { planOf } from '../support/plan-of.js';
import { ada, runBench } from '../support/run-bench.js';
import type { RunBench } from '../support/run-bench.js';
import { worldOf } from '../support/world.js';
import { brokenInvariants } from './support/invariants.js';
import { SettlementWriter } from '../../src/dag-scheduler/settlement-writer.js';
import type { Lease, Settlement } from '../../src/dag-scheduler/index.js';

let bench: RunBench;
beforeAll(async () => {
  bench = await runBench({ leaseMs: 1_000 });
});
afterAll(async () => {
  expect(await brokenInvariants(bench.database)).toEqual([]);
  await bench.close();
});

function settlementOf(lease: Lease, firstSeq: number, because: string): Settlement {
  const step = {
    scope: '', nodeId: 'a', status: 'succeeded' as const, attempt: 1, startedAt: null, endedAt: null, results: [], findings: [], because,
    errorCode: null, deadSource: null, dueAt: null, spans: [],
  }; // prettier-ignore
  const event = { type: 'step-settled' as const, stepId: 'a', status: 'succeeded' as const, findings: [], because };
  const changes = { run: {}, steps: [step], edges: [], questions: [], approvals: [], actions: [], events: [event] };
  return { lease, firstSeq, at: new Date().toISOString(), changes };
}

async function lease(runId: string, worker: string): Promise<Lease> {
  const [claimed] = await bench.store.claim(worker, 1, [runId]);
  if (claimed === undefined) throw new Error('The run could not be claimed.');
  return claimed;
}

test('a holder that was thought dead and comes back writes nothing', async () => {
  const runId = await bench.start(planOf('a'));
  await bench.store.beat('h|1|zombie', 10_000);
  const old = await lease(runId, 'h|1|zombie');
  expect(await bench.store.claim('h|2|heir', 1, [runId])).toEqual([]);
  await bench.database.query("update run_workers set alive_until = now() - interval '1 second' where id = 'h|1|zombie'");
  const heir = await lease(runId, 'h|2|heir');
  expect(heir.fence).toBeGreaterThan(old.fence);
  expect([...(await bench.store.settle([settlementOf(old, 2, 'by the zombie')]))]).toEqual([]);
  expect([...(await bench.store.settle([settlementOf(heir, 2, 'by the heir')]))]).toEqual([runId]);
  expect(await bench.store.release(old, 0, null)).toBe('lease-lost');
  expect((await bench.runs.view(runId)).steps[0]?.because).toBe('by the heir');
  expect((await bench.runs.events(runId, 0)).map(({ seq }) => seq)).toEqual([1, 2]);
});

test('an outcome is recorded once: writing another changes nothing', async () => {
  const runId = await bench.start(planOf('a'));
  const held = await lease(runId, 'h|3|w');
  await bench.store.settle([settlementOf(held, 2, 'first')]);
  await bench.store.settle([settlementOf(held, 3, 'second')]);
  expect((await bench.runs.view(runId)).steps[0]?.because).toBe('first');
  await bench.database.query('delete from run_events where run_id = $1 and seq = 3', [runId]);
});

test('a run of somebody else in the same batch does not keep the others from being written', async () => {
  const [mine, theirs] = [await bench.start(planOf('a')), await bench.start(planOf('a'))];
  const held = await lease(mine, 'h|4|w');
  const stale = { ...(await lease(theirs, 'h|4|w')), fence: 99 };
  const written = await bench.store.settle([settlementOf(held, 2, ''), settlementOf(stale, 2, '')]);
  expect([...written]).toEqual([mine]);
});

test('an answer that comes between the last look and the release is not lost', async () => {
  const world = worldOf();
  const runId = await bench.start(planOf('a -(?warm)-> b'));
  const first = await bench.worker(world);
  const { questions } = await bench.until(runId, (view) => view.questions.length > 0);
  await first.stop();
  await bench.database.query('update runs set wake_at = now() where id = $1', [runId]);
  const held = await lease(runId, 'h|5|w');
  const { wakeSeq } = await bench.store.inbox(runId);
  await bench.runs.answer(questions[0]!.id, 'yes', ada);
  expect(await bench.store.release(held, wakeSeq, null)).toBe('woken');
  const after = await bench.store.inbox(runId);
  expect(after.answers).toMatchObject([{ answer: 'yes', answeredBy: 'ada' }]);
  expect(await bench.store.release(held, after.wakeSeq, new Date())).toBe('released');
  const second = await bench.worker(world);
  expect((await bench.until(runId)).steps.map(({ status }) => status)).toEqual(['succeeded', 'succeeded']);
  await second.stop();
});

test('an answer given while no worker is up is taken by the next one', async () => {
  const world = worldOf();
  const first = await bench.worker(world);
  const runId = await bench.start(planOf('a -(?warm)-> b'));
  const { questions } = await bench.until(runId, (view) => view.questions.length > 0);
  await first.stop();
  await bench.runs.answer(questions[0]!.id, 'yes', ada);
  await expect(bench.runs.answer(questions[0]!.id, 'no', ada)).rejects.toMatchObject({ code: 'question-closed' });
  const second = await bench.worker(world);
  expect((await bench.until(runId)).decisions).toMatchObject([{ answer: true, by: { kind: 'person', id: 'ada' } }]);
  expect(world.asked.filter((text) => text === 'a')).toHaveLength(1);
  await second.stop();
});

test('a run that waits holds no lease, and its timer wakes it', async () => {
  const worker = await bench.worker(worldOf());
  const runId = await bench.start(planOf('a -> b', { nodes: { b: { waitMs: 3_000 } } }));
  await bench.until(runId, ({ steps }) => steps[0]?.status === 'succeeded');
  await expect
    .poll(() => bench.database.query('select lease_owner, wake_at > now() as later from runs where id = $1', [runId]))
    .toEqual([{ lease_owner: null, later: true }]);
  expect((await bench.until(runId)).status).toBe('succeeded');
  await worker.stop();
});

test('what PostgreSQL cannot keep is escaped, not lost', async () => {
  const worker = await bench.worker(worldOf({ a: 'before\u0000after \ud800 end' }));
  const view = await bench.until(await bench.start(planOf('a')));
  expect(view.steps[0]?.results[0]?.text).toBe('before\\u0000after \\ud800 end');
  await worker.stop();
});

test('a step that brings down every worker that tries it is found out and failed; the rest of the run goes on', async () => {
  const runId = await bench.start(planOf('a -> c, b -> c'));
  for (let taken = 0; taken < 3; taken += 1) {
    const held = await lease(runId, `h|6|w${taken}`);
    if (held.takeovers >= 2) await bench.store.suspect(held, 'a');
  }
  const worker = await bench.worker(worldOf());
  const view = await bench.until(runId);
  expect(view.steps.map(({ id, status }) => `${id} ${status}`)).toEqual(['a failed', 'c succeeded', 'b succeeded']);
  expect(view.steps[0]?.because).toContain('Every worker that tried it died');
  await worker.stop();
});

test('a worker that leases a run anew writes nothing more under its lease before', async () => {
  const runId = await bench.start(planOf('a'));
  const before = await lease(runId, 'h|7|w');
  const now = await lease(runId, 'h|7|again');
  const writer = new SettlementWriter(bench.store);
  const verdicts = await Promise.all([writer.write(settlementOf(now, 2, 'now')), writer.write(settlementOf(before, 2, 'before'))]);
  expect(verdicts).toEqual(['settled', 'lease-lost']);
  expect((await bench.runs.events(runId, 0)).map(({ seq }) => seq)).toEqual([1, 2]);
});

test('however many race for a run whose holder is dead, one gets it', async () => {
  const runIds = await Promise.all(Array.from({ length: 30 }, () => bench.start(planOf('a'))));
  await bench.store.beat('h|8|dead', 60_000);
  await bench.store.claim('h|8|dead', 100, runIds);
  await bench.database.query("delete from run_workers where id = 'h|8|dead'");
  const racers = Array.from({ length: 6 }, (_item, index) => `h|9|racer${index}`);
  await Promise.all(racers.map((racer) => bench.store.beat(racer, 60_000)));
  const taken = (await Promise.all(racers.map((racer) => bench.store.claim(racer, 100, runIds)))).flat();
  expect(taken.map(({ runId }) => runId).toSorted()).toEqual(runIds.toSorted());
  expect(new Set(taken.map(({ fence }) => fence))).toEqual(new Set([2]));
});
