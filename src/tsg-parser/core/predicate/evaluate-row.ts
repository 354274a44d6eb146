import { assertNever } from '../../../platform/errors.js';
import type { Cell, ResultTable } from '../result-table.js';
import { answerOf, either, every, not } from './answers.js';
import type { Comparison } from './compare-amount.js';
import { compareAmount, holds } from './compare-amount.js';
import type { Answer, CellTest, ColumnReference, ReadyState, RowTest, WordTest } from './predicate.js';
import { columnIndex, isBlank, normalName } from './table-view.js';
import { readAge, readAmount } from './units.js';

/** What one row says to a test: `shown` quotes the cells looked at, `doubt` says why it cannot be known. */
export interface RowOutcome {
  readonly answer: Answer;
  readonly shown: readonly string[];
  readonly doubt: string | null;
}

export function evaluateRow(test: RowTest, table: ResultTable, row: number): RowOutcome {
  switch (test.kind) {
    case 'every':
    case 'either': {
      const parts = test.of.map((part) => evaluateRow(part, table, row));
      return combine(test.kind, parts);
    }
    case 'not': {
      const inner = evaluateRow(test.of, table, row);
      return { ...inner, answer: not(inner.answer) };
    }
    case 'cell':
      return evaluateCell(test.column, test.test, table, row);
    case 'any-cell':
      return evaluateAnyCell(test.test, table.rows[row] ?? []);
    case 'columns':
      return evaluateColumns(test, table, row);
    case 'restarts-within':
      return evaluateRestarts(test, table, row);
    default:
      return assertNever(test);
  }
}

function combine(kind: 'every' | 'either', parts: readonly RowOutcome[]): RowOutcome {
  const answer = (kind === 'every' ? every : either)(parts.map((part) => part.answer));
  const telling = parts.filter((part) => part.answer === answer);
  return {
    answer,
    shown: [...new Set(telling.flatMap((part) => part.shown))],
    doubt: telling.find((part) => part.doubt !== null)?.doubt ?? null,
  };
}

function evaluateCell(column: ColumnReference, test: CellTest, table: ResultTable, row: number): RowOutcome {
  const index = columnIndex(table.columns, column.name);
  if (index < 0) return { answer: 'undecidable', shown: [], doubt: noColumn(table, column.name) };
  const cell = table.rows[row]?.[index] ?? null;
  const name = table.columns[index] ?? column.name;
  return { shown: [`${name} ${show(cell, column)}`], ...testCell(test, cell, column, table, index) };
}

function evaluateColumns(test: RowTest & { kind: 'columns' }, table: ResultTable, row: number): RowOutcome {
  const sides = [test.left, test.right].map((column) => {
    const index = columnIndex(table.columns, column.name);
    const cell = index < 0 ? null : (table.rows[row]?.[index] ?? null);
    const amount = cell === null || typeof cell === 'boolean' ? null : readAmount(cell, { cpu: false });
    return { column, amount, shown: `${column.name} ${show(cell, column)}` };
  });
  const [left, right] = sides;
  const shown = sides.map((side) => side.shown);
  if (left?.amount == null || right?.amount == null || left.amount.unit !== right.amount.unit) {
    return { answer: 'undecidable', shown, doubt: `${test.left.name} and ${test.right.name} cannot be compared` };
  }
  return { answer: answerOf(holds(left.amount.value, test.comparator, right.amount.value)), shown, doubt: null };
}

export function noColumn(table: ResultTable, name: string): string {
  return table.columns.length === 0 ? `there is no column ${name}` : `there is no column ${name} among ${table.columns.join(', ')}`;
}

function show(cell: Cell, column: ColumnReference): string {
  if (cell === null) return 'is empty';
  if (typeof cell === 'string') return cell.length > 80 ? `${cell.slice(0, 77)}…` : cell;
  const number = typeof cell === 'number' ? Number(cell.toPrecision(6)) : cell;
  return column.unit === null || column.unit === 'ratio' ? String(number) : `${String(number)} ${column.unit}`;
}

function testCell(test: CellTest, cell: Cell, column: ColumnReference, table: ResultTable, index: number): Comparison {
  switch (test.kind) {
    case 'blank':
      return sure(isBlank(cell));
    case 'word':
      return sure(hasWord(cell, test));
    case 'ready':
      return testReady(test.state, cell);
    case 'age':
      return testAge(test, cell, table.observedAt);
    case 'number': {
      const cpu = /\bcpu\b/.test(normalName(column.name));
      const counted = normalName(column.name) === 'ready' ? String(cell).replace(/^(\d+)\/\d+$/, '$1') : cell;
      const amount = counted === null || typeof counted === 'boolean' ? null : readAmount(counted, { cpu });
      if (amount === null) return { answer: 'undecidable', doubt: `${column.name} holds no number (${show(cell, column)})` };
      return compareAmount(amount, test.comparator, test.quantity, {
        name: column.name,
        unit: column.unit,
        largest: largestOf(table, index, cpu),
      });
    }
    default:
      return assertNever(test);
  }
}

function sure(holdsTrue: boolean): Comparison {
  return { answer: answerOf(holdsTrue), doubt: null };
}

