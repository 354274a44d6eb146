import type { ScaledClock } from '../../scaled-clock.js';

/** No long time-out becomes shorter than this: it stays above the 5 s after which orders gives up on a dependency. */
const LEAST_REAL_MS = 6_000;

/**
 * Time-outs of tens of seconds, in real milliseconds: as they are at factor 1, shorter in a fast world so that
 * nobody waits half a minute for what takes a second there, and never below 6 s.
 */
export function longTimeoutMs(clock: ScaledClock, milliseconds: number): number {
  return Math.max(Math.min(milliseconds, LEAST_REAL_MS), milliseconds / clock.factor);
}

/** Rejects with the error made by `onTimeout` when the work takes longer than the time given. */
export async function within<T>(work: Promise<T>, milliseconds: number, onTimeout: () => Error): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(onTimeout());
    }, milliseconds);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
