import { afterEach, beforeEach, expect, test } from 'vitest';
import { ScaledClock } from './scaled-clock.js';

const START = new Date('2026-03-01T12:00:00Z');
let clock: ScaledClock;

beforeEach(() => {
  clock = new ScaledClock(1, START);
});

afterEach(() => {
  clock.stop();
});

test('a sleep of an hour ends when the world is moved forward by an hour', async () => {
  const slept = clock.sleep(3_600_000);
  clock.advance(3_600_000);
  await slept;
  expect(clock.milliseconds()).toBeGreaterThanOrEqual(START.getTime() + 3_600_000);
});

test('sleepers wake in the order of their time, not of their call', async () => {
  const order: string[] = [];
  const later = clock.sleep(2_000).then(() => order.push('later'));
  const sooner = clock.sleep(1_000).then(() => order.push('sooner'));
  clock.advance(5_000);
  await Promise.all([later, sooner]);
  expect(order).toEqual(['sooner', 'later']);
});

test('an aborted sleep rejects with the reason and never wakes', async () => {
  const abort = new AbortController();
  const slept = clock.sleep(1_000, { signal: abort.signal });
  abort.abort(new Error('no longer needed'));
  await expect(slept).rejects.toThrow('no longer needed');
  await expect(clock.sleep(1, { signal: abort.signal })).rejects.toThrow('no longer needed');
});

test('a factor of 1000 makes a minute short', async () => {
  const fast = new ScaledClock(1_000, START);
  await fast.sleep(60_000);
  expect(fast.milliseconds()).toBeGreaterThanOrEqual(START.getTime() + 60_000);
  fast.stop();
});
