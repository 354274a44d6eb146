import { assertNever } from '../../../platform/errors.js';
import type { Cell } from '../result-table.js';
import { answerOf } from './answers.js';
import { compareAmount, holds } from './compare-amount.js';
import type { ScopedResult } from './evaluate-rows.js';
import { rowsSpokenOf, undecided } from './evaluate-rows.js';
import type { AggregatePredicate, TrendPredicate, VersusPredicate, Verdict } from './predicate.js';
import type { ScopedTable } from './table-view.js';
import { columnIndex, normalName } from './table-view.js';
import type { Amount } from './units.js';
import { readAmount } from './units.js';

/** One number made of a column: its sum, its mean, its ends, how many different values it holds. */
export function evaluateAggregate(predicate: AggregatePredicate, result: ScopedResult): Verdict {
  const { table } = result;
  if (table.truncated === true) return undecided(result.id, 'rows beyond the cap are not known');
  const spoken = rowsSpokenOf(predicate.where, table);
  if ('doubt' in spoken) return undecided(result.id, spoken.doubt);
  const index = columnIndex(table.columns, predicate.column.name);
  if (index < 0) return undecided(result.id, `there is no column ${predicate.column.name}`);
  if (spoken.rows.length === 0 && !(table.rows.length > 0 && (predicate.of === 'sum' || predicate.of === 'share')))
    return undecided(result.id, 'there are no rows to speak of');
  const cells = spoken.rows.map((row) => table.rows[row]?.[index] ?? null);
  if (predicate.of === 'distinct') {
    const count = new Set(cells.map((cell) => String(cell).trim())).size;
    return {
      answer: answerOf(holds(count, predicate.comparator, predicate.quantity.value)),
      reason: `${predicate.column.name} holds ${count} different ${count === 1 ? 'value' : 'values'}.`,
      queryId: result.id,
      rows: spoken.rows,
    };
  }
  const amounts = spoken.rows.map((row) => amountAt(table, row, index));
  const all = table.rows.map((_, row) => amountAt(table, row, index));
  const made = predicate.of === 'share' ? shareOf(amounts, all) : make(predicate.of, amounts);
  if (made === null) return undecided(result.id, `${predicate.column.name} does not hold numbers in every row`);
  const comparison = compareAmount(made, predicate.comparator, predicate.quantity, {
    name: predicate.column.name,
    unit: predicate.column.unit,
    largest: Math.abs(made.value),
  });
  if (comparison.doubt !== null) return undecided(result.id, comparison.doubt);
  return {
    answer: comparison.answer,
    reason: `The ${predicate.of} of ${predicate.column.name} over ${spoken.rows.length} rows is ${Number(made.value.toPrecision(6))}.`,
    queryId: result.id,
    rows: spoken.rows,
  };
}

function shareOf(amounts: readonly (Amount | null)[], all: readonly (Amount | null)[]): Amount | null {
  const part = amounts.length === 0 ? { value: 0, unit: null } : make('sum', amounts);
  const whole = make('sum', all);
  return part === null || whole === null || whole.value === 0 ? null : { value: part.value / whole.value, unit: 'ratio' };
}

function amountAt(table: ScopedTable, row: number, index: number): Amount | null {
  const cell = table.rows[row]?.[index] ?? null;
  const name = normalName(table.columns[index] ?? '');
  return cell === null || typeof cell === 'boolean' ? null : readAmount(cell, { cpu: /\bcpu\b/.test(name) });
}

function make(of: 'sum' | 'mean' | 'highest' | 'lowest', amounts: readonly (Amount | null)[]): Amount | null {
  const [first] = amounts;
  if (amounts.length === 0) return of === 'sum' ? { value: 0, unit: null } : null;
  if (first == null || amounts.some((amount) => amount?.unit !== first.unit)) return null;
  const values = amounts.map((amount) => amount?.value ?? 0);
  const sum = values.reduce((total, value) => total + value, 0);
  switch (of) {
    case 'sum':
      return { value: sum, unit: first.unit };
    case 'mean':
      return { value: sum / values.length, unit: first.unit };
    case 'highest':
      return { value: Math.max(...values), unit: first.unit };
    case 'lowest':
      return { value: Math.min(...values), unit: first.unit };
    default:
      return assertNever(of);
  }
}

