import type { Cell, ResultTable } from '../result-table.js';

/** A result in scope; plugins also say whether rows beyond a cap were left out. */
export type ScopedTable = ResultTable & { readonly truncated?: boolean };

/** `CPU(cores)`, `cpu_cores` and `Cpu Cores` are one name. */
export function normalName(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .replaceAll('%', ' % ')
    .replace(/[^a-z0-9%]+/g, ' ')
    .trim();
}

/** Index of a column by name, any case and punctuation; -1 where there is none. */
export function columnIndex(columns: readonly string[], name: string): number {
  const exact = columns.indexOf(name);
  if (exact >= 0) return exact;
  const wanted = normalName(name);
  return columns.findIndex((column) => normalName(column) === wanted);
}

const BLANK = new Set(['', '<none>', '<unset>', 'none', 'null', '[]', '-']);

export function isBlank(cell: Cell): boolean {
  return cell === null || (typeof cell === 'string' && BLANK.has(cell.trim().toLowerCase()));
}

/** How a row is called in a sentence: its NAME, else its first texts. */
export function rowLabel(table: ResultTable, row: number, besides: number): string {
  const cells = table.rows[row] ?? [];
  const name = columnIndex(table.columns, 'name');
  if (name >= 0 && name !== besides && !isBlank(cells[name] ?? null)) return String(cells[name]);
  const words = cells.filter((cell, index) => index !== besides && typeof cell === 'string' && !isBlank(cell) && cell.length <= 60);
  return words.length === 0 ? `row ${row + 1}` : words.slice(0, 2).join(' ');
}
