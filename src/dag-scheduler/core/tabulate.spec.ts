import { expect, test } from 'vitest';
import { tabulate } from './tabulate.js';

const columns = ['id', 'queue_name', 'priority', 'state', 'waited_ms'];
const rows = Array.from({ length: 40 }, (_unused, index) => [
  `job-${index}`,
  index % 4 === 0 ? 'mail' : 'print',
  index % 4 === 0 ? 'URGENT' : 'LATER',
  index % 8 === 0 ? 'FAILED' : 'DONE',
  index,
]);

test('many rows are counted by what the question names, the worst first', () => {
  expect(tabulate({ columns, rows }, 'does any queue fail more than 10% of its jobs?')).toBe(
    ['40 rows by queue_name, state:', 'mail: 10; DONE 5 (50 %), FAILED 5 (50 %)', 'print: 30; DONE 30 (100 %)'].join('\n'),
  );
});

test('a value that is named counts as naming its column', () => {
  expect(tabulate({ columns, rows }, 'any URGENT job is late')).toContain('URGENT: 10; DONE 5 (50 %)');
});

test('a few rows, and columns nobody speaks of, are left as they are', () => {
  expect(tabulate({ columns, rows: rows.slice(0, 5) }, 'any queue')).toBeNull();
  expect(tabulate({ columns, rows }, 'the disk is full')).toBeNull();
  expect(tabulate({ columns: ['id'], rows: rows.map((row) => row.slice(0, 1)) }, 'any id')).toBeNull();
});

test('without a column that says how things ended, rows are counted alone', () => {
  const without = { columns: columns.slice(0, 3), rows: rows.map((row) => row.slice(0, 3)) };
  expect(tabulate(without, 'which queues?')).toBe(['40 rows by queue_name:', 'print: 30', 'mail: 10'].join('\n'));
});