/** One row against another: each side must be one row. */
export function evaluateVersus(predicate: VersusPredicate, result: ScopedResult): Verdict {
  const { table } = result;
  const index = columnIndex(table.columns, predicate.column.name);
  if (index < 0) return undecided(result.id, `there is no column ${predicate.column.name}`);
  const sides = [predicate.left, predicate.right].map((where) => rowsSpokenOf(where, table));
  const rows = sides.map((side) => ('doubt' in side ? [] : side.rows));
  const [left, second] = rows[0] ?? [];
  const [right, another] = rows[1] ?? [];
  if (left === undefined || right === undefined) return undecided(result.id, 'one of the two is not in the result');
  if (second !== undefined || another !== undefined || left === right)
    return undecided(result.id, 'it cannot be told which rows are compared');
  const [one, other] = [amountAt(table, left, index), amountAt(table, right, index)];
  if (one === null || other === null || one.unit !== other.unit) return undecided(result.id, `${predicate.column.name} cannot be compared`);
  const answer = answerOf(holds(one.value, predicate.comparator, predicate.factor * other.value));
  return { answer, reason: `${predicate.column.name} is ${one.value} and ${other.value}.`, queryId: result.id, rows: [left, right] };
}

const ENOUGH = 3;

/** Each series by itself, in order of time; series that go different ways leave it open. */
export function evaluateTrend(predicate: TrendPredicate, result: ScopedResult): Verdict {
  const { table } = result;
  const spoken = rowsSpokenOf(predicate.where, table);
  if ('doubt' in spoken) return undecided(result.id, spoken.doubt);
  const value = columnIndex(table.columns, predicate.column.name);
  const time = timeColumn(table);
  if (value < 0 || time < 0) return undecided(result.id, 'the result holds no samples in order of time');
  const ways = seriesOf(table, spoken.rows, time, value).map((series) => wayOf(series));
  const [way] = ways;
  if (way == null || ways.some((other) => other !== way))
    return undecided(result.id, `${ENOUGH} samples that go one way are needed to tell a trend`);
  const answer = way === 'level' ? 'false' : answerOf(way === predicate.direction);
  return {
    answer,
    reason: `${predicate.column.name} is ${way} over ${spoken.rows.length} samples.`,
    queryId: result.id,
    rows: spoken.rows,
  };
}

function isInstant(cell: Cell | undefined): boolean {
  return typeof cell === 'string' && /^\d{4}-\d\d/.test(cell) && !Number.isNaN(Date.parse(cell));
}

function timeColumn(table: ScopedTable): number {
  const instant = (index: number): boolean => table.rows.length > 0 && table.rows.every((row) => isInstant(row[index]));
  const named = table.columns.findIndex(
    (column, index) =>
      /\b(?:time|timestamp|ts|hour|day|minute|date|bucket|window)\b/.test(normalName(column)) &&
      (instant(index) || table.rows.every((row) => typeof row[index] === 'number')),
  );
  return named >= 0 ? named : table.columns.findIndex((_, index) => instant(index));
}

function seriesOf(table: ScopedTable, rows: readonly number[], time: number, value: number): readonly (readonly (number | null)[])[] {
  const groups = new Map<string, { readonly at: number; readonly value: number | null }[]>();
  for (const row of rows) {
    const cells = table.rows[row] ?? [];
    const labels = cells.filter((cell, index) => index !== time && index !== value && typeof cell !== 'number').join('\u0000');
    const at = typeof cells[time] === 'number' ? cells[time] : Date.parse(String(cells[time]));
    groups.set(labels, [...(groups.get(labels) ?? []), { at, value: amountAt(table, row, value)?.value ?? null }]);
  }
  return [...groups.values()].map((samples) => samples.sort((left, right) => left.at - right.at).map((sample) => sample.value));
}

/** All steps up (or level), all steps down (or level), or neither: null. */
function wayOf(values: readonly (number | null)[]): 'rising' | 'falling' | 'level' | null {
  if (values.length < ENOUGH || values.includes(null)) return null;
  const steps = values.slice(1).map((value, index) => Math.sign((value ?? 0) - (values[index] ?? 0)));
  const [up, down] = [steps.filter((step) => step > 0).length, steps.filter((step) => step < 0).length];
  if (up === 0 && down === 0) return 'level';
  if (down === 0) return 'rising';
  return up === 0 ? 'falling' : null;
}
