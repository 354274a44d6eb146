import type { ResultTable } from '../result-table.js';
import { normalName } from './table-view.js';
import { readAge } from './units.js';

const TIME = /\b(time|timestamp|ts|date|created|updated|started|observed|at|day|hour|bucket|window|last seen)\b/;
const VERSION = /\b(version|revision|release|build|generation)\b/;

/**
 * The newest of the rows: greatest time, youngest AGE, else highest version or revision. A sentence where nothing in
 * the table says which is newest.
 */
export function newestRow(table: ResultTable, rows: readonly number[]): readonly number[] | string {
  if (rows.length <= 1) return rows;
  const measures = [timeOf(table), youthOf(table), versionOf(table)];
  for (const measure of measures) {
    if (measure === null) continue;
    const ranked = rows.map((row) => ({ row, rank: measure(row) }));
    if (ranked.some((one) => one.rank === null)) continue;
    const top = ranked.reduce((best, one) => (compareRanks(one.rank ?? [], best.rank ?? []) > 0 ? one : best));
    return ranked.filter((one) => compareRanks(one.rank ?? [], top.rank ?? []) === 0).map((one) => one.row);
  }
  return 'nothing in the rows says which is the latest';
}

type Rank = (row: number) => readonly number[] | null;

function timeOf(table: ResultTable): Rank | null {
  const index = table.columns.findIndex((column) => TIME.test(normalName(column)));
  if (index < 0) return null;
  return (row) => {
    const cell = table.rows[row]?.[index] ?? null;
    if (typeof cell === 'number') return [cell];
    const instant = typeof cell === 'string' && /\d{4}-\d\d-\d\d/.test(cell) ? Date.parse(cell) : Number.NaN;
    return Number.isNaN(instant) ? null : [instant];
  };
}

function youthOf(table: ResultTable): Rank | null {
  const index = table.columns.findIndex((column) => normalName(column) === 'age');
  if (index < 0) return null;
  return (row) => {
    const age = readAge(String(table.rows[row]?.[index] ?? ''));
    return age === null ? null : [-age];
  };
}

function versionOf(table: ResultTable): Rank | null {
  const index = table.columns.findIndex((column) => VERSION.test(normalName(column)) && !/rank/.test(normalName(column)));
  if (index < 0) return null;
  return (row) => {
    const parts = String(table.rows[row]?.[index] ?? '').match(/\d+/g);
    return parts === null ? null : parts.map(Number);
  };
}

function compareRanks(left: readonly number[], right: readonly number[]): number {
  for (let index = 0; index < Math.max(left.length, right.length); index += 1) {
    const difference = (left[index] ?? 0) - (right[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
