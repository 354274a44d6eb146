import { expect, test } from 'vitest';
import { hintFor, lineAround, refusal } from './refusal.js';

test.each([
  ['operator does not exist: boolean = integer', /true or false/],
  ['operator does not exist: integer = boolean', /0 or 1/],
  ['operator does not exist: text < timestamp without time zone', /text and timestamp without time zone are not compared/],
  ['column reference "timestamp" is ambiguous', /have timestamp: put a table's alias/],
  ['ambiguous column name: request_id', /have request_id/],
  ['unit "30 minutes" not recognized for type timestamp without time zone', /date_bin\('30 minutes'/],
  [
    'column "error_details.exception_message" must appear in the GROUP BY clause or be used in an aggregate function',
    /Group by the column/,
  ],
  ['no such function: DATE_TRUNC', /SQLite has no DATE_TRUNC/],
  ['function round(double precision, integer) does not exist', /There is no round\(double precision, integer\)/],
  ['relation "orders" does not exist', /right source/],
  ['no such table: orders', /right source/],
  ['column "regoin" does not exist', /Compare the names/],
  ['permission denied for table payments', /SELECT on payments/],
  ['near "(": syntax error', /another database/],
])('%s', (sentence, hint) => {
  expect(hintFor(sentence)).toMatch(hint);
});

test('what nobody knows gets no guess, and always the way out', () => {
  expect(hintFor('cosmic rays')).toBeNull();
  expect(refusal('PostgreSQL orders', 'cosmic rays.', null)).toMatchObject({
    code: 'query-refused',
    message: 'PostgreSQL orders refuses the query: cosmic rays.',
    hint: expect.stringContaining('a query file beside it') as string,
  });
});

test('the line it points to is quoted', () => {
  expect(refusal('PostgreSQL orders', 'no', '  AND flag = 0').message).toBe('PostgreSQL orders refuses the query: no at “AND flag = 0”.');
  const text = 'select a\nfrom b\nwhere c = 0';
  expect([1, 10, 16, 99].map((position) => lineAround(text, position))).toEqual(['select a', 'from b', 'from b', 'where c = 0']);
});
