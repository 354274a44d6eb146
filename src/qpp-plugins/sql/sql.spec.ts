import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import { parseSync } from 'libpg-query';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../../../test/support/database.js';
import { configSchema } from '../../platform/config.js';
import { hostileValue } from '../__fixtures__/hostile-values.js';
import { bound, preparedOf, propertyRuns, templateOf } from '../__fixtures__/template.js';
import type { Preparation, QueryPlugin, QueryResult } from '../query-plugin.js';
import { Sources } from '../sources.js';
import { bindSql } from './bind-sql.js';
import { loadSqlParser, readSql } from './read-sql.js';
import { renderSql } from './render-sql.js';
import { sqlPlugin } from './sql.plugin.js';

const never = new AbortController().signal;
const context = { at: new Date(0), cluster: 'demo' };

let server: TestDatabase;
let directory: string;
let file: string;

beforeAll(async () => {
  await loadSqlParser();
  server = await testDatabase();
  const client = new pg.Client(server.url);
  await client.connect();
  await client.query(`create table orders (id int, region text, at timestamptz, total numeric);
    insert into orders values (1, 'eu', '2026-01-01T10:00:00Z', 12.5), (2, 'us', '2026-01-01T11:00:00Z', 0.25), (3, 'o''brien', '2026-01-01T12:00:00Z', null);
    create function meddle() returns int language sql as 'select 1';
    create function look() returns int stable language sql as 'select 1'`);
  await client.end();
  directory = mkdtempSync(join(tmpdir(), 'periplus-sql-'));
  file = join(directory, 'orders.db');
  const database = new DatabaseSync(file);
  database.exec(`create table orders (id int, region text, at text, total real);
    insert into orders values (1, 'eu', '2026-01-01 10:00:00', 12.5), (2, 'us', '2026-01-01 11:00:00', 0.25), (3, 'o''brien', '2026-01-01 12:00:00', null)`);
  database.close();
});

afterAll(async () => {
  await server.drop();
  rmSync(directory, { recursive: true });
});

function pluginFor(kind: string, limits: object = {}): QueryPlugin {
  const url = kind === 'sqlite' ? file : server.url;
  return sqlPlugin(new Sources(configSchema.parse({ sources: { shop: { kind, url, ...limits } } })));
}

function prepare(kind: string, text: string, values: Record<string, string | number | null> = {}): Preparation {
  return pluginFor(kind).prepare(templateOf('sql', text, Object.keys(values)), { ...context, values: bound(values) });
}

async function ask(
  kind: string,
  text: string,
  values: Record<string, string | number | null> = {},
  limits: object = {},
): Promise<QueryResult> {
  const plugin = pluginFor(kind, limits);
  const query = preparedOf(plugin.prepare(templateOf('sql', text, Object.keys(values)), { ...context, values: bound(values) }));
  return plugin.run(query, never);
}

