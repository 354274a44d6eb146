import type { Cell } from '../../tsg-parser/index.js';
import { capped } from '../sql/sql-answer.js';

/** OIDs of int8, int2, int4, oid, float4, float8 and numeric. */
const NUMBERS = new Set([20, 21, 23, 26, 700, 701, 1700]);
const BOOLEAN = 16;
const TIMESTAMP = 1114;
const TIMESTAMP_WITH_ZONE = 1184;

/** A value as PostgreSQL prints it, by the OID of its type. Times are UTC. */
export function cellOf(oid: number, text: string): Cell {
  if (NUMBERS.has(oid)) return numberOf(text);
  if (oid === BOOLEAN) return text === 't';
  if (oid === TIMESTAMP_WITH_ZONE) return instantOf(text);
  if (oid === TIMESTAMP) return text.replace(' ', 'T');
  return capped(text);
}

/** What a float cannot hold stays text; not a number is no answer. */
function numberOf(text: string): Cell {
  const value = Number(text);
  if (!Number.isFinite(value)) return null;
  return Number.isInteger(value) && !Number.isSafeInteger(value) ? text : value;
}

function instantOf(text: string): string {
  const instant = Date.parse(text.replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00'));
  return Number.isNaN(instant) ? text : new Date(instant).toISOString();
}
