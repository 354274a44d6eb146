import { assertNever } from '../../../platform/errors.js';
import type { Cell, ResultTable } from '../result-table.js';
import { answerOf } from './answers.js';
import type { Comparison } from './compare-amount.js';
import { compareAmount, holds } from './compare-amount.js';
import type { CellTest, ColumnReference, ReadyState, WordTest } from './predicate.js';
import { isBlank, nameRank, normalName } from './table-view.js';
import { readAge, readAmount } from './units.js';
import { showsState } from './words/states.js';

/** What one cell says to a test. */
export function testCell(test: CellTest, cell: Cell, column: ColumnReference, table: ResultTable, index: number): Comparison {
  switch (test.kind) {
    case 'blank':
      return sure(isBlank(cell));
    case 'word':
      return sure(hasWord(cell, test));
    case 'state':
      return testState(test.state, cell, table, index);
    case 'flag':
      return testFlag(cell);
    case 'ready':
      return testReady(test.state, cell);
    case 'age':
      return testAge(test, cell, table.observedAt);
    case 'number':
      return testNumber(test, cell, column, table, index);
    default:
      return assertNever(test);
  }
}

export function sure(holdsTrue: boolean): Comparison {
  return { answer: answerOf(holdsTrue), doubt: null };
}

function unsure(doubt: string): Comparison {
  return { answer: 'undecidable', doubt };
}

/** A cell as a sentence quotes it, with the unit its column tells. */
export function showCell(cell: Cell, column: ColumnReference): string {
  if (cell === null) return 'is empty';
  if (typeof cell === 'string') return cell.length > 80 ? `${cell.slice(0, 77)}…` : cell;
  const number = typeof cell === 'number' ? Number(cell.toPrecision(6)) : cell;
  return column.unit === null || column.unit === 'ratio' ? String(number) : `${String(number)} ${column.unit}`;
}

function testNumber(
  test: CellTest & { kind: 'number' },
  cell: Cell,
  column: ColumnReference,
  table: ResultTable,
  index: number,
): Comparison {
  const cpu = /\bcpu\b/.test(normalName(column.name));
  const counted = typeof cell === 'string' ? cell.replace(/^(\d+)\/\d+$/, '$1') : cell;
  const amount = counted === null || typeof counted === 'boolean' ? null : readAmount(counted, { cpu });
  if (amount === null) return unsure(`${column.name} holds no number (${showCell(cell, column)})`);
  return compareAmount(amount, test.comparator, test.quantity, {
    name: column.name,
    unit: column.unit,
    largest: largestOf(table, index, cpu),
  });
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
export function hasWord(cell: Cell, test: WordTest): boolean {
  if (cell === null) return false;
  const text = String(cell).trim().toLowerCase();
  const words = test.words.map((word) => word.toLowerCase());
  switch (test.match) {
    case 'contains':
      return words.some((word) => text.includes(word));
    case 'starts':
      return words.some((word) => text === word || text.startsWith(`${word}-`) || text.startsWith(`${word}.`));
    case 'names':
      return words.some((word) => nameRank(cell, word) > 0);
    case 'is':
      return words.some(
        (word) =>
          text === word ||
          text
            .replace(/[<>]/g, '')
            .split(/\s*[,;:]\s*|\s+/)
            .includes(word),
      );
    default:
      return assertNever(test.match);
  }
}

/** Where another row shows the very word, the column speaks of states in these words, and a different one is another state. */
function testState(state: string, cell: Cell, table: ResultTable, index: number): Comparison {
  const shown = cell === null ? null : showsState(state, String(cell));
  if (shown === null && cell !== null && table.rows.some((row) => String(row[index] ?? '').toLowerCase() === state.toLowerCase()))
    return sure(false);
  return shown === null
    ? unsure(`nothing says whether ${cell === null ? 'an empty cell' : `“${String(cell)}”`} means ${state}`)
    : sure(shown);
}

const YES = new Set(['true', 't', 'yes', 'y', 'on', 'enabled']);
const NO = new Set(['false', 'f', 'no', 'n', 'off', 'disabled', 'unknown']);

/** `False (MissingEndpoints)` begins with its answer; `3/3` says yes where all are there. */
function testFlag(cell: Cell): Comparison {
  if (cell === null) return unsure('the cell is empty');
  if (typeof cell === 'number') return sure(cell > 0);
  const [first = ''] = String(cell)
    .trim()
    .toLowerCase()
    .split(/[\s(]+/);
  if (YES.has(first)) return sure(true);
  if (NO.has(first) || isBlank(cell)) return sure(false);
  if (/^\d+$/.test(first)) return sure(Number(first) > 0);
  return /^\d+\/\d+$/.test(first) ? testReady('full', first) : unsure(`“${String(cell)}” says neither yes nor no`);
}

function testReady(state: ReadyState, cell: Cell): Comparison {
  const match = /^(\d+)\s*\/\s*(\d+)$/.exec(String(cell).trim());
  if (match === null) return unsure(`${String(cell)} is not of the form ready/desired`);
  const ready = Number(match[1]);
  const desired = Number(match[2]);
  switch (state) {
    case 'full':
      return sure(desired > 0 && ready >= desired);
    case 'available':
      if (desired === 0) return unsure(`${String(cell)}: none are desired`);
      return ready > 0 && ready < desired
        ? unsure(`${String(cell)}: some are ready and some are not`)
        : sure(desired > 0 && ready >= desired);
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
  const text = String(cell).trim();
  const printed = readAge(/\((\S+) ago\)/.exec(text)?.[1] ?? text.split(/\s+/)[0] ?? '');
  const instant =
    typeof cell === 'string' && /^\d{4}-\d\d-\d\d/.test(cell)
      ? Date.parse(cell.length > 10 && !/[zZ]|[+-]\d\d:?\d\d$/.test(cell) ? `${cell.replace(' ', 'T')}Z` : cell)
      : Number.NaN;
  const now = Date.parse(observedAt);
  if (printed !== null && test.direction === 'since') return sure(holds(printed, test.comparator, test.seconds));
  if (Number.isNaN(instant) || Number.isNaN(now)) return unsure(`${String(cell)} is no time`);
  const seconds = (test.direction === 'since' ? now - instant : instant - now) / 1000;
  return sure(holds(seconds, test.comparator, test.seconds));
}
