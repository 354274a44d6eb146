export interface Comparison {
  readonly direction: 'above' | 'below' | 'equal';
  readonly value: number;
  /** As written: `ms`, `s`, `%`, …; null for a bare number. */
  readonly unit: string | null;
  /** The words before it, what is compared. */
  readonly subject: string;
  readonly text: string;
  readonly at: number;
}

const COMPARISON =
  /(\bmore than|\bgreater than|\bhigher than|\blarger than|\blonger than|\bbigger than|\bolder than|\bover|\babove|\bexceeds?|\bexceeding|\bat least|\bless than|\bfewer than|\blower than|\bsmaller than|\bshorter than|\byounger than|\bunder|\bbelow|\bat most|\bequals?(?: to)?|[<>]=?|≥|≤)\s*(?:a |the |than |to |by )?(\d+(?:[.,]\d+)?)\s*(%|percent\b|ms\b|milliseconds?\b|msec\b|seconds?\b|secs?\b|s\b|minutes?\b|mins?\b|m\b|hours?\b|h\b|days?\b|d\b|[kmgt]i?b(?:ytes)?\b|bytes?\b|cores?\b|millicores?\b)?/gi;

/** "the p99 is above 0.5 s": every comparison with a number in a text. */
export function comparisonsIn(text: string): Comparison[] {
  return [...text.matchAll(COMPARISON)].map((match) => ({
    direction: directionOf(match[1] ?? ''),
    value: Number((match[2] ?? '').replace(',', '.')),
    unit: match[3]?.toLowerCase() ?? null,
    subject: text.slice(0, match.index).trim(),
    text: match[0].trim(),
    at: match.index,
  }));
}

function directionOf(words: string): Comparison['direction'] {
  if (/more|greater|higher|larger|longer|bigger|older|over|above|exceed|least|>|≥/i.test(words)) return 'above';
  return /equal/i.test(words) ? 'equal' : 'below';
}

/** Time and size units; a bare number beside one of these is ambiguous. */
export function isDimension(unit: string | null): boolean {
  return unit !== null && !/^(?:%|percent)$/.test(unit);
}
