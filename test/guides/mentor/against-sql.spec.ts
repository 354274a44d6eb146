import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { queryChecker } from '../../../src/commands/lint/against.js';
import { testDatabase, type TestDatabase } from '../../support/database.js';

const STEP = (query: string, prose: string): string => `# Orders are slow

## Parameters

- \`shop\`: from the alert label \`shop\`

## Step 1 - Which counters are slow?

\`\`\`sql
${query}
\`\`\`

${prose}

## Step 2 - Hand over

Escalate to the on-call of the shop. This is the end of this guide.
`;
const FIRST_LINE = 10;
const ANY = 'If the query returns a row, proceed to Step 2. Otherwise, this is the end of this guide.';

let postgres: TestDatabase;
let folder: string;
let sqlite: string;

/** Forty orders at two counters, one a minute; loads are measured half a minute later. */
beforeAll(async () => {
  postgres = await testDatabase();
  const client = new pg.Client(postgres.url);
  await client.connect();
  await client.query(`create table orders (placed_at timestamp, shop text, counter text, seconds double precision, is_trial boolean);
    create table loads (measured_at timestamp, counter text, percent double precision);
    insert into orders select timestamp '2026-03-01 10:00' + n * interval '1 minute', 'harbour', 'c' || n % 2, n, false from generate_series(1, 40) n;
    insert into loads select timestamp '2026-03-01 10:00:30' + n * interval '1 minute', 'c' || n % 2, n from generate_series(1, 40) n`);
  await client.end();
  folder = mkdtempSync(join(tmpdir(), 'periplus-against-'));
  sqlite = join(folder, 'orders.db');
  const database = new DatabaseSync(sqlite);
  database.exec(`create table orders (placed_at text, shop text, counter text, seconds real, is_trial integer);
    insert into orders select datetime('2026-03-01 10:00', n || ' minutes'), 'harbour', 'c' || (n % 2), n, 0 from (select value as n from json_each('[1,2,3,4,5,6,7,8]'))`);
  database.close();
});
afterAll(async () => {
  await postgres.drop();
  rmSync(folder, { recursive: true });
});

async function found(
  query: string,
  options: { readonly prose?: string; readonly address?: string; readonly shop?: string | null } = {},
): Promise<string[]> {
  const { prose = ANY, address = postgres.url, shop = 'harbour' } = options;
  const markdown = STEP(query, prose);
  const problems = await queryChecker(address, shop === null ? [] : [`shop=${shop}`])(
    { name: 'orders.md', file: 'orders.md', markdown, named: true },
    markdown,
  );
  return problems.map(({ rule, severity, line, message }) => `${severity} ${rule}@${String(line - FIRST_LINE)} ${message}`);
}

