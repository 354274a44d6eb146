import type { Cell } from '../../../tsg-parser/index.js';
import type { PrintedLine } from './printed.js';

const PADDING = 3;
const MIN_WIDTH = 6;

/** Lines of a table as kubectl's tab writer aligns them; the last column is padded where kubectl does (`top`). */
export function tableLines(
  columns: readonly string[],
  rows: readonly (readonly Cell[])[],
  header: boolean,
  padded: 'padded' | 'trimmed' = 'trimmed',
): readonly PrintedLine[] {
  const texts = rows.map((row) => row.map(cellText));
  const measured = header ? [columns, ...texts] : texts;
  const widths = columns.map((_, index) => Math.max(MIN_WIDTH, ...measured.map((row) => widthOf(row[index] ?? '') + PADDING)));
  const lines = texts.map((row, index) => ({ text: align(row, widths, padded), cells: rows[index] ?? null, header: false }));
  return header ? [{ text: align(columns, widths, padded), cells: null, header: true }, ...lines] : lines;
}

function align(row: readonly string[], widths: readonly number[], padded: 'padded' | 'trimmed'): string {
  return row
    .map((text, index) =>
      padded === 'trimmed' && index === row.length - 1 ? text : text + ' '.repeat(Math.max(0, (widths[index] ?? 0) - widthOf(text))),
    )
    .join('');
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
