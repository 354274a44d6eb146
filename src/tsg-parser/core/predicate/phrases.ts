import { COMPARATORS, NUMBER_WORDS } from './lexicon.js';
import type { Comparator, Quantity } from './predicate.js';
import type { TokenCursor } from './tokens.js';
import type { Unit } from './units.js';
import { toBase, unitOf } from './units.js';

/** A comparator in words or signs; null where none stands here. */
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
  if (token === null) return null;
  const value = token.kind === 'number' ? Number(token.text) : token.kind === 'word' ? NUMBER_WORDS[token.text] : undefined;
  if (value === undefined || !Number.isFinite(value)) return null;
  cursor.next();
  return value;
}

export function readUnit(cursor: TokenCursor): Unit | null {
  const [first, second] = [cursor.peek(), cursor.peek(1)];
  const rate = cursor.take('per second', 'a second', 'per minute', 'a minute', 'per hour', 'an hour');
  if (rate !== null) return unitOf(rate);
  if (first?.kind !== 'word') return null;
  const both = second?.kind === 'word' ? unitOf(`${first.text} ${second.text}`) : null;
  const unit = both ?? unitOf(first.text);
  if (unit !== null) cursor.next();
  if (both !== null) cursor.next();
  return unit;
}

export interface Threshold {
  readonly comparator: Comparator;
  readonly quantity: Quantity;
}

const OR_MORE = ['or more', 'or higher', 'or above', 'or greater', 'or longer', 'or larger', 'and above', 'or over'];
const OR_LESS = ['or less', 'or lower', 'or below', 'or fewer', 'or under', 'or shorter'];

/**
 * "above 500 ms", "> 8%", "3 or more", "at least 2", "0". `allowBare`: whether a number alone means "equal to".
 * Nothing is consumed where there is no threshold.
 */
export function readThreshold(cursor: TokenCursor, allowBare: boolean, given: Comparator | null = null): Threshold | null {
  const start = cursor.mark();
  const comparator = given ?? readComparator(cursor);
  const value = readNumber(cursor);
  if (value === null) {
    cursor.reset(start);
    return null;
  }
  cursor.take('times', 'time');
  const unit = readUnit(cursor);
  const quantity: Quantity = { value, unit };
  if (comparator !== null) return { comparator, quantity };
  if (cursor.take(...OR_MORE) !== null) return { comparator: '>=', quantity };
  if (cursor.take(...OR_LESS) !== null) return { comparator: '<=', quantity };
  if (allowBare) return { comparator: '=', quantity };
  cursor.reset(start);
  return null;
}

/** "more than 3", "at least 2", "two", "exactly one", "only one": how many. */
export function readCountPhrase(cursor: TokenCursor): { readonly comparator: Comparator; readonly count: number } | null {
  const start = cursor.mark();
  const only = cursor.take('only') !== null;
  const threshold = readThreshold(cursor, true);
  if (threshold !== null && threshold.quantity.unit === null && Number.isInteger(threshold.quantity.value)) {
    return { comparator: only ? '=' : threshold.comparator, count: threshold.quantity.value };
  }
  cursor.reset(start);
  return null;
}

/** `last`: within the past so long. `for`: lasting so long. */
export interface Window {
  readonly kind: 'last' | 'for';
  readonly comparator: Comparator;
  readonly seconds: number;
}

const LAST = [
  'in the last',
  'within the last',
  'over the last',
  'during the last',
  'for the last',
  'in the past',
  'over the past',
  'within the past',
  'during the past',
  'in the previous',
  'over',
];
const FOR: Readonly<Record<string, Comparator>> = { 'for more than': '>', 'for longer than': '>', 'for over': '>', 'for at least': '>=', 'more than': '>', 'for less than': '<', 'for': '>=', 'longer than': '>' }; // prettier-ignore

/** "in the last 30 minutes", "for more than 10 minutes"; nothing is consumed where there is none. */
export function readWindow(cursor: TokenCursor): Window | null {
  const start = cursor.mark();
  const last = cursor.take(...LAST);
  const lasting = last === null ? cursor.take(...Object.keys(FOR)) : null;
  if (last !== null || lasting !== null) {
    const value = readNumber(cursor) ?? 1;
    const unit = readUnit(cursor);
    if (unit !== null && ['s', 'min', 'h', 'd', 'week'].includes(unit)) {
      return { kind: last === null ? 'for' : 'last', comparator: FOR[lasting ?? ''] ?? '>=', seconds: toBase(value, unit) };
    }
  }
  cursor.reset(start);
  return null;
}
