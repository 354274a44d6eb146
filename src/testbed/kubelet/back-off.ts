const FIRST_MS = 10_000;
const LONGEST_MS = 300_000;
const FORGIVEN_AFTER_MS = 600_000;

/** The wait before the n-th restart in a row (n from 1): none before the first, then 10 s doubling to 5 min. */
export function restartDelayMs(crashesInARow: number): number {
  return crashesInARow <= 1 ? 0 : Math.min(LONGEST_MS, FIRST_MS * 2 ** (crashesInARow - 2));
}

/** The wait before the n-th repeated image pull (n from 1): 10 s doubling to 5 min. */
export function pullDelayMs(failuresInARow: number): number {
  return Math.min(LONGEST_MS, FIRST_MS * 2 ** (failuresInARow - 1));
}

/** Crashes are forgotten once a container ran for ten minutes. */
export function crashesAfter(before: number, ranForMs: number): number {
  return ranForMs >= FORGIVEN_AFTER_MS ? 1 : before + 1;
}

/** `10s`, `1m20s`, `5m0s`, as Go prints a duration of whole seconds. */
export function goDuration(ms: number): string {
  const seconds = Math.round(ms / 1_000);
  if (seconds < 60) return `${seconds}s`;
  const minutes = Math.floor(seconds / 60);
  const rest = `${seconds % 60}s`;
  return minutes < 60 ? `${minutes}m${rest}` : `${Math.floor(minutes / 60)}h${minutes % 60}m${rest}`;
}
