import { assertNever } from '../../../platform/errors.js';
import type { AwkFilter, AwkTest, Filter, GrepFilter, SortFilter } from '../reading/command.js';
import { awkColumns } from '../reading/columns-of.js';
import { compares } from './compare.js';
import { runJq } from './jq.js';
import { textOf } from './json-path.js';
import type { Printed, PrintedLine } from './printed.js';
import { cellOf, cellOfText, plainLine } from './printed.js';

/** What is left of the lines after the pipe, in process. Rows keep their cells as long as whole lines go through. */
export function applyFilters(printed: Printed, filters: readonly Filter[]): Printed {
  const result = filters.reduce(applyFilter, printed);
  if (filters.length === 0 || result.fill === 'no-data') return result;
  const rows = result.lines.some((line) => !line.header && line.text.trim() !== '');
  return { ...result, fill: rows ? 'rows' : 'no-rows' };
}

function applyFilter(printed: Printed, filter: Filter): Printed {
  const { lines } = printed;
  const keep = (kept: readonly PrintedLine[]): Printed => ({ ...printed, lines: kept, values: null });
  switch (filter.kind) {
    case 'grep':
      return grep(printed, filter);
    case 'head':
      return keep(lines.slice(0, filter.lines));
    case 'tail':
      return keep(
        filter.fromLine ? lines.slice(Math.max(0, filter.lines - 1)) : lines.slice(lines.length - Math.min(lines.length, filter.lines)),
      );
    case 'count-lines':
      return count(printed, lines.length);
    case 'sort':
      return keep(sort(lines, filter));
    case 'unique':
      return unique(printed, filter.counted);
    case 'awk':
      return awk(printed, filter);
    case 'cut':
      return cut(printed, filter.delimiter, filter.fields);
    case 'jq':
      return jq(printed, filter);
    default:
      return assertNever(filter);
  }
}

function count(printed: Printed, size: number): Printed {
  return { ...printed, columns: ['COUNT'], values: null, lines: [{ text: String(size), cells: [size], header: false }] };
}

function grep(printed: Printed, filter: GrepFilter): Printed {
  const expressions = filter.patterns.map(({ pattern }) => expressionOf(pattern, filter.ignoreCase));
  const matches = (line: PrintedLine): boolean => expressions.some((expression) => line.text.search(expression) >= 0) !== filter.invert;
  const hits = printed.lines.flatMap((line, index) => (matches(line) ? [index] : []));
  if (filter.counted) return count(printed, hits.length);
  if (filter.onlyMatch) {
    const found = printed.lines.flatMap((line) => expressions.flatMap((expression) => line.text.match(new RegExp(expression, 'gu')) ?? []));
    return { ...printed, columns: ['VALUE'], values: null, lines: found.map(plainLine) };
  }
  const kept = printed.lines.filter((_, at) => hits.some((hit) => at >= hit - filter.linesBefore && at <= hit + filter.linesAfter));
  return { ...printed, values: null, lines: kept };
}

function expressionOf(pattern: string, ignoreCase: boolean): RegExp {
  try {
    return new RegExp(pattern, ignoreCase ? 'iu' : 'u');
  } catch {
    return new RegExp(pattern, ignoreCase ? 'i' : '');
  }
}

function sort(lines: readonly PrintedLine[], filter: SortFilter): readonly PrintedLine[] {
  const keyOf = ({ text }: PrintedLine): string => (filter.field === null ? text : (text.trim().split(/\s+/u)[filter.field - 1] ?? ''));
  const order = (left: PrintedLine, right: PrintedLine): number => {
    const [a, b] = [keyOf(left), keyOf(right)];
    return filter.numeric ? (Number.parseFloat(a) || 0) - (Number.parseFloat(b) || 0) : a < b ? -1 : a > b ? 1 : 0;
  };
  const sorted = [...lines].sort(order);
  if (filter.reverse) sorted.reverse();
  return filter.unique ? sorted.filter((line, index) => line.text !== sorted[index - 1]?.text) : sorted;
}

