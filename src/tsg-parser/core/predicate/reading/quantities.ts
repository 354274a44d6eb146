import type { Comparator, Quantity } from '../predicate.js';
import type { Token } from '../tokens.js';
import type { Unit } from '../units.js';
import { dimensionOf, toBase, unitOf } from '../units.js';
import type { Clause } from './clause.js';
import { isCluster } from './query-profile.js';

/** "> 500 ms", "= 3", "between 5 and 10". `at`, `end`: where its words stand. */
export interface Threshold {
  readonly comparator: Comparator;
  readonly quantity: Quantity;
  /** The other end of a range, which is closed on both. */
  readonly upTo: Quantity | null;
  /** Whether a comparison was written, rather than a bare number. */
  readonly explicit: boolean;
  readonly at: number;
  readonly end: number;
}

/** The first quantity among the unread words; `bare`: whether a number without a comparison counts. */
export function findThreshold(clause: Clause, bare: boolean): Threshold | null {
  for (const index of clause.words.keys()) {
    const found = thresholdAt(clause, index);
    if (found !== null && (bare || found.explicit)) return found;
  }
  return null;
}

export function thresholdAt(clause: Clause, at: number): Threshold | null {
  const range = rangeAt(clause, at);
  if (range !== null) return range;
  const sign = comparatorAt(clause, at);
  const start = sign === null ? at : sign.end;
  const value = numberAt(clause, start, sign !== null);
  if (value === null) return null;
  const unit = unitAt(clause, start + 1);
  return {
    comparator: sign?.comparator ?? '=',
    quantity: { value, unit: unit?.unit ?? null },
    upTo: null,
    explicit: sign !== null,
    at,
    end: unit?.end ?? start + 1,
  };
}

const NEGATED: Readonly<Record<Comparator, Comparator>> = { '<': '>=', '<=': '>', '>': '<=', '>=': '<', '=': '!=', '!=': '=' };

export function opposite(comparator: Comparator): Comparator {
  return NEGATED[comparator];
}

/** A comparison sign, with a "not" before it taken in: "not > 5" is "<= 5". Articles and "a value of" after it are passed over. */
export function comparatorAt(clause: Clause, at: number): { readonly comparator: Comparator; readonly end: number } | null {
  const negated = clause.at(at, 'not be', 'not') !== null;
  const from = negated ? (clause.at(at, 'not be', 'not')?.end ?? at) : at;
  const token = clause.words[from];
  if (token?.kind !== 'operator' || clause.isRead(token)) return null;
  const comparator = token.text as Comparator;
  const filler = clause.at(from + 1, 'a value of', 'the value', 'value', 'a', 'an', 'the', 'about the');
  const end = filler !== null && clause.words[filler.end]?.kind === 'number' ? filler.end : from + 1;
  return { comparator: negated ? opposite(comparator) : comparator, end };
}

function numberAt(clause: Clause, at: number, compared: boolean): number | null {
  const token = clause.words[at];
  if (token === undefined || clause.isRead(token)) return null;
  if (token.kind === 'number') return Number(token.text);
  if (!compared) return null;
  if (token.text === 'one' || token.text === 'once') return 1;
  if (token.text === 'twice' && !isFactor(clause, at)) return 2;
  return null;
}

/** "twice the baseline" multiplies, "twice" and "twice in an hour" count. */
export function isFactor(clause: Clause, at: number): boolean {
  const next = clause.words[at + 1];
  return next !== undefined && next.kind !== 'mark' && !['in', 'within', 'during', 'and', 'or', 'per', 'since', 'over'].includes(next.text);
}

function rangeAt(clause: Clause, at: number): Threshold | null {
  const word = clause.at(at, 'not between', 'between', 'in the range', 'in the range of', 'from');
  if (word === null || word.phrase === 'not between') return null;
  const low = thresholdAt(clause, word.end);
  const joint = low === null ? null : clause.at(low.end, 'and', 'to');
  const high = joint === null ? null : thresholdAt(clause, joint.end);
  if (low === null || high === null || low.explicit || high.explicit) return null;
  const unit = low.quantity.unit ?? high.quantity.unit;
  return { comparator: '>=', quantity: { value: low.quantity.value, unit }, upTo: high.quantity, explicit: true, at, end: high.end };
}

interface FoundUnit {
  readonly unit: Unit;
  readonly end: number;
}

