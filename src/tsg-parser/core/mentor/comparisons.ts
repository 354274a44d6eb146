import { dimensionOf, toBase, unitOf, type Dimension } from '../predicate/units.js';

export interface Comparison {
  readonly direction: 'above' | 'below' | 'equal';
  readonly value: number;
  /** As written: `ms`, `s`, `%`, …; null for a bare number. */
  readonly unit: string | null;
  /** What the value measures, where its unit tells. */
  readonly dimension: Dimension | null;
  /** In the base of its dimension: seconds, bytes, parts of one; the bare number without one. */
  readonly base: number;
  readonly text: string;
  readonly at: number;
}

const WORDS =
  'more than|greater than|higher than|larger than|longer than|bigger than|older than|over|above|exceeds?|exceeding|at least|less than|fewer than|lower than|smaller than|shorter than|younger than|under|below|at most|equals?(?: to)?';
const COMPARISON = new RegExp(
  `(\\b(?:${WORDS})|[<>]=?|≥|≤)\\s*(?:a |the |than |to |by )?(\\d+(?:[.,]\\d+)?)\\s*(%|(?:percent|milliseconds?|msec|ms|seconds?|secs?|s|minutes?|mins?|m|hours?|h|days?|d|[kmgt]i?b(?:ytes)?|bytes?|[kmgt]i|cores?|millicores?)\\b)?`,
  'gi',
);

/** "the p99 is above 0.5 s": every comparison with a number in a text. */
export function comparisonsIn(text: string): Comparison[] {
  return [...text.matchAll(COMPARISON)].map((match) => {
    const value = Number((match[2] ?? '').replace(',', '.'));
    const unit = match[3]?.toLowerCase() ?? null;
    const known = unit === null ? null : unitOf(unit === 'm' ? 'min' : unit);
    return {
      direction: directionOf(match[1] ?? ''),
      value,
      unit,
      dimension: known === null ? null : dimensionOf(known),
      base: known === null ? value : toBase(value, known),
      text: match[0].trim(),
      at: match.index,
    };
  });
}

function directionOf(words: string): Comparison['direction'] {
  if (/more|greater|higher|larger|longer|bigger|older|over|above|exceed|least|>|≥/i.test(words)) return 'above';
  return /equal/i.test(words) ? 'equal' : 'below';
}

/** Equal, or equal after a change of unit. */
export function alike(left: number, right: number): boolean {
  return [1, 10, 100, 1000, 60, 3600, 1024, 1024 ** 2, 1024 ** 3, 1e6].some(
    (factor) => Math.abs(left * factor - right) < 1e-9 || Math.abs(right * factor - left) < 1e-9,
  );
}
