import type { Cell } from '../../../tsg-parser/index.js';
import { cellOf } from '../output/printed.js';
import type { PrintedLine } from '../output/printed.js';
import { tableLines } from '../output/table-text.js';
import { referenceText } from './ask-context.js';
import type { Found, FoundRow } from './find-rows.js';

export interface TableStyle {
  readonly wide: boolean;
  readonly allNamespaces: boolean;
  readonly noHeaders: boolean;
  readonly showLabels: boolean;
  readonly labelColumns: readonly string[];
}

/** One table where all objects are of one type, else one table after the other, their names with the type in front. */
export function joinTables(
  found: Found,
  style: TableStyle,
): { readonly columns: readonly string[]; readonly lines: readonly PrintedLine[] } {
  const groups = grouped(found.rows);
  const tables = groups.map((rows) => tableOf(rows, style, groups.length > 1));
  const [first] = tables;
  if (tables.length === 1 && first !== undefined)
    return { columns: first.columns, lines: tableLines(first.columns, first.rows, !style.noHeaders) };
  const columns = [...new Set(tables.flatMap((table) => table.columns))];
  const lines = tables.flatMap((table, index) => {
    const own = tableLines(table.columns, table.rows, !style.noHeaders).map((line) => spread(line, table.columns, columns));
    return index === 0 ? own : [{ text: '', cells: null, header: true }, ...own];
  });
  return { columns, lines };
}

function grouped(rows: readonly FoundRow[]): readonly (readonly FoundRow[])[] {
  const groups = new Map<string, FoundRow[]>();
  for (const row of rows) {
    const key = `${row.type.plural}.${row.type.group}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [row]);
    else group.push(row);
  }
  return [...groups.values()];
}

function tableOf(
  rows: readonly FoundRow[],
  style: TableStyle,
  prefixed: boolean,
): { readonly columns: readonly string[]; readonly rows: readonly (readonly Cell[])[] } {
  const [first] = rows;
  const shown = (first?.columns ?? [])
    .map((column, index) => ({ ...column, index }))
    .filter((column) => style.wide || column.priority === 0);
  const namespaced = style.allNamespaces && first?.type.namespaced === true;
  const columns = [
    ...(namespaced ? ['NAMESPACE'] : []),
    ...shown.map(({ name }) => name.toUpperCase()),
    ...style.labelColumns.map((label) => (label.split('/').at(-1) ?? label).toUpperCase()),
    ...(style.showLabels ? ['LABELS'] : []),
  ];
  const cells = rows.map((row) => [
    ...(namespaced ? [row.object.metadata.namespace ?? ''] : []),
    ...shown.map(({ name, type, index }) => shownCell(name, type, row.cells[index], prefixed ? row : null)),
    ...style.labelColumns.map((label) => row.object.metadata.labels?.[label] ?? ''),
    ...(style.showLabels ? [labelsText(row.object.metadata.labels ?? {})] : []),
  ]);
  return { columns, rows: cells };
}

/** Numbers where the column is one, or where it counts: RESTARTS is text to the server, `0` or `5 (12m ago)`. */
function shownCell(name: string, type: string, cell: unknown, prefixed: FoundRow | null): Cell {
  if (prefixed !== null && name.toLowerCase() === 'name') return referenceText(prefixed.type, prefixed.object.metadata.name);
  const value = cellOf(cell);
  const counts = type === 'integer' || type === 'number' || name.toLowerCase() === 'restarts';
  return counts && typeof value === 'string' && /^\d+$/u.test(value) ? Number(value) : value;
}

function labelsText(labels: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(labels).map(([key, value]) => `${key}=${value}`);
  return pairs.length === 0 ? '<none>' : pairs.sort().join(',');
}

function spread(line: PrintedLine, own: readonly string[], all: readonly string[]): PrintedLine {
  const { cells } = line;
  return cells === null
    ? line
    : { ...line, cells: all.map((column) => (own.includes(column) ? (cells[own.indexOf(column)] ?? null) : null)) };
}