function largestOf(table: ResultTable, index: number, cpu: boolean): number {
  let largest = 0;
  for (const cells of table.rows) {
    const cell = cells[index] ?? null;
    const amount = cell === null || typeof cell === 'boolean' ? null : readAmount(cell, { cpu });
    if (amount !== null && Math.abs(amount.value) > largest) largest = Math.abs(amount.value);
  }
  return largest;
}

/** `Ready,SchedulingDisabled` and `Init:CrashLoopBackOff` are several words; a cell is also its whole text. */
function hasWord(cell: Cell, test: WordTest): boolean {
  if (cell === null) return false;
  const text = String(cell).trim().toLowerCase();
  const words = test.words.map((word) => word.toLowerCase());
  switch (test.match) {
    case 'contains':
      return words.some((word) => text.includes(word));
    case 'starts':
      return words.some((word) => text === word || text.startsWith(`${word}-`) || text.startsWith(`${word}.`));
    case 'is':
      return words.some((word) => text === word || text.split(/\s*[,;:]\s*|\s+/).includes(word));
    default:
      return assertNever(test.match);
  }
}

function testReady(state: ReadyState, cell: Cell): Comparison {
  const match = /^(\d+)\s*\/\s*(\d+)$/.exec(String(cell).trim());
  if (match === null) return { answer: 'undecidable', doubt: `${String(cell)} is not of the form ready/desired` };
  const ready = Number(match[1]);
  const desired = Number(match[2]);
  switch (state) {
    case 'full':
      return sure(desired > 0 && ready >= desired);
    case 'available':
      if (ready > 0 && ready < desired) return { answer: 'undecidable', doubt: `${String(cell)}: some are ready and some are not` };
      return sure(desired > 0 && ready >= desired);
    case 'fewer':
      return sure(ready < desired);
    case 'none':
      return sure(ready === 0 && desired > 0);
    case 'zero-desired':
      return sure(desired === 0);
    default:
      return assertNever(state);
  }
}

/** AGE and LAST SEEN print durations; other sources print instants, which are taken from the reading's own time. */
function testAge(test: CellTest & { kind: 'age' }, cell: Cell, observedAt: string): Comparison {
  const printed = readAge(String(cell).trim());
  const instant =
    typeof cell === 'string' && /^\d{4}-\d\d-\d\d/.test(cell)
      ? Date.parse(cell.length > 10 && !/[zZ]|[+-]\d\d:?\d\d$/.test(cell) ? `${cell.replace(' ', 'T')}Z` : cell)
      : Number.NaN;
  const now = Date.parse(observedAt);
  if (printed !== null && test.direction === 'since') return sure(holds(printed, test.comparator, test.seconds));
  if (Number.isNaN(instant) || Number.isNaN(now)) return { answer: 'undecidable', doubt: `${String(cell)} is no time` };
  const seconds = (test.direction === 'since' ? now - instant : instant - now) / 1000;
  return sure(holds(seconds, test.comparator, test.seconds));
}

function evaluateAnyCell(test: WordTest, cells: readonly Cell[]): RowOutcome {
  const found = cells.find((cell) => hasWord(cell, test));
  const shown = found ?? cells.find((cell) => typeof cell === 'string');
  return { answer: answerOf(found !== undefined), shown: shown === undefined ? [] : [String(shown)], doubt: null };
}

/**
 * RESTARTS counts since the pod began and names the last one: `5 (12m ago)`. All of them lie within the window where
 * the pod is younger than it; none does where the last one is older; in between nothing can be known.
 */
function evaluateRestarts(test: RowTest & { kind: 'restarts-within' }, table: ResultTable, row: number): RowOutcome {
  const index = columnIndex(table.columns, 'RESTARTS');
  if (index < 0) return { answer: 'undecidable', shown: [], doubt: noColumn(table, 'RESTARTS') };
  const cell = String(table.rows[row]?.[index] ?? '');
  const match = /^(\d+)(?:\s*\((\S+) ago\))?$/.exec(cell.trim());
  if (match === null) return { answer: 'undecidable', shown: [`RESTARTS ${cell}`], doubt: `RESTARTS holds no count (${cell})` };
  const total = Number(match[1]);
  const last = match[2] === undefined ? null : readAge(match[2]);
  const age = readAge(String(table.rows[row]?.[columnIndex(table.columns, 'AGE')] ?? ''));
  const shown = [`RESTARTS ${cell}`];
  const [least, most] = restartsBetween(total, last, age, test.windowSeconds);
  const answers = new Set([holds(least, test.comparator, test.count), holds(most, test.comparator, test.count)]);
  if (answers.size > 1) return { answer: 'undecidable', shown, doubt: 'RESTARTS does not tell how many fell into that time' };
  return { answer: answerOf([...answers][0] === true), shown, doubt: null };
}

function restartsBetween(total: number, last: number | null, age: number | null, windowSeconds: number): readonly [number, number] {
  if (total === 0) return [0, 0];
  if (age !== null && age <= windowSeconds) return [total, total];
  if (last === null) return [0, total];
  return last > windowSeconds ? [0, 0] : [1, total];
}
