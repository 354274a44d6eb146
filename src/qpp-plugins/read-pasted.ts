import type { Cell, ResultTable } from '../tsg-parser/index.js';

export type PastedTable = Pick<ResultTable, 'columns' | 'rows' | 'fill'>;

const MOST_ROWS = 10_000;

/**
 * The table somebody pasted: what psql, mysql and kubectl print, a Markdown table, JSON, CSV or text between tabs. Everything
 * else is a row a line. Pure; a text that looks like no table is never forced into one.
 */
export function readPasted(text: string): PastedTable {
  const lines = text.split(/\r?\n/u).filter((line) => line.trim() !== '');
  const table = fromJson(text.trim()) ?? fromRuled(lines) ?? fromAligned(lines) ?? fromSeparated(lines) ?? asLines(lines);
  const rows = table.rows.slice(0, MOST_ROWS);
  return { columns: table.columns, rows, fill: rows.length > 0 ? 'rows' : lines.some(saysNoData) ? 'no-data' : 'no-rows' };
}

/** What a dashboard shows where nothing was measured: never the empty set. */
function saysNoData(line: string): boolean {
  return /^no data\.?$/iu.test(line.trim());
}

type Table = Pick<ResultTable, 'columns' | 'rows'>;

const NOTHING = /^(?:\(0 rows\)|No resources found\b.*|Empty set\b.*|0 rows?(?: in set)?\b.*|no rows(?: selected)?\.?)$/iu;

function asLines(lines: readonly string[]): Table {
  const told = lines.filter((line) => !NOTHING.test(line.trim()) && !saysNoData(line));
  return { columns: ['line'], rows: told.map((line) => [line]) };
}

function fromJson(text: string): Table | null {
  if (!/^[[{]/u.test(text)) return null;
  try {
    const value: unknown = JSON.parse(text);
    const objects = (Array.isArray(value) ? value : [value]) as readonly unknown[];
    if (!objects.every((one) => typeof one === 'object' && one !== null && !Array.isArray(one))) return null;
    const records = objects as readonly Readonly<Record<string, unknown>>[];
    const columns = [...new Set(records.flatMap((record) => Object.keys(record)))];
    return columns.length === 0 ? null : { columns, rows: records.map((record) => columns.map((column) => jsonCell(record[column]))) };
  } catch {
    return null;
  }
}

function jsonCell(value: unknown): Cell {
  if (value === null || value === undefined) return null;
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : JSON.stringify(value);
}

const RULE = /^[|+]?\s*:?[-=]{2,}:?(?:\s*[|+]+\s*:?[-=]{2,}:?)*\s*[|+]?$/u;

/** Blanks around it are cut off first: a pattern that allows them twice takes minutes over a long line of them. */
function isRule(line = ''): boolean {
  return RULE.test(line.trim());
}

/** A header above a rule of dashes: psql, mysql, Markdown. */
function fromRuled(lines: readonly string[]): Table | null {
  const isBoxed = isRule(lines[0]) && isRule(lines[2]);
  const [header, rule] = isBoxed ? [1, 2] : [0, 1];
  if (!isRule(lines[rule]) || isRule(lines[header])) return null;
  const columns = barred(lines[header] ?? '');
  const body = lines.slice(rule + 1).filter((line) => !isRule(line) && !/^\s*(?:\(\d+ rows?\)|\d+ rows? in set\b.*)\s*$/u.test(line));
  const rows = body.map(barred);
  if (columns.some((column) => column === '') || rows.some((row) => row.length !== columns.length)) return null;
  return { columns, rows: rows.map((row) => row.map(cellOf)) };
}

function barred(line: string): readonly string[] {
  const bare = line.trim();
  const inner = bare.startsWith('|') ? bare.slice(1).replace(/\|$/u, '') : bare;
  return inner.split('|').map((cell) => cell.trim());
}

/** Columns under the words of a header in capitals, two blanks or more between them: kubectl. */
function fromAligned(lines: readonly string[]): Table | null {
  const [header = '', ...body] = lines;
  const words = [...header.matchAll(/\S+(?: \S+)*/gu)];
  if (words.length < 2 || body.length === 0 || !/^[A-Z0-9%()/_.+: -]+$/u.test(header.replaceAll(/\((?:cores|bytes|s)\)/gu, '')))
    return null;
  const starts = words.map(({ index }) => index);
  const fits = body.every((line) => starts.every((start) => start === 0 || line.length <= start || line[start - 1] === ' '));
  if (!fits) return null;
  return {
    columns: words.map(([word]) => word),
    rows: body.map((line) => starts.map((start, at) => cellOf(line.slice(start, starts[at + 1]).trim()))),
  };
}

/** A header and rows of as many parts, between tabs or commas. */
function fromSeparated(lines: readonly string[]): Table | null {
  if (lines.length < 2) return null;
  const separator = lines[0]?.includes('\t') === true ? '\t' : ',';
  const split = lines.map((line) => partsOf(line, separator));
  const [columns = [], ...rows] = split;
  const isHeader = columns.length > 1 && columns.every((column) => /^[A-Za-z_][\w ./%()-]*$/u.test(column));
  if (!isHeader || rows.some((row) => row.length !== columns.length)) return null;
  return { columns, rows: rows.map((row) => row.map(cellOf)) };
}

function partsOf(line: string, separator: string): readonly string[] {
  if (separator === '\t') return line.split('\t').map((part) => part.trim());
  return [...`${line},`.matchAll(/\s*(?:"((?:[^"]|"")*)"|([^,]*))\s*,/gu)].map(([, quoted, plain]) =>
    quoted === undefined ? (plain ?? '').trim() : quoted.replaceAll('""', '"'),
  );
}

/** A number where it is one; nothing where nothing stands. */
function cellOf(text: string): Cell {
  if (text === '') return null;
  return /^-?(?:0|[1-9]\d{0,14})(?:\.\d+)?$/u.test(text) ? Number(text) : text;
}