/** The unit that stands here, and "per second" behind a noun: "100 requests per second". */
function unitAt(clause: Clause, at: number): FoundUnit | null {
  const [first, second] = [clause.words[at], clause.words[at + 1]];
  const rate = clause.at(at, 'per second', 'per minute', 'per hour', 'per sec', 'per s', 'per min', 'per h');
  if (rate !== null) return { unit: rateOf(rate.phrase), end: rate.end };
  if (first?.kind !== 'word' || clause.isRead(first)) return null;
  const both = second?.kind === 'word' ? unitOf(`${first.text} ${second.text}`) : null;
  if (both !== null) return { unit: both, end: at + 2 };
  const unit = bareMinutes(first, clause) ?? unitOf(first.raw) ?? unitOf(first.text);
  if (unit === null) return null;
  const perSecond = dimensionOf(unit) === 'bytes' ? clause.at(at + 1, 'per second', '/s', 'per s') : null;
  const throughput = perSecond === null ? null : unitOf(`${unit}/s`);
  return throughput === null || perSecond === null ? { unit, end: at + 1 } : { unit: throughput, end: perSecond.end };
}

/** `800m` of a processor are thousandths, elsewhere `m` is minutes. */
function bareMinutes(token: Token, { words, query }: Clause): Unit | null {
  if (token.raw !== 'm') return null;
  const cpu =
    words.some((word) => /^(?:cpu|cores?|millicores?|processor)$/.test(word.text)) || (isCluster(query) && query.command?.verb === 'top');
  return cpu ? 'millicores' : 'min';
}

/** "per second" that stands apart from its number: "more than 100 requests per second", "the rate per minute". */
export function takeRate(clause: Clause): Unit | null {
  const rate = clause.take('per second', 'per minute', 'per hour', 'per sec', 'per min', 'per s', 'per h', '/s');
  return rate === null ? null : rateOf(rate.phrase);
}

function rateOf(phrase: string): Unit {
  if (/min/.test(phrase)) return '/min';
  return /h/.test(phrase.replace('per', '')) ? '/h' : '/s';
}

/** `last`: within the past so long. `for`: lasting so long. */
export interface Window {
  readonly kind: 'last' | 'for';
  readonly comparator: Comparator;
  readonly seconds: number;
  readonly at: number;
  readonly end: number;
}

const LAST = ['in', 'within', 'over', 'during', 'for', 'throughout', 'across', 'inside'].flatMap((way) =>
  ['last', 'past', 'previous', 'preceding', 'most recent'].flatMap((last) => [`${way} the ${last}`, `${way} ${last}`]),
);

/** "in the last 30 minutes", "for > 10 minutes", "over a period of 5 minutes". */
export function findWindow(clause: Clause): Window | null {
  for (const index of clause.words.keys()) {
    const last = clause.at(index, ...LAST, 'over a period of', 'within a period of', 'within a window of', 'over a window of');
    const lasting = last === null ? clause.at(index, 'for', 'since') : null;
    const within = last === null && lasting === null ? clause.at(index, 'within', 'in', 'over', 'during') : null;
    const start = last ?? lasting ?? within;
    if (start === null) continue;
    const span = thresholdAt(clause, start.end) ?? bareSpan(clause, start.end);
    if (span?.quantity.unit == null || dimensionOf(span.quantity.unit) !== 'time') continue;
    if (within !== null && (span.explicit || !comparesElsewhere(clause, index))) continue;
    const end = clause.at(span.end, 'now', 'already', 'or so', 'straight')?.end ?? span.end;
    return {
      kind: lasting === null ? 'last' : 'for',
      comparator: span.explicit ? span.comparator : '>=',
      seconds: toBase(span.quantity.value, span.quantity.unit),
      at: index,
      end,
    };
  }
  return null;
}

/** "> 5 errors within 10 minutes": the time is a window, for the number stands elsewhere. */
function comparesElsewhere(clause: Clause, index: number): boolean {
  return clause.words.some((word, at) => at < index && word.kind === 'operator' && !clause.isRead(word));
}

/** "the last hour": one of them. */
function bareSpan(clause: Clause, at: number): Threshold | null {
  const unit = unitAt(clause, at);
  return unit === null
    ? null
    : { comparator: '=', quantity: { value: 1, unit: unit.unit }, upTo: null, explicit: false, at, end: unit.end };
}