describe.each(['postgres', 'sqlite'])('%s', (kind) => {
  test('holes are bound with and without quotes, and inside a longer literal', async () => {
    const text = "select id, total from orders where region = '{region}' or id = {id} or region like '%{part}%' order by id";
    expect((await ask(kind, text, { region: "o'brien", id: 1, part: 'u' })).rows).toEqual([
      [1, 12.5],
      [2, 0.25],
      [3, null],
    ]);
  });

  test.each(["'; DROP TABLE orders; --", "' OR '1'='1", "eu' --", '$1', '?1', '\\'])('%s is a value and nothing else', async (region) => {
    const result = await ask(kind, "select count(*) as n from orders where region = '{region}'", { region });
    expect([result.columns, result.rows]).toEqual([['n'], [[0]]]);
  });

  test('an empty answer is "no rows"; rows beyond the cap are left out', async () => {
    expect((await ask(kind, 'select * from orders where id = 99')).fill).toBe('no-rows');
    const capped = await ask(kind, 'select * from orders', {}, { maxRows: 2 });
    expect([capped.rows.length, capped.truncated]).toEqual([2, true]);
  });

  test('the database refuses in its own words', async () => {
    await expect(ask(kind, 'select missing from nowhere')).rejects.toThrow(/refuses the query: .*nowhere/);
  });

  test('a query that never ends is given up in time', async () => {
    const endless = 'with recursive t(n) as (select 1 union all select n + 1 from t) select count(*) from t';
    await expect(ask(kind, endless, {}, { timeoutMs: 300 })).rejects.toThrow(/did not answer within 0.3 s/);
  });

  test.each([
    ['delete from orders', /changes the database/],
    ['with gone as (delete from orders returning *) select * from gone', /changes the database/],
    ['with a as (select 1), b as (update orders set id = 2 returning id) select * from a, b', /changes the database/],
    ['select * into copy from orders', /changes the database/],
    ['select * from orders for update', /changes the database/],
    ['drop table orders', /changes the database/],
    ["attach 'x.db' as x", /more than read|changes the database/],
    ['pragma journal_mode = off', /more than read|cannot be parsed/],
    ["select pg_read_file('/etc/passwd')", /pg_read_file does more than read/],
    ["select * from pg_ls_dir('/')", /pg_ls_dir does more than read/],
    ['select pg_catalog.pg_sleep(10)', /pg_sleep does more than read/],
    ["select * from dblink('host=x', 'select 1') as t(a int)", /dblink does more than read/],
    ['select pg_terminate_backend(1) from orders', /pg_terminate_backend changes something/],
    ["select lo_import('/etc/passwd')", /lo_import changes something/],
    ["select nextval('s')", /nextval changes something/],
    ["select set_config('a.b', 'c', false)", /set_config changes something/],
    ['with x as (select pg_advisory_lock(1)) select * from x', /pg_advisory_lock changes something/],
    ["select load_extension('x')", /load_extension does more than read/],
  ])('%s is never sent: a person decides', (text, reason) => {
    const preparation = prepare(kind, text);
    expect(preparation.kind).not.toBe('prepared');
    if (kind === 'postgres' && /^(?:attach|pragma)/.test(text)) return;
    expect(preparation).toMatchObject({ kind: 'by-hand', rendered: text, reason: expect.stringMatching(reason) as string });
  });

  test('several statements are refused', () => {
    expect(prepare(kind, 'select 1; select 2')).toMatchObject({
      kind: 'refused',
      reason: expect.stringContaining('one statement') as string,
    });
  });

  test('what a person is given has its values in place, as literals of their places', () => {
    const text = "update orders set region = '{region}', total = {total} where id = -{id} -- {region}";
    const preparation = prepare(kind, text, { region: "o'brien\n; drop", total: "1'2", id: '-5' });
    expect(preparation).toMatchObject({
      kind: 'by-hand',
      rendered: "update orders set region = 'o''brien\n; drop', total = '1''2' where id = -(-5) -- o'brien ; drop",
    });
  });

  test.each([
    ['select * from orders', true],
    ["select * from orders where at > '{start}'", true],
    ["select * from orders where at > datetime('now', '-1 hour')", false],
    ['select * from orders where at > current_timestamp', false],
  ])('%s can be replayed as of a past alert: %s', (text, replayable) => {
    expect(preparedOf(prepare(kind, text, { start: '2026-01-01' })).replayable).toBe(replayable);
  });

  test.each([
    ['select * from {table}', { table: 'orders' }],
    ['select "{column}" from orders', { column: 'id' }],
  ])('a name cannot be a parameter: %s', (text, values) => {
    expect(prepare(kind, text, values).kind).toBe('refused');
  });

  test('whatever the value, the statement sent is the same', () => {
    const text = "select * from orders where region = '{a}' and at > '{b}' and id = {c} and region like '%{a}' -- {a}";
    const sent = (values: Record<string, string>): unknown => {
      const result = bindSql(templateOf('sql', text, ['a', 'b', 'c']), bound(values), kind === 'sqlite' ? 'sqlite' : 'postgres');
      return result.kind === 'bound' ? result.sql.text : result;
    };
    const plain = sent({ a: 'x', b: 'y', c: 'z' });
    fc.assert(
      fc.property(hostileValue(), hostileValue(), hostileValue(), (a, b, c) => {
        expect(sent({ a, b, c })).toEqual(plain);
      }),
      propertyRuns,
    );
  });
});

