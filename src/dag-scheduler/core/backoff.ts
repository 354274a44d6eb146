const FIRST_DELAY_MS = 200;
const LONGEST_DELAY_MS = 10_000;

/**
 * How long to wait before attempt `attempt + 1`: doubling from 200 ms to 10 s, of which `random` (0 to 1) takes up to half away,
 * so that steps that failed together do not knock together.
 */
export function backoffMs(attempt: number, random: number): number {
  const full = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** (attempt - 1));
  return Math.round(full * (1 - random / 2));
}
