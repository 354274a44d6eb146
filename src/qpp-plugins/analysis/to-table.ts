import { TerminalError } from '../../platform/errors.js';
import type { Cell } from '../../tsg-parser/index.js';
import { capped } from '../sql/sql-answer.js';
import type { ScriptLimits } from './analysis.config.js';

export interface ScriptTable {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

type Entry = Readonly<Record<string, unknown>>;

/**
 * What a script returned as a table: a list of objects is rows, one object is one row, a bare value is one cell `value`.
 * @throws TerminalError where it is no table, too large, or lacks a column the script declares
 */
export function toTable(returned: unknown, declared: readonly string[] | null, limits: ScriptLimits): ScriptTable {
  const list = Array.isArray(returned) ? (returned as readonly unknown[]) : [returned];
  if (list.length > limits.rows) throw tooMany(`${list.length} rows`, `${limits.rows}`);
  const entries = list.map(entryOf);
  const found = [...new Set(entries.flatMap(Object.keys))];
  const columns = declared ?? found;
  if (columns.length === 0 && entries.length > 0)
    throw new TerminalError('script-without-result', 'The script returned objects without a field (a promise is one).', {
      hint: 'Return plain objects, one for each row.',
    });
  if (columns.length > limits.columns) throw tooMany(`${columns.length} columns`, `${limits.columns}`);
  const lacking = columns.filter((column) => entries.some((entry) => !Object.hasOwn(entry, column)));
  if (declared !== null && lacking.length > 0) {
    throw new TerminalError(
      'script-columns',
      `The script declares the columns ${declared.join(', ')} and returned rows without ${lacking.join(', ')}.`,
      {
        hint: 'Return every declared column in every row; null where there is nothing to say.',
      },
    );
  }
  return { columns, rows: entries.map((entry) => columns.map((column) => cellOf(entry[column]))) };
}

function entryOf(value: unknown): Entry {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Entry) : { value };
}

function cellOf(value: unknown): Cell {
  if (value === undefined || value === null) return null;
  if (typeof value === 'number' || typeof value === 'boolean') return value;
  return capped(typeof value === 'string' ? value : JSON.stringify(value));
}

function tooMany(what: string, most: string): TerminalError {
  return new TerminalError('script-result-too-large', `The script returned ${what}; at most ${most} are kept.`, {
    hint: 'Return the counts, not the rows they were made of.',
  });
}
