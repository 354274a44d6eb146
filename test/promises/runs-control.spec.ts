import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { TerminalError, TransientError } from '../../src/platform/errors.js';
import { planOf } from '../support/plan-of.js';
import { ada, runBench } from '../support/run-bench.js';
import type { RunBench } from '../support/run-bench.js';
import { worldOf } from '../support/world.js';
import { brokenInvariants } from './support/invariants.js';

let bench: RunBench;
beforeAll(async () => {
  bench = await runBench({ stepRetries: 1 });
});
afterAll(async () => {
  expect(await brokenInvariants(bench.database)).toEqual([]);
  await bench.close();
});

test('a paused run begins nothing until it is resumed', async () => {
  let release: (text: string) => void = () => undefined;
  const world = worldOf({ a: () => new Promise<string>((done) => (release = done)) });
  const worker = await bench.worker(world);
  const runId = await bench.start(planOf('a -> b'));
  await expect.poll(() => world.asked).toEqual(['a']);
  await bench.runs.pause(runId, ada);
  await bench.until(runId, ({ status }) => status === 'paused');
  release('ok');
  await bench.until(runId, ({ steps }) => steps[0]?.status === 'succeeded');
  expect(world.asked).toEqual(['a']);
  await bench.runs.resume(runId, ada);
  expect((await bench.until(runId)).steps.map(({ status }) => status)).toEqual(['succeeded', 'succeeded']);
  await worker.stop();
});

test('cancelling cuts what is being read', async () => {
  let wasCut = false;
  const hang = (_query: unknown, signal: AbortSignal): Promise<string> =>
    new Promise((_done, cut) => {
      signal.addEventListener('abort', () => {
        wasCut = true;
        cut(new TransientError('cut', 'It was cut.'));
      });
    });
  const world = worldOf({ a: hang });
  const worker = await bench.worker(world);
  const runId = await bench.start(planOf('a -> b'));
  await expect.poll(() => world.asked).toEqual(['a']);
  await bench.runs.cancel(runId, ada, 'not needed');
  const view = await bench.until(runId);
  expect([view.steps.map(({ status }) => status), wasCut]).toEqual([['cancelled', 'skipped'], true]);
  await worker.stop();
});

test('what may pass is tried again; what will not is failed with its sentence', async () => {
  const world = worldOf({
    a: ({ asked }) => {
      if (asked === 1) throw new TransientError('unreachable', 'No answer.');
      return 'ok';
    },
    b: () => {
      throw new TerminalError('forbidden', 'The reader may not list secrets.');
    },
  });
  const worker = await bench.worker(world);
  const view = await bench.until(await bench.start(planOf('a -> c, b -> c')));
  expect(view.steps.map(({ id, status, because }) => [id, status, because])).toEqual([['a', 'succeeded', null], ['c', 'succeeded', null], ['b', 'failed', 'The reader may not list secrets.']]); // prettier-ignore
  expect(world.asked.filter((text) => text === 'a')).toHaveLength(2);
  await worker.stop();
});

test('a step that hangs is timed out', async () => {
  const worker = await bench.worker(worldOf({ a: () => new Promise<string>(() => undefined) }));
  const runId = await bench.start(planOf('a', { nodes: { a: { options: { timeoutMs: 50, retries: 0 } } } }));
  expect((await bench.until(runId)).steps[0]).toMatchObject({ status: 'failed', because: 'a gave no answer within 0.05 s.' });
  await worker.stop();
});

test('a value that a step reads is there for the steps after it, with its source', async () => {
  const world = worldOf({ 'POD=get pod': 'orders-7' });
  const worker = await bench.worker(world);
  const runId = await bench.start(planOf('a -> b', { nodes: { a: { queries: ['POD=get pod'] }, b: { queries: ['logs of {POD}'] } } }));
  await bench.until(runId);
  expect(world.asked).toEqual(['POD=get pod', 'logs of orders-7']);
  await worker.stop();
});

test('a value nobody produced is asked for once, and every step that misses it goes on', async () => {
  const world = worldOf();
  const worker = await bench.worker(world);
  const runId = await bench.start(
    planOf('a, b', { nodes: { a: { queries: ['pods in {namespace}'] }, b: { queries: ['events in {namespace}'] } } }),
  );
  const asking = await bench.until(runId, ({ steps }) => steps.every(({ status }) => status === 'asking'));
  expect(asking.questions.map(({ kind, text }) => [kind, text])).toEqual([
    ['missing-value', 'Step a needs a value for namespace. What is it?'],
  ]);
  await bench.runs.answer(asking.questions[0]!.id, 'sock-shop', ada);
  const view = await bench.until(runId);
  expect(world.asked.toSorted()).toEqual(['events in sock-shop', 'pods in sock-shop']);
  expect(view.parameters['namespace']).toEqual({ value: 'sock-shop', source: 'person ada' });
  await worker.stop();
});

