import { setImmediate as turnOfEvents } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { Limits } from './limits.js';

/** Ten thousand things of one run want to be done, then some of others; one place, so many at once. */
async function orderOf(
  most: number,
  wanted: readonly (readonly [run: string, weight: number, times: number])[],
): Promise<readonly string[]> {
  const limits = new Limits(() => most);
  const done: string[] = [];
  const all = wanted.flatMap(([runId, weight, times]) =>
    Array.from({ length: times }, () =>
      limits.within('shop', { runId, weight }, async () => {
        await turnOfEvents();
        done.push(runId);
      }),
    ),
  );
  await Promise.all(all);
  return done;
}

test('never more at once than the place allows, and all in the end', async () => {
  const limits = new Limits(() => 3);
  let [atOnce, most] = [0, 0];
  const act = async (): Promise<void> => {
    atOnce += 1;
    most = Math.max(most, atOnce);
    await turnOfEvents();
    atOnce -= 1;
  };
  await Promise.all(Array.from({ length: 50 }, (_item, index) => limits.within('shop', { runId: `run-${index % 7}`, weight: 1 }, act)));
  expect([most, atOnce]).toEqual([3, 0]);
});

test('a run with ten thousand things to do does not keep one with three from its turns', async () => {
  const done = await orderOf(2, [
    ['long', 1, 10_000],
    ['short', 1, 3],
  ]);
  expect(done).toHaveLength(10_003);
  expect(done.lastIndexOf('short')).toBeLessThan(12);
});

test('an urgent run gets the larger share, and the others theirs', async () => {
  const done = await orderOf(1, [
    ['calm', 1, 200],
    ['urgent', 8, 200],
  ]);
  const early = done.slice(0, 90);
  expect(early.filter((run) => run === 'urgent').length).toBeGreaterThan(75);
  expect(early.filter((run) => run === 'calm').length).toBeGreaterThan(5);
});

test('whoever comes late has not saved up turns', async () => {
  const limits = new Limits(() => 1);
  const done: string[] = [];
  const want = (runId: string): Promise<void> =>
    limits.within('shop', { runId, weight: 1 }, async () => {
      await turnOfEvents();
      done.push(runId);
    });
  const first = Array.from({ length: 20 }, () => want('early'));
  await Promise.all(first.slice(0, 10));
  await Promise.all([...first, ...Array.from({ length: 10 }, () => want('late'))]);
  expect(done.slice(12, 18).filter((run) => run === 'early').length).toBeGreaterThan(1);
});

test('what fails gives its place back', async () => {
  const limits = new Limits(() => 1);
  const turn = { runId: 'a', weight: 1 };
  await expect(limits.within('shop', turn, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(await limits.within('shop', turn, () => Promise.resolve('yes'))).toBe('yes');
});
