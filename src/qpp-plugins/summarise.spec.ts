import { expect, test } from 'vitest';
import { summariseRows } from './summarise.js';

test('the first rows stand in one line, cells of a secret column do not', () => {
  const table = {
    columns: ['user', 'password'],
    rows: [
      ['ada', 'hunter2'],
      ['bob', 'swordfish'],
    ],
    fill: 'rows' as const,
  };
  expect(summariseRows(table)).toBe('2 rows: ada; bob');
});