test('what nobody can do in code is done by a person, and what they paste decides', async () => {
  const worker = await bench.worker(worldOf());
  const runId = await bench.start(
    planOf('a -(Failed)-> b, a -(otherwise)-> c', { nodes: { a: { queries: ['by hand: look at the rack'] } } }),
  );
  const { questions } = await bench.until(runId, (view) => view.questions.length > 0);
  await bench.runs.answer(questions[0]!.id, 'disk 3: Failed\ndisk 4: ok', ada);
  const view = await bench.until(runId);
  expect(view.steps.map(({ status }) => status)).toEqual(['succeeded', 'succeeded', 'skipped']);
  expect(view.steps[0]?.results[0]).toMatchObject({ source: 'person ada', rows: [['disk 3: Failed'], ['disk 4: ok']] });
  await worker.stop();
});

test('a question nobody answers in time stays open while the harmless way it names is taken, and is answered later', async () => {
  const worker = await bench.worker(worldOf());
  const options = { byDeadline: 'otherwise', deadlineMs: 300 };
  const runId = await bench.start(planOf('a -(?warm)-> b, a -(otherwise)-> c', { nodes: { a: { options } } }));
  const late = await bench.until(runId, ({ steps }) => steps[2]?.status === 'succeeded');
  expect(late.steps.map(({ status }) => status)).toEqual(['asking', 'waiting', 'succeeded']);
  expect(late.decisions).toMatchObject([{ edge: { to: 'c' }, by: { kind: 'deadline' } }]);
  const [open] = await bench.runs.openQuestions(10);
  expect(open).toMatchObject({ runId, status: 'open', byDeadline: null, text: expect.stringContaining('Still open') as string });
  await bench.runs.answer(open!.id, 'yes', ada);
  const view = await bench.until(runId);
  expect(view.decisions.map(({ edge, by }) => `${edge.to} ${by.kind}`)).toEqual(['c deadline', 'b person']);
  expect(await bench.runs.openQuestions(10)).toEqual([]);
  await worker.stop();
});

test('a retry keeps what went well and does the rest anew', async () => {
  let isUp = false;
  const world = worldOf({
    b: () => {
      if (!isUp) throw new TerminalError('down', 'b is down.');
      return 'ok';
    },
  });
  const worker = await bench.worker(world);
  const plan = planOf('a -> b, a -> c, b -> d');
  const first = await bench.until(await bench.start(plan));
  expect(first.steps.map(({ status }) => status)).toEqual(['succeeded', 'failed', 'succeeded', 'succeeded']);
  isUp = true;
  world.asked.length = 0;
  const { runId } = await bench.runs.retry(first.id, ada);
  const second = await bench.until(runId);
  expect(second.steps.map(({ status }) => status)).toEqual(['succeeded', 'succeeded', 'succeeded', 'succeeded']);
  expect(world.asked).toEqual(['b', 'd']);
  await worker.stop();
});

test('a run is followed as it happens, from any point, to its end', async () => {
  const worker = await bench.worker(worldOf());
  const runId = await bench.start(planOf('a -> b'));
  const told: string[] = [];
  for await (const { seq, event } of bench.runs.follow(runId, 1, AbortSignal.timeout(10_000))) told.push(`${seq} ${event.type}`);
  expect(told).toEqual(['2 step-started', '3 step-settled', '4 step-started', '5 step-settled', '6 outcome', '7 run-ended']);
  await worker.stop();
});

test('a worker whose last settlement the database does not take ends within its deadlines', async () => {
  const worker = await bench.worker(worldOf({ a: () => sleep(200).then(() => 'ok') }));
  const runId = await bench.start(planOf('a -> b'));
  await bench.until(runId, ({ steps }) => steps[0]?.status === 'running');
  const blocker = bench.database.createQueryRunner();
  await blocker.startTransaction();
  await blocker.query('select 1 from runs where id = $1 for update', [runId]);
  const begun = performance.now();
  await worker.stop(400, 400);
  expect(performance.now() - begun).toBeLessThan(2_000);
  await blocker.rollbackTransaction();
  await blocker.release();
  const next = await bench.worker(worldOf());
  expect((await bench.until(runId)).status).toBe('succeeded');
  await next.stop();
});

test('a run that does not exist is named in the refusal', async () => {
  await expect(bench.runs.view('nonsense')).rejects.toMatchObject({ code: 'run-unknown' });
  await expect(bench.runs.answer('nonsense', 'yes', ada)).rejects.toMatchObject({ code: 'question-unknown' });
  await expect(bench.runs.decide('nonsense', 'grant', ada, null)).rejects.toMatchObject({ code: 'approval-unknown' });
});
