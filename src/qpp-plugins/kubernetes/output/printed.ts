import type { Cell, ResultTable } from '../../../tsg-parser/index.js';

/** What a command printed, line by line; lines of a table know their cells. */
export interface Printed {
  /** Null: plain text. */
  readonly columns: readonly string[] | null;
  readonly lines: readonly PrintedLine[];
  /** The values behind a line of several, as a jsonpath prints them; null: a row is a line. */
  readonly values: readonly Cell[] | null;
  readonly fill: ResultTable['fill'];
  readonly observedAt: string;
  /** What a person should know besides: "namespace shop does not exist". */
  readonly note: string | null;
}

export interface PrintedLine {
  readonly text: string;
  readonly cells: readonly Cell[] | null;
  readonly header: boolean;
}

export function plainLine(text: string): PrintedLine {
  return { text, cells: null, header: false };
}

/** Lines of plain text, without the empty one after the last newline. */
export function linesOf(text: string): readonly PrintedLine[] {
  return text === '' ? [] : text.replace(/\n$/u, '').split('\n').map(plainLine);
}

/** Nothing was found; `fill` says whether that is an answer. */
export function nothing(fill: 'no-rows' | 'no-data', columns: readonly string[] | null, observedAt: string, note: string): Printed {
  return { columns, lines: [], values: null, fill, observedAt, note };
}

/** A number of lines instead of the lines. */
export function countOf(printed: Printed, size: number): Printed {
  return { ...printed, columns: ['COUNT'], values: null, lines: [{ text: String(size), cells: [size], header: false }] };
}

/** A value of JSON as a cell: lists and objects as their JSON. */
export function cellOf(value: unknown): Cell {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  return JSON.stringify(value);
}

/** A word of text as a cell: numbers become numbers, nothing else is touched. */
export function cellOfText(text: string): Cell {
  return /^-?(?:0|[1-9]\d{0,14})(?:\.\d+)?$/u.test(text) ? Number(text) : text;
}

/** The rows of a result: cells where lines have them, else the line itself. */
export function rowsOf(printed: Printed): { readonly columns: readonly string[]; readonly rows: readonly (readonly Cell[])[] } {
  const columns = printed.columns ?? ['LINE'];
  if (printed.values !== null) return { columns, rows: printed.values.map((value) => [value]) };
  const rows = printed.lines
    .filter((line) => !line.header && (line.cells !== null || line.text.trim() !== ''))
    .map((line) => line.cells ?? [columns.length === 1 && columns[0] !== 'LINE' ? cellOfText(line.text.trim()) : line.text]);
  return { columns, rows };
}
