import { assertNever } from '../../../platform/errors.js';
import { agreed, answerOf } from './answers.js';
import type { Answer, Comparator, Quantity } from './predicate.js';
import type { Amount, Dimension, Unit } from './units.js';
import { dimensionOf, plausibleUnits, toBase } from './units.js';

export interface Comparison {
  readonly answer: Answer;
  /** Why it is undecidable; null where it is not. */
  readonly doubt: string | null;
}

/** What is known of a column besides the one cell: the unit its query tells, and the largest number in it. */
export interface ColumnScale {
  readonly name: string;
  readonly unit: Unit | null;
  readonly largest: number;
}

/**
 * Compares a cell's number with the threshold of a condition. Where a unit is known on one side only, every plausible
 * reading is tried; readings that differ leave it undecidable.
 */
export function compareAmount(amount: Amount, comparator: Comparator, quantity: Quantity, scale: ColumnScale): Comparison {
  const known = amount.unit ?? scale.unit;
  if (quantity.unit === null) return compareBare(amount, comparator, quantity.value, scale);
  const wanted = toBase(quantity.value, quantity.unit);
  const dimension = dimensionOf(quantity.unit);
  if (known !== null) {
    if (dimensionOf(known) !== dimension)
      return { answer: 'undecidable', doubt: `the column is in ${known}, the condition in ${quantity.unit}` };
    return { answer: answerOf(holds(toBase(amount.value, known), comparator, wanted)), doubt: null };
  }
  const units = likelyUnits(dimension, scale);
  const answer = agreed(units.map((unit) => answerOf(holds(toBase(amount.value, unit), comparator, wanted))));
  return { answer, doubt: answer === 'undecidable' ? `nothing says whether ${amount.value} is in ${units.join(' or ')}` : null };
}

/** A threshold without a unit is in the column's own, unless its size says that another was meant. */
function compareBare(amount: Amount, comparator: Comparator, threshold: number, scale: ColumnScale): Comparison {
  if (amount.unit !== null && amount.unit !== '%') {
    const zero = amount.value === 0 || threshold === 0;
    if (!zero) return { answer: 'undecidable', doubt: `the threshold ${threshold} names no unit and the value is in ${amount.unit}` };
  }
  const native = answerOf(holds(amount.value, comparator, threshold));
  const other = otherReading(amount.unit ?? scale.unit, threshold);
  if (other === null) return { answer: native, doubt: null };
  const answer = agreed([native, answerOf(holds(amount.value, comparator, threshold * other.factor))]);
  return { answer, doubt: answer === 'undecidable' ? `the threshold ${threshold} may be meant in ${other.unit}` : null };
}

/** "above 500" on a column of seconds is most likely meant in milliseconds, "above 5" on a ratio in percent. */
function otherReading(unit: Unit | null, threshold: number): { readonly unit: Unit; readonly factor: number } | null {
  if (unit === 's' && threshold >= 60) return { unit: 'ms', factor: 1e-3 };
  if (unit === 'ms' && threshold > 0 && threshold < 10) return { unit: 's', factor: 1e3 };
  if (unit === 'ratio' && threshold > 1) return { unit: '%', factor: 0.01 };
  if (unit === '%' && threshold > 0 && threshold < 1) return { unit: 'ratio', factor: 100 };
  return null;
}

/** Errors and successes cannot exceed the whole, usage hardly five times: beyond that the column is in percent. */
function likelyUnits(dimension: Dimension, scale: ColumnScale): readonly Unit[] {
  const most = /err|fail|success|avail|complet|ratio|share/i.test(scale.name) ? 1 : 5;
  if (dimension === 'share' && scale.largest > most) return ['%'];
  if (dimension === 'share' && scale.largest <= 1 && /cpu|mem|disk|usage|util|used|load|saturation|full/i.test(scale.name))
    return ['ratio'];
  return plausibleUnits(dimension);
}

export function holds(left: number, comparator: Comparator, right: number): boolean {
  switch (comparator) {
    case '<':
      return left < right;
    case '<=':
      return left <= right;
    case '>':
      return left > right;
    case '>=':
      return left >= right;
    case '=':
      return Math.abs(left - right) <= 1e-9 * Math.max(1, Math.abs(right));
    case '!=':
      return !holds(left, '=', right);
    default:
      return assertNever(comparator);
  }
}
