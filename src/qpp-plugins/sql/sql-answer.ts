import type { Cell } from '../../tsg-parser/index.js';

export interface SqlAnswer {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
  readonly truncated: boolean;
  /** The database's own clock, ISO 8601. */
  readonly observedAt: string;
}

export interface SqlLimits {
  readonly maxRows: number;
  /** Of all cells together; rows beyond it are left out. */
  readonly maxBytes: number;
  readonly timeoutMs: number;
  /** How the source is called in a sentence. */
  readonly called: string;
}

const LONGEST_CELL = 10_000;

/** What an answer may weigh in all. */
export const MOST_BYTES = 16 * 1024 * 1024;

/** A cell of at most 10,000 characters. */
export function capped(text: string): string {
  return text.length > LONGEST_CELL ? `${text.slice(0, LONGEST_CELL)}…` : text;
}
