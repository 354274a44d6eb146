import { afterAll, beforeAll, expect, test } from 'vitest';
import { TransientError } from '../../src/platform/errors.js';
import { planOf } from '../support/plan-of.js';
import { ada, runBench } from '../support/run-bench.js';
import type { RunBench } from '../support/run-bench.js';
import { worldOf } from '../support/world.js';
import { brokenInvariants } from './support/invariants.js';

let bench: RunBench;
beforeAll(async () => {
  bench = await runBench({ stepRetries: 0 });
});
afterAll(async () => {
  expect(await brokenInvariants(bench.database)).toEqual([]);
  await bench.close();
});

test('of five questions three are open; one that waits its turn is answered while no worker is up, and the turn passes on', async () => {
  const world = worldOf();
  const first = await bench.worker(world);
  const runId = await bench.start(planOf('a -(?w)-> v, b -(?w)-> v, c -(?w)-> v, d -(?w)-> v, e -(?w)-> v'));
  const { questions } = await bench.until(runId, (view) => view.questions.length === 5 && view.status === 'waiting');
  expect(questions.map(({ status }) => status).toSorted()).toEqual(['grouped', 'grouped', 'open', 'open', 'open']);
  const [open, grouped] = ['open', 'grouped'].map((status) => questions.find((question) => question.status === status));
  await first.stop();
  await bench.runs.answer(grouped!.id, 'yes', ada);
  await bench.runs.answer(open!.id, 'no', ada);
  const second = await bench.worker(world);
  const later = await bench.until(
    runId,
    (view) => view.questions.filter(({ status }) => status === 'answered').length === 2 && view.status === 'waiting',
  );
  await expect.poll(async () => (await bench.runs.view(runId)).questions.filter(({ status }) => status === 'open')).toHaveLength(3);
  for (const { id, status } of later.questions) if (status !== 'answered') await bench.runs.answer(id, 'yes', ada);
  expect((await bench.until(runId)).steps.map(({ status }) => status)).toEqual(Array.from({ length: 6 }, () => 'succeeded'));
  await second.stop();
});

test('a source that comes back after a restart: one question was asked, one answer lets every step read again', async () => {
  let isUp = false;
  const answer = (): string => {
    if (!isUp) throw new TransientError('unreachable', 'Nobody listens on port 9090.');
    return 'ok';
  };
  const world = worldOf({ a: answer, b: answer, c: answer });
  const first = await bench.worker(world);
  const runId = await bench.start(planOf('a -(ok)-> x, b -(ok)-> x, c -(bad)-> x'));
  const { questions } = await bench.until(runId, ({ steps }) => steps.filter(({ status }) => status === 'asking').length === 3);
  expect(questions).toMatchObject([
    { kind: 'dead-source', status: 'open', text: expect.stringContaining('Nobody listens on port 9090') as string },
  ]);
  await first.stop();
  isUp = true;
  const second = await bench.worker(world);
  await bench.runs.answer(questions[0]!.id, 'try again', ada);
  const view = await bench.until(runId);
  expect(view.steps.map(({ id, status }) => `${id} ${status}`)).toEqual(['a succeeded', 'x succeeded', 'b succeeded', 'c succeeded']);
  await second.stop();
});
