import { isSecretName } from '../platform/redact.js';
import type { Cell, ResultTable } from '../tsg-parser/index.js';
import { seriesOf, summariseSeries } from './summarise-series.js';

const LONGEST = 200;

/** One line for a card: a time series by where it went, any other table by its first rows. At most 200 characters. */
export function summariseResult(table: Pick<ResultTable, 'columns' | 'rows' | 'fill'>): string {
  const series = table.fill === 'rows' ? seriesOf(table) : null;
  return series === null ? summariseRows(table) : shorten(summariseSeries(series));
}

/** One line for a card: "3 rows: catalogue 0.85; tags 0.01; …". At most 200 characters. */
export function summariseRows(table: Pick<ResultTable, 'columns' | 'rows' | 'fill'>): string {
  if (table.fill === 'no-data') return 'no data: the source knows nothing of what was asked';
  if (table.rows.length === 0) return 'no rows';
  const head = `${table.rows.length} ${table.rows.length === 1 ? 'row' : 'rows'}: `;
  return shorten(
    head +
      table.rows
        .slice(0, 6)
        .map((row) => rowText(row, table.columns))
        .join('; ') +
      (table.rows.length > 6 ? '; …' : ''),
  );
}

/** Cells of a column that holds secrets are left out: a summary goes to cards and models. */
function rowText(row: readonly Cell[], columns: readonly string[]): string {
  return row
    .filter((cell, index) => cell !== null && cell !== '' && !isSecretName(columns[index] ?? ''))
    .map(cellText)
    .join(' ');
}

function cellText(cell: Cell): string {
  return typeof cell === 'number' ? String(Number(cell.toPrecision(4))) : String(cell).replace(/\s+/g, ' ');
}

export function shorten(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
}
