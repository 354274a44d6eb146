import { assertNever } from '../../../platform/errors.js';
import type { Filter } from '../reading/filter.js';
import { applyAwk } from './apply-awk.js';
import { applyGrep } from './apply-grep.js';
import { applyJq } from './apply-jq.js';
import { applySort } from './apply-sort.js';
import type { Printed, PrintedLine } from './printed.js';
import { cellOfText, countOf } from './printed.js';

/** What is left of the lines after the pipe, in process. Rows keep their cells as long as whole lines go through. */
export async function applyFilters(printed: Printed, filters: readonly Filter[], signal: AbortSignal): Promise<Printed> {
  let result = printed;
  for (const filter of filters) result = await applyFilter(result, filter, signal);
  if (filters.length === 0 || result.fill === 'no-data') return result;
  const rows = result.lines.some((line) => !line.header && line.text.trim() !== '');
  return { ...result, fill: rows ? 'rows' : 'no-rows' };
}

function applyFilter(printed: Printed, filter: Filter, signal: AbortSignal): Printed | Promise<Printed> {
  const { lines } = printed;
  const keep = (kept: readonly PrintedLine[]): Printed => ({ ...printed, lines: kept, values: null });
  switch (filter.kind) {
    case 'grep':
      return applyGrep(printed, filter);
    case 'head':
      return keep(lines.slice(0, filter.fromOtherEnd ? Math.max(0, lines.length - filter.lines) : filter.lines));
    case 'tail':
      return keep(lines.slice(filter.fromOtherEnd ? Math.max(0, filter.lines - 1) : Math.max(0, lines.length - filter.lines)));
    case 'count-lines':
      return countOf(printed, lines.length);
    case 'sort':
      return keep(applySort(lines, filter));
    case 'unique':
      return unique(printed, filter.counted);
    case 'awk':
      return applyAwk(printed, filter);
    case 'cut':
      return cut(printed, filter.delimiter, filter.fields);
    case 'jq':
      return applyJq(printed, filter, signal);
    default:
      return assertNever(filter);
  }
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

/** A line without the delimiter is printed whole. */
function cut(printed: Printed, delimiter: string, fields: readonly number[]): Printed {
  const columns = fields.length === 1 ? ['VALUE'] : fields.map((field) => `VALUE${String(field)}`);
  const lines = printed.lines.map((line) => {
    const parts = line.text.split(delimiter);
    const chosen = parts.length === 1 ? parts : fields.flatMap((field) => parts[field - 1] ?? []);
    return { text: chosen.join(delimiter), cells: chosen.map(cellOfText), header: line.header };
  });
  return { ...printed, columns, values: null, lines };
}