function unique(printed: Printed, counted: boolean): Printed {
  const groups: { readonly line: PrintedLine; count: number }[] = [];
  for (const line of printed.lines) {
    const last = groups.at(-1);
    if (last?.line.text === line.text) last.count += 1;
    else groups.push({ line, count: 1 });
  }
  if (!counted) return { ...printed, values: null, lines: groups.map(({ line }) => line) };
  const lines = groups.map(({ line, count: size }) => ({
    text: `${String(size).padStart(7)} ${line.text}`,
    cells: [size, line.text.trim()],
    header: false,
  }));
  return { ...printed, columns: ['COUNT', 'LINE'], values: null, lines };
}

function awk(printed: Printed, filter: AwkFilter): Printed {
  const words = (text: string): readonly string[] => (filter.separator === null ? text.trim().split(/\s+/u) : text.split(filter.separator));
  const kept = printed.lines.filter((line, index) => filter.tests.every((test) => passes(test, line.text, words(line.text), index + 1)));
  if (filter.fields.length === 0) return { ...printed, values: null, lines: kept };
  const fieldOf = (line: PrintedLine, field: number): string =>
    field === 0 ? line.text : (words(line.text).at(field < 0 ? -1 : field - 1) ?? '');
  const lines = kept.map((line) =>
    cellsLine(
      filter.fields.map((field) => fieldOf(line, field)),
      line.header,
    ),
  );
  return { ...printed, columns: awkColumns(filter, printed.columns), values: null, lines };
}

function cellsLine(texts: readonly string[], header: boolean): PrintedLine {
  return { text: texts.join(' '), cells: texts.map(cellOfText), header };
}

function passes(test: AwkTest, text: string, words: readonly string[], line: number): boolean {
  const subject =
    test.subject === 'NR'
      ? String(line)
      : test.subject === 'NF'
        ? String(words.length)
        : test.subject === 0
          ? text
          : (words.at(test.subject < 0 ? -1 : test.subject - 1) ?? '');
  if (test.comparator === '~' || test.comparator === '!~')
    return subject.search(expressionOf(test.operand, false)) >= 0 === (test.comparator === '~');
  const numeric = /^-?\d/u.test(subject) && /^-?\d+(?:\.\d+)?$/u.test(test.operand);
  const [left, right] = numeric ? [Number.parseFloat(subject), Number(test.operand)] : [subject, test.operand];
  return compares(left, test.comparator, right);
}

function cut(printed: Printed, delimiter: string, fields: readonly number[]): Printed {
  const columns = fields.length === 1 ? ['VALUE'] : fields.map((field) => `VALUE${String(field)}`);
  const lines = printed.lines.map((line) => {
    const parts = line.text.split(delimiter);
    const chosen = fields.map((field) => parts[field - 1] ?? '');
    return { text: chosen.join(delimiter), cells: chosen.map(cellOfText), header: line.header };
  });
  return { ...printed, columns, values: null, lines };
}

/** jq reads the whole text as one JSON value; what is no JSON yields nothing to go on. */
function jq(printed: Printed, filter: Filter & { readonly kind: 'jq' }): Printed {
  const text = printed.lines.map((line) => line.text).join('\n');
  if (text.trim() === '') return { ...printed, columns: ['VALUE'], values: null, lines: [] };
  let found: readonly unknown[];
  try {
    found = runJq(filter.steps, JSON.parse(text));
  } catch {
    return { ...printed, columns: ['VALUE'], values: null, lines: [], fill: 'no-data', note: 'jq was given something that is not JSON' };
  }
  const lines = found.map((value) => ({
    text:
      filter.raw && typeof value === 'string'
        ? value
        : value === null
          ? 'null'
          : typeof value === 'string'
            ? JSON.stringify(value)
            : textOf(value),
    cells: [cellOf(value)],
    header: false,
  }));
  return { ...printed, columns: ['VALUE'], values: null, lines };
}
