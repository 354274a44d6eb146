import type { Cell } from '../../../tsg-parser/index.js';
import type { PrintedLine } from './printed.js';

/** How a table is set: `get` as kubectl's printers do, `top` with its last column padded, `describe` with narrow gaps. */
export interface TableSetting {
  readonly gap: number;
  readonly minWidth: number;
  readonly padLast: boolean;
}

export const GET_TABLE: TableSetting = { gap: 3, minWidth: 6, padLast: false };
export const TOP_TABLE: TableSetting = { gap: 3, minWidth: 6, padLast: true };
export const DESCRIBE_TABLE: TableSetting = { gap: 2, minWidth: 0, padLast: false };

/** Lines of a table as kubectl's tab writer aligns them. */
export function tableLines(
  columns: readonly string[],
  rows: readonly (readonly Cell[])[],
  header: boolean,
  setting: TableSetting = GET_TABLE,
): readonly PrintedLine[] {
  const texts = rows.map((row) => row.map(cellText));
  const measured = header ? [columns, ...texts] : texts;
  const widths = columns.map((_, index) => Math.max(setting.minWidth, ...measured.map((row) => widthOf(row[index] ?? '') + setting.gap)));
  const lines = texts.map((row, index) => ({ text: align(row, widths, setting.padLast), cells: rows[index] ?? null, header: false }));
  return header ? [{ text: align(columns, widths, setting.padLast), cells: null, header: true }, ...lines] : lines;
}

function align(row: readonly string[], widths: readonly number[], padLast: boolean): string {
  const padded = (text: string, width: number): string => text + ' '.repeat(Math.max(0, width - widthOf(text)));
  return row.map((text, index) => (!padLast && index === row.length - 1 ? text : padded(text, widths[index] ?? 0))).join('');
}

/** A cell never breaks the line. */
function cellText(cell: Cell): string {
  const text = cell === null ? '' : String(cell);
  const end = text.search(/[\n\f\r]/u);
  return end < 0 ? text : `${text.slice(0, end)}...`;
}

/** In code points, as Go's tab writer counts. */
function widthOf(text: string): number {
  return Array.from(text).length;
}
