import { assertNever } from '../../../platform/errors.js';
import type { Cell, ResultTable } from '../result-table.js';
import { agreed, answerOf, either, every, not } from './answers.js';
import { holds } from './compare-amount.js';
import { hasWord, showCell, testCell } from './evaluate-cell.js';
import type { Answer, CellTest, ColumnReference, Comparator, RowTest, Term, WordTest } from './predicate.js';
import { columnIndex, isNamedBy } from './table-view.js';
import type { Dimension } from './units.js';
import { dimensionOf, readAge, readAmount, toBase } from './units.js';

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
    case 'readings':
      return agree(test.of.map((part) => evaluateRow(part, table, row)));
    case 'not': {
      const inner = evaluateRow(test.of, table, row);
      return { ...inner, answer: not(inner.answer) };
    }
    case 'cell':
      return evaluateCell(test.column, test.test, table, row);
    case 'any-cell':
      return evaluateAnyCell(test.test, table, row);
    case 'columns':
      return compareSums([{ column: test.left, factor: 1 }], test.comparator, [{ column: test.right, factor: 1 }], table, row);
    case 'sums':
      return compareSums(test.left, test.comparator, test.right, table, row);
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
  return { shown: [`${name} ${showCell(cell, column)}`], ...testCell(test, cell, column, table, index) };
}

/** Readings that differ leave it open. */
function agree(parts: readonly RowOutcome[]): RowOutcome {
  const answer = agreed(parts.map((part) => part.answer));
  const doubt = parts.find((part) => part.doubt !== null)?.doubt ?? 'the columns it may mean disagree';
  return { answer, shown: [...new Set(parts.flatMap((part) => part.shown))], doubt: answer === 'undecidable' ? doubt : null };
}

interface Sum {
  readonly value: number;
  readonly unit: Dimension | null;
}

function compareSums(left: readonly Term[], comparator: Comparator, right: readonly Term[], table: ResultTable, row: number): RowOutcome {
  const shown = [...left, ...right].map(({ column }) => `${column.name} ${showCell(cellOf(column, table, row), column)}`);
  const sides = [sumOf(left, table, row), sumOf(right, table, row)];
  const [one, other] = sides;
  const names = [...left, ...right].map(({ column }) => column.name).join(' and ');
  if (one == null || other == null || one.unit !== other.unit)
    return { answer: 'undecidable', shown, doubt: `${names} cannot be compared` };
  return { answer: answerOf(holds(one.value, comparator, other.value)), shown, doubt: null };
}

/** In the base of their unit; null where a cell is no number or the units differ. */
function sumOf(terms: readonly Term[], table: ResultTable, row: number): Sum | null {
  const parts = terms.map(({ column, factor }) => {
    const cell = cellOf(column, table, row);
    const amount = cell === null || typeof cell === 'boolean' ? null : readAmount(cell, { cpu: /cpu/i.test(column.name) });
    if (amount === null) return null;
    const unit = amount.unit ?? column.unit;
    return { value: factor * (unit === null ? amount.value : toBase(amount.value, unit)), unit: unit === null ? null : dimensionOf(unit) };
  });
  const [first] = parts;
  if (first == null || parts.some((part) => part?.unit !== first.unit)) return null;
  return { value: parts.reduce((sum, part) => sum + (part?.value ?? 0), 0), unit: first.unit };
}

function cellOf(column: ColumnReference, table: ResultTable, row: number): Cell {
  const index = columnIndex(table.columns, column.name);
  return index < 0 ? null : (table.rows[row]?.[index] ?? null);
}

export function noColumn(table: ResultTable, name: string): string {
  return table.columns.length === 0 ? `there is no column ${name}` : `there is no column ${name} among ${table.columns.join(', ')}`;
}

function evaluateAnyCell(test: WordTest, table: ResultTable, row: number): RowOutcome {
  const cells = table.rows[row] ?? [];
  const names = test.match === 'names';
  const found = cells.find((cell, index) =>
    names ? test.words.some((word) => isNamedBy(cell, table.columns[index] ?? '', word)) : hasWord(cell, test),
  );
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
