import type { Preparation } from './query-plugin.js';
import type { Source } from './sources.js';

/** Refuses a query that looks back farther than its source allows; null where it does not. */
export function farther(hours: number, { name, config }: Source): Extract<Preparation, { kind: 'refused' }> | null {
  if (hours <= config.longestRangeHours) return null;
  return {
    kind: 'refused',
    reason: `the query looks back ${String(Math.round(hours * 100) / 100)} h, and ${name} allows ${String(config.longestRangeHours)} h`,
    hint: 'Shorten the range, or raise longestRangeHours of the source.',
  };
}
