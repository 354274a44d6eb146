import { PromqlParseError } from './promql-error.js';

const UNIT_MS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
  y: 31_536_000_000,
};

/** Reads `5m`, `1h30m` or a number of seconds; milliseconds come out, null where it is neither. */
export function readDurationMs(text: string): number | null {
  if (/^\d+(?:\.\d+)?(?:e[+-]?\d+)?$/i.test(text)) return Number(text) * 1000;
  if (!/^(?:\d+(?:ms|[smhdwy]))+$/.test(text)) return null;
  let total = 0;
  for (const [, amount, unit] of text.matchAll(/(\d+)(ms|[smhdwy])/g)) total += Number(amount) * (UNIT_MS[unit ?? ''] ?? 0);
  return total;
}

/** Reads a number as PromQL writes it: decimal, hexadecimal, with underscores, `Inf`, `NaN`, or a duration in seconds. */
export function readNumber(text: string): number {
  const sign = text.startsWith('-') ? -1 : 1;
  const body = text.replace(/^[+-]\s*/, '').replaceAll('_', '');
  if (/^inf$/i.test(body)) return sign * Infinity;
  if (/^nan$/i.test(body)) return NaN;
  if (/^0[0-7]+$/.test(body)) return sign * parseInt(body, 8);
  const plain = Number(body);
  if (!Number.isNaN(plain)) return sign * plain;
  const duration = readDurationMs(body);
  if (duration === null) throw new PromqlParseError(`bad number or duration syntax: "${text}"`);
  return (sign * duration) / 1000;
}

const ESCAPES: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  a: '\u0007',
  b: '\b',
  f: '\f',
  v: '\v',
  '\\': '\\',
  '"': '"',
  "'": "'",
};

/** Reads a quoted string with Go's escapes; back-ticks quote as they stand. */
export function readString(text: string): string {
  const body = text.slice(1, -1);
  if (text.startsWith('`')) return body;
  return body.replace(/\\(x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[0-7]{3}|.)/gs, (_whole, escape: string) => {
    if (/^[xuU]./.test(escape)) return String.fromCodePoint(parseInt(escape.slice(1), 16));
    if (/^[0-7]{3}$/.test(escape)) return String.fromCodePoint(parseInt(escape, 8));
    const plain = ESCAPES[escape];
    if (plain === undefined) throw new PromqlParseError('unknown escape sequence in a string');
    return plain;
  });
}