describe('postgres alone', () => {
  test('intervals and timestamps take a parameter', async () => {
    const text = "select id from orders where at > timestamp '{start}' + interval '{n} minutes' order by id";
    expect((await ask('postgres', text, { start: '2026-01-01T10:00:00Z', n: 30 })).rows).toEqual([[2], [3]]);
  });

  test('numbers, times and truth are ours; the clock is the server’s', async () => {
    const result = await ask('postgres', 'select total, at, total is null as empty, count(*) over () as n from orders where id = 1');
    expect(result).toMatchObject({ columns: ['total', 'at', 'empty', 'n'], rows: [[12.5, '2026-01-01T10:00:00.000Z', false, 1]] });
    expect(Math.abs(Date.parse(result.observedAt) - Date.now())).toBeLessThan(60_000);
  });

  test('a volatile function of the database itself is refused by its catalogue; a stable one is called', async () => {
    await expect(ask('postgres', 'select meddle()')).rejects.toThrow(/meddle is volatile/);
    expect((await ask('postgres', 'select look()')).rows).toEqual([[1]]);
  });

  test('nothing can be written even where the parser saw nothing', async () => {
    const client = new pg.Client(server.url);
    await client.connect();
    await client.query(
      `create function sneaky() returns int stable language plpgsql as 'begin execute ''delete from orders''; return 1; end'`,
    );
    await client.end();
    await expect(ask('postgres', 'select sneaky()')).rejects.toThrow(/refuses the query/);
  });

  test('a server that is away may come back', async () => {
    const plugin = sqlPlugin(
      new Sources(configSchema.parse({ sources: { shop: { kind: 'postgres', url: 'postgres://u@127.0.0.1:1/x' } } })),
    );
    const query = preparedOf(plugin.prepare(templateOf('sql', 'select 1'), { ...context, values: {} }));
    await expect(plugin.run(query, never)).rejects.toMatchObject({
      name: 'TransientError',
      message: expect.stringContaining('cannot be reached') as string,
    });
  });
});

test('whatever the value, what a person is shown is the same statement', () => {
  const text = "delete from orders where region = '{a}' and at > {b} and region like '%{a}' /* {a} */ -- {b}";
  const shown = (a: string, b: string): string => shapeOfSql(renderSql(templateOf('sql', text, ['a', 'b']), bound({ a, b })));
  const shape = shown('x', 'y');
  fc.assert(
    fc.property(hostileValue(), hostileValue(), (a, b) => {
      expect(shown(a, b)).toBe(shape);
    }),
    propertyRuns,
  );
});

describe('reading', () => {
  test.each([
    ['select a, b as c, count(*), max(d) from t', ['a', 'c', 'count', 'max']],
    ["with x as (select a, case when b then 'BAD' else 'GOOD' end as s from t) select * from x", ['a', 's']],
    ['select t.* from t', null],
    ['select x.a, y.b from x join y using (id) union select 1, 2', ['a', 'b']],
    ['select s.* from (select 1 as one) s', ['one']],
    ["select now()::date, 'x'::text", ['now', 'text']],
  ])('columns of %s', (text, columns) => {
    expect(readSql(text).columns).toEqual(columns);
  });

  test('status words come from CASE', () => {
    expect(readSql("select case when a > 1 then 'REGRESSION_DETECTED' else 'NO_REGRESSION' end from t").statusWords).toEqual([
      'NO_REGRESSION',
      'REGRESSION_DETECTED',
    ]);
  });

  test('a flaw has its line', () => {
    expect(readSql('select 1\nfrom t\nwhere )').flaws).toEqual([
      { message: expect.stringContaining('SQL cannot be parsed') as string, line: 2 },
    ]);
  });

  test.each([
    'insert into t values (1)',
    'select 1 for update',
    'update t set a = 1',
    'explain analyze delete from t',
    'copy t to stdout',
    'vacuum',
  ])('%s is no reading', (text) => {
    expect(readSql(text).mutating).toBe(true);
  });
});

/** The parsed statement without its literals and positions. */
function shapeOfSql(text: string): string {
  return JSON.stringify(parseSync(text), (key, value: unknown) =>
    key === 'location' || key === 'stmt_len' ? 0 : key === 'A_Const' ? 'literal' : value,
  );
}
