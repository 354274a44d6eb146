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

const BLANK = new Set(['', '<none>', '<unset>', '<pending>', '<unknown>', 'none', 'null', '[]', '-']);

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

/** How well a cell is called by a name: 3 its whole text, 2 a name generated from it (`orders-7d9f-x2x`), 1 a part of it, 0 not. */
export function nameRank(cell: Cell, name: string): 0 | 1 | 2 | 3 {
  if (cell === null || typeof cell === 'boolean') return 0;
  const text = String(cell).trim().toLowerCase();
  const wanted = name.trim().toLowerCase();
  if (text === wanted || text.endsWith(`/${wanted}`)) return 3;
  const [parts, asked] = [partsOf(text), partsOf(wanted)];
  if (asked.length === 0) return 0;
  const at = parts.findIndex((_, index) => asked.every((part, offset) => parts[index + offset] === part));
  if (at < 0) return 0;
  const rest = parts.slice(at + asked.length);
  return at === 0 && rest.length > 0 && rest.every((part) => /^(?:[a-z0-9]{1,10})$/.test(part) && /\d/.test(part)) ? 2 : 1;
}

function partsOf(text: string): readonly string[] {
  return text.split(/[^a-z0-9]+/).filter((part) => part !== '');
}

/** A number names a row only where its column holds numbers that are names. */
export function isNamedBy(cell: Cell, column: string, name: string): boolean {
  const numeric = typeof cell === 'number' || (typeof cell === 'string' && /^\d+(?:\.\d+)?$/.test(cell));
  if (
    numeric &&
    !/(?:^|[\W_])(?:id|pid|code|type|port|number|no|node|osd|shard|partition|member|rank|version|revision)$/i.test(column) &&
    !/(?:Id|Type|Code)$/.test(column)
  )
    return false;
  return nameRank(cell, name) > 0;
}
