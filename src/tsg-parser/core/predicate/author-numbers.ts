import type { Comparator } from './predicate.js';
import type { TokenCursor } from './tokens.js';
import type { Unit } from './units.js';
import { unitOf } from './units.js';

const COMPARATORS: Readonly<Record<string, Comparator>> = {
  'above': '>', 'over': '>', 'more than': '>', 'greater than': '>', 'older than': '>', 'longer than': '>',
  'below': '<', 'under': '<', 'less than': '<', 'younger than': '<', 'shorter than': '<', 'at least': '>=', 'at most': '<=', 'no more than': '<=', 'exactly': '=',
}; // prettier-ignore

/** A comparator in signs, or in the commonest words; null where none stands here. */
export function readComparator(cursor: TokenCursor): Comparator | null {
  const token = cursor.peek();
  if (token?.kind === 'operator') {
    cursor.next();
    return token.text as Comparator;
  }
  const phrase = cursor.take(...Object.keys(COMPARATORS));
  return phrase === null ? null : (COMPARATORS[phrase] ?? null);
}

export function readNumber(cursor: TokenCursor): number | null {
  const token = cursor.peek();
  if (token?.kind !== 'number') return null;
  cursor.next();
  return Number(token.text);
}

/** `ms`, `%`, `MiB`, `/s`; null where no unit stands here. */
export function readUnit(cursor: TokenCursor): Unit | null {
  const token = cursor.peek();
  const unit = token?.kind === 'word' ? unitOf(token.text) : null;
  if (unit !== null) cursor.next();
  return unit;
}
