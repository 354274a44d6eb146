import type { Cell, ResultTable } from '../tsg-parser/index.js';

type Table = Pick<ResultTable, 'columns' | 'rows'>;

/** A line through time: what its labels say, and its values by time, oldest first. */
export interface TimeSeries {
  readonly label: string;
  readonly points: readonly { readonly at: string; readonly value: number }[];
}

/** The lines of a table that has a `timestamp` and a `value` a row; null where it is no such table. */
export function seriesOf({ columns, rows }: Table): readonly TimeSeries[] | null {
  const [at, value] = [columns.indexOf('timestamp'), columns.indexOf('value')];
  if (at < 0 || value < 0 || rows.length < 2) return null;
  const lines = new Map<string, { at: string; value: number }[]>();
  for (const row of rows) {
    const label = row
      .filter((_cell, index) => index !== at && index !== value)
      .filter(isTold)
      .join(' ');
    const points = lines.get(label) ?? [];
    lines.set(label, points);
    if (typeof row[value] === 'number') points.push({ at: String(row[at]), value: row[value] });
  }
  return [...lines].map(([label, points]) => ({ label, points }));
}

function isTold(cell: Cell): boolean {
  return cell !== null && cell !== '';
}

/** "2 series: catalogue 0.02 → 0.85, most 0.91 at 10:42; user 0.01 → 0.01": those that moved most come first. */
export function summariseSeries(series: readonly TimeSeries[]): string {
  const told = series.filter(({ points }) => points.length > 0).toSorted((left, right) => moved(right) - moved(left));
  const count = `${String(series.length)} series: `;
  return count + told.slice(0, 5).map(lineText).join('; ') + (told.length > 5 ? '; …' : '');
}

function moved({ points }: TimeSeries): number {
  const values = points.map(({ value }) => value);
  const [least, most] = [Math.min(...values), Math.max(...values)];
  return most === least ? 0 : (most - least) / Math.max(Math.abs(least), Math.abs(most));
}

function lineText({ label, points }: TimeSeries): string {
  const most = points.reduce((best, point) => (point.value > best.value ? point : best));
  const [first, last] = [points[0], points.at(-1)];
  const peak =
    most.value > (last?.value ?? 0) && most.value > (first?.value ?? 0) ? `, most ${short(most.value)} at ${most.at.slice(11, 16)}` : '';
  return `${label === '' ? '' : `${label} `}${short(first?.value ?? 0)} → ${short(last?.value ?? 0)}${peak}`;
}

function short(value: number): string {
  return String(Number(value.toPrecision(3)));
}
