import type { IntOrString } from './meta.js';

const FACTORS: Readonly<Record<string, number>> = {
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  '': 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};

const QUANTITY = /^([+-]?[0-9]+(?:\.[0-9]*)?|[+-]?\.[0-9]+)([numkMGTPE]|[KMGTPE]i|[eE][+-]?[0-9]+)?$/u;

/** `250m`, `100Mi`, `1.5`, `2` → the number in base units; null when it is no quantity. */
export function parseQuantity(quantity: IntOrString): number | null {
  if (typeof quantity === 'number') return quantity;
  const match = QUANTITY.exec(quantity);
  if (match === null) return null;
  const [, number = '', suffix = ''] = match;
  if (/^[eE]/u.test(suffix) && suffix.length > 1) return Number(`${number}${suffix}`);
  return Number(number) * (FACTORS[suffix] ?? 1);
}

/** A quantity as the API server gives it back: no fraction, the largest suffix that needs none (`0.5` → `500m`, `1024Mi` → `1Gi`). */
export function canonicalQuantity(quantity: IntOrString): string {
  const text = String(quantity);
  const value = parseQuantity(quantity);
  if (value === null || value === 0) return value === 0 ? '0' : text;
  const isBinary = text.endsWith('i');
  const suffixes = isBinary ? ['Ei', 'Pi', 'Ti', 'Gi', 'Mi', 'Ki', ''] : ['E', 'P', 'T', 'G', 'M', 'k', '', 'm'];
  const suffix = suffixes.find((each) => isWhole(value / (FACTORS[each] ?? 1)));
  return suffix === undefined ? text : `${Math.round(value / (FACTORS[suffix] ?? 1))}${suffix}`;
}

function isWhole(value: number): boolean {
  return Math.abs(value) >= 1 && Math.abs(value - Math.round(value)) < 1e-9;
}

/** CPU in millicores; 0 when absent or unreadable. */
export function millicores(quantity: IntOrString | undefined): number {
  return Math.ceil((quantity === undefined ? 0 : (parseQuantity(quantity) ?? 0)) * 1_000 - 1e-9);
}

/** Memory in bytes; 0 when absent or unreadable. */
export function bytes(quantity: IntOrString | undefined): number {
  return Math.ceil(quantity === undefined ? 0 : (parseQuantity(quantity) ?? 0));
}

/** `3` or `25%` of a total, rounded as the caller's rule says. */
export function scaledValue(value: IntOrString, total: number, round: 'up' | 'down'): number {
  if (typeof value === 'number') return value;
  if (!value.endsWith('%')) return Number.parseInt(value, 10);
  const exact = (Number.parseFloat(value) * total) / 100;
  return round === 'up' ? Math.ceil(exact) : Math.floor(exact);
}
