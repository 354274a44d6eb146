import { getEventListeners } from 'node:events';
import { expect, test } from 'vitest';
import { News } from './news.js';

async function lasts(wait: Promise<void>): Promise<number> {
  const begun = performance.now();
  await wait;
  return performance.now() - begun;
}

test('news end the wait at once, those that came before it too', async () => {
  const news = new News();
  const { signal } = new AbortController();
  const waiting = news.wait(5_000, signal);
  news.arrive();
  expect(await lasts(waiting)).toBeLessThan(1_000);
  news.arrive();
  expect(await lasts(news.wait(5_000, signal))).toBeLessThan(1_000);
});

test('an aborted signal ends the wait', async () => {
  const cut = new AbortController();
  const waiting = new News().wait(5_000, cut.signal);
  cut.abort();
  expect(await lasts(waiting)).toBeLessThan(1_000);
  expect(await lasts(new News().wait(5_000, cut.signal))).toBeLessThan(1_000);
});

test('a listener of a quiet run costs the same after a hundred waits as after one', async () => {
  const news = new News();
  const { signal } = new AbortController();
  for (let waits = 0; waits < 100; waits += 1) await news.wait(1, signal);
  expect(getEventListeners(signal, 'abort')).toHaveLength(0);
  expect(Object.values(news).filter((kept) => typeof kept === 'function' || kept instanceof Set)).toEqual([]);
});
