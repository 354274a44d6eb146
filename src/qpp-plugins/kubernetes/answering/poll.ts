import { setTimeout as sleep } from 'node:timers/promises';

const INTERVAL_MS = 1000;

/**
 * Looks again until `done` or until the time is up, and gives back the last look either way: the caller says what an
 * unfinished state means. The signal ends the wait, not the answer: a last state is worth more than none.
 */
export async function poll<T>(look: () => Promise<T>, done: (state: T) => boolean, seconds: number, signal: AbortSignal): Promise<T> {
  const until = performance.now() + seconds * 1000;
  let state = await look();
  while (!done(state) && performance.now() + INTERVAL_MS <= until && !isOver(signal)) {
    await sleep(INTERVAL_MS, undefined, { signal }).catch(() => undefined);
    if (isOver(signal)) break;
    state = await look().catch((error: unknown) => {
      if (isOver(signal)) return state;
      throw error;
    });
  }
  return state;
}

function isOver(signal: AbortSignal): boolean {
  return signal.aborted;
}
