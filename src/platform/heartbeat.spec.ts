import { expect, test } from 'vitest';
import { Heartbeat } from './heartbeat.js';

const HOUR = 3_600_000;

/** A promise and the call that settles it. */
function signal(): { readonly given: Promise<void>; readonly give: () => void } {
  let give: () => void = () => undefined;
  const given = new Promise<void>((resolve) => (give = resolve));
  return { given, give };
}

test('beats at once, and again when woken, without waiting for its time', async () => {
  let beats = 0;
  let next = signal();
  const heart = new Heartbeat('test', HOUR, () => {
    beats += 1;
    next.give();
    return Promise.resolve();
  });
  heart.start();
  await next.given;
  next = signal();
  heart.wake();
  await next.given;
  expect(beats).toBe(2);
  await heart.stop();
});

test('a wake-up during a beat is not lost, and no two beats overlap', async () => {
  const under = signal();
  const go = signal();
  const second = signal();
  let running = 0;
  let beats = 0;
  const heart = new Heartbeat('test', HOUR, async () => {
    expect((running += 1)).toBe(1);
    beats += 1;
    if (beats === 1) {
      under.give();
      await go.given;
    } else second.give();
    running -= 1;
  });
  heart.start();
  await under.given;
  heart.wake();
  heart.wake();
  go.give();
  await second.given;
  await heart.stop();
  expect(beats).toBe(2);
});

test('a stop aborts the beat under way and waits for it', async () => {
  const under = signal();
  let isAborted = false;
  const heart = new Heartbeat('test', HOUR, async (stopping) => {
    under.give();
    await new Promise<void>((resolve) => {
      stopping.addEventListener('abort', () => {
        resolve();
      });
    });
    isAborted = stopping.aborted;
  });
  heart.start();
  await under.given;
  await heart.stop();
  expect(isAborted).toBe(true);
});

test('one that was never started stops', async () => {
  await new Heartbeat('test', HOUR, () => Promise.resolve()).stop();
});