describe('a query is tried at the real PostgreSQL, reading only', () => {
  test('a sound one is left in peace', async () => {
    expect(
      await found("SELECT counter, max(seconds) AS slowest\nFROM orders\nWHERE shop = '{shop}' AND NOT is_trial\nGROUP BY counter"),
    ).toEqual([]);
  });

  test('names and types that the database does not know, at their lines', async () => {
    expect(await found("SELECT counter,\n  max(secnds)\nFROM orders WHERE shop = '{shop}' GROUP BY counter")).toEqual([
      'error query-refused@1 The source refuses this query: column "secnds" does not exist at “max(secnds)” (42703).',
    ]);
    expect(await found("SELECT counter\nFROM order WHERE shop = '{shop}'")).toEqual([]);
  });

  test('one error does not hide the next: each is mended in a copy that is tried on', async () => {
    const query =
      "SELECT date_trunc('15 minutes', placed_at) AS quarter, counter, avg(seconds)\nFROM orders o JOIN loads l ON l.counter = o.counter\nWHERE shop = '{shop}'\n  AND is_trial = 0\nGROUP BY 1, 2";
    expect((await found(query)).map((line) => line.replace(/ at “.*/, ''))).toEqual([
      'error query-refused@0 The source refuses this query: column reference "counter" is ambiguous',
      'error query-refused@0 The source refuses this query: unit "15 minutes" not recognized for type timestamp without time zone',
      'error query-refused@3 The source refuses this query: operator does not exist: boolean = integer',
    ]);
  });

  test('a filter that leaves out every row, with what there is', async () => {
    expect(
      await found(
        "WITH by_counter AS (\n  SELECT counter, count(*) AS orders FROM orders WHERE shop = '{shop}' GROUP BY counter\n)\nSELECT counter, orders\nFROM by_counter\nWHERE orders > 100",
      ),
    ).toEqual([
      'info no-rows@0 The query answers with no row for these values.',
      'warning unreachable-threshold@5 "orders > 100" is reached by nothing: the largest of 2 values is 20, so the query leaves out every row, whatever happens.',
    ]);
    expect(await found("SELECT counter FROM orders\nWHERE shop = '{shop}' GROUP BY counter\nHAVING count(*) >= 30")).toContain(
      'warning unreachable-threshold@2 "count(*) >= 30" is reached by nothing: the largest of 2 values is 20, so the query leaves out every row, whatever happens.',
    );
  });

  test('a join on times that never are equal', async () => {
    expect(
      await found(
        "SELECT o.counter, l.percent\nFROM orders o\nJOIN loads l ON l.counter = o.counter AND l.measured_at = o.placed_at\nWHERE o.shop = '{shop}'",
      ),
    ).toContain(
      'warning empty-join@2 The join "JOIN loads l ON l.counter = o.counter AND l.measured_at = o.placed_at" keeps none of 40 rows.',
    );
  });

  test('a word the guide waits for and the query cannot say', async () => {
    const query =
      "SELECT counter, CASE WHEN max(seconds) > 30 THEN 'COUNTER_SLOW' ELSE 'NORMAL' END AS verdict\nFROM orders WHERE shop = '{shop}' GROUP BY counter";
    expect(
      await found(query, { prose: 'If the verdict is COUNTER_STUCK, proceed to Step 2. Otherwise, this is the end of this guide.' }),
    ).toEqual([
      'info status-without-branch@0 The query can answer COUNTER_SLOW, and the step says nothing of it.',
      'warning status-never-yielded@4 The step waits for COUNTER_STUCK, which its query never yields: it knows NORMAL, COUNTER_SLOW.',
    ]);
  });

  test('without a value a query is explained with typed placeholders, and not run', async () => {
    expect(await found("SELECT counter FROM orders WHERE shop = '{shop}' AND is_trial = 0", { shop: null })).toEqual([
      'error query-refused@0 The source refuses this query: operator does not exist: boolean = integer at “SELECT counter FROM orders WHERE shop = $1 AND is_trial = 0” (42883).',
      'info not-run@0 Explained, and not run: shop has no value.',
    ]);
  });

  test('nothing is ever changed: a statement that writes is not tried', async () => {
    expect(await found("DELETE FROM orders WHERE shop = '{shop}'")).toEqual([]);
    const client = new pg.Client(postgres.url);
    await client.connect();
    expect((await client.query('select count(*)::int as rows from orders')).rows).toEqual([{ rows: 40 }]);
    await client.end();
  });
});

test('an SQLite file is asked the same way', async () => {
  expect(await found("SELECT counter, count(*) FROM orders WHERE shop = '{shop}' GROUP BY counter", { address: sqlite })).toEqual([]);
  expect(await found("SELECT counter, count(*) FROM ordrs WHERE shop = '{shop}' GROUP BY counter", { address: sqlite })).toEqual([
    'error query-refused@0 The source refuses this query: no such table: ordrs.',
  ]);
  expect(
    await found("SELECT counter FROM orders WHERE shop = '{shop}'\nGROUP BY counter HAVING count(*) > 20", { address: sqlite }),
  ).toContain(
    'warning unreachable-threshold@1 "count(*) > 20" is reached by nothing: the largest of 2 values is 4, so the query leaves out every row, whatever happens.',
  );
});

test('a source that is not there is told in a sentence', async () => {
  await expect(found('SELECT 1', { address: 'postgres://127.0.0.1:1/none' })).rejects.toThrow(/cannot be reached/);
  expect(() => queryChecker('nowhere', [])).toThrow(/no source called nowhere/);
});
