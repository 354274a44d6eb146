import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../../../test/support/database.js';
import { configSchema } from '../../platform/config.js';
import { FakeServer } from '../__fixtures__/fake-server.js';
import { preparedOf, templateOf } from '../__fixtures__/template.js';
import type { QueryResult } from '../query-plugin.js';
import { Sources } from '../sources.js';
import { loadSqlParser } from './read-sql.js';
import { sqlPlugin } from './sql.plugin.js';

const never = new AbortController().signal;
const MEGABYTE = 1024 * 1024;

let server: TestDatabase;
let directory: string;

beforeAll(async () => {
  await loadSqlParser();
  server = await testDatabase();
  directory = mkdtempSync(join(tmpdir(), 'periplus-hostile-'));
  new DatabaseSync(join(directory, 'empty.db')).close();
});

afterAll(async () => {
  await server.drop();
  rmSync(directory, { recursive: true });
});

function ask(kind: string, url: string, text: string, limits: object = {}, signal = never): Promise<QueryResult> {
  const plugin = sqlPlugin(new Sources(configSchema.parse({ sources: { shop: { kind, url, ...limits } } })));
  const query = preparedOf(plugin.prepare(templateOf('sql', text), { values: {}, at: new Date(0), cluster: 'demo' }));
  return plugin.run(query, signal);
}

/** The database behind a proxy that counts what it sends. */
async function counted(url: string, act: (url: string) => Promise<void>): Promise<number> {
  const { hostname, port } = new URL(url);
  let bytes = 0;
  const proxy = createServer((near) => {
    const far = connect(Number(port), hostname).on('data', (chunk) => (bytes += chunk.length));
    near.pipe(far).pipe(near);
    near.on('error', () => undefined).on('close', () => far.destroy());
    far.on('error', () => undefined);
  }).listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  const through = new URL(url);
  through.port = String((proxy.address() as AddressInfo).port);
  await act(through.href);
  await new Promise((resolve) => proxy.close(resolve));
  return bytes;
}

describe('postgres', () => {
  test('a cell of 100 MB is cut off, and said to be', async () => {
    const taken = await counted(server.url, async (url) => {
      const asked = ask('postgres', url, "select repeat('x', 100 * 1024 * 1024)");
      await expect(asked).rejects.toMatchObject({
        code: 'answer-too-large',
        message: expect.stringMatching(/answered with more than 32 MB/) as string,
      });
    });
    expect(taken).toBeLessThan(50 * MEGABYTE);
  });

  test('rows without end are read up to the caps', async () => {
    const rows = await ask('postgres', server.url, 'select generate_series(1, 1000000000)', { maxRows: 1000 });
    expect([rows.rows.length, rows.truncated]).toEqual([1000, true]);
    const wide = await ask('postgres', server.url, "select repeat('x', 9000), generate_series(1, 100000)", { maxRows: 100_000 });
    expect([wide.truncated, wide.rows.length < 4000]).toEqual([true, true]);
  });

  test('what is cut short is stopped in the server too', async () => {
    const abort = new AbortController();
    const endless = 'with recursive t(n) as (select 1 union all select n + 1 from t) select count(*) from t';
    const asked = ask('postgres', server.url, endless, { timeoutMs: 60_000 }, abort.signal);
    const client = new pg.Client(server.url);
    await client.connect();
    const running = async (): Promise<number> =>
      (
        await client.query(
          "select from pg_stat_activity where datname = current_database() and application_name = 'periplus' and state = 'active' and query like 'FETCH%'",
        )
      ).rowCount ?? 0;
    await expect.poll(running, { timeout: 5_000 }).toBe(1);
    abort.abort(new Error('the run was cancelled'));
    await expect(asked).rejects.toThrow('the run was cancelled');
    await expect.poll(running, { timeout: 10_000 }).toBe(0);
    await client.end();
  });

  test('a statement’s escapes are read as the parser read them, whatever the server’s own setting', async () => {
    const client = new pg.Client(server.url);
    await client.connect();
    await client.query(`alter database "${new URL(server.url).pathname.slice(1)}" set standard_conforming_strings = off`);
    await client.end();
    expect((await ask('postgres', server.url, "select '\\' as a, '; drop table x; --' as b")).rows).toEqual([['\\', '; drop table x; --']]);
  });

  test('HTML instead of its protocol is a clear failure', async () => {
    await using web = await FakeServer.start(() => ({ status: 200, headers: {}, body: '<html></html>' }));
    await expect(ask('postgres', web.url.replace('http', 'postgres'), 'select 1', { timeoutMs: 2_000 })).rejects.toThrow(
      /PostgreSQL shop (?:cannot be reached|did not answer)/,
    );
  });

  test.each([
    ['hangs before it says a word', (): void => undefined, /did not answer within 0.3 s/],
    ['closes midway', (socket: Socket): void => void socket.once('data', () => socket.end('R')), /cannot be reached/],
    [
      'streams without end',
      (socket: Socket): void => {
        endless(socket);
      },
      /shop (?:cannot be reached|did not answer within 0.3 s|answered with more)/,
    ],
  ])('a server that %s', async (_name, act, sentence) => {
    const sockets = new Set<Socket>();
    const fake = createServer((socket) => {
      sockets.add(socket.on('error', () => undefined));
      act(socket);
    }).listen(0, '127.0.0.1');
    await new Promise((resolve) => fake.once('listening', resolve));
    const url = `postgres://a@127.0.0.1:${String((fake.address() as AddressInfo).port)}/x`;
    await expect(ask('postgres', url, 'select 1', { timeoutMs: 300 })).rejects.toThrow(sentence);
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => fake.close(resolve));
  });
});

/** Notices, one after the other, as fast as they are taken. */
function endless(socket: Socket): void {
  const notice = Buffer.alloc(64 * 1024, 'x');
  notice.write('N');
  notice.writeInt32BE(notice.length - 1, 1);
  notice.fill(0, notice.length - 2);
  const send = (): void => {
    while (!socket.destroyed && socket.write(notice));
  };
  socket.on('drain', send).on('connect', send);
  send();
}

describe('sqlite', () => {
  const file = (): string => join(directory, 'empty.db');

  test('rows and text without end are read up to the caps', async () => {
    const counting = 'with recursive t(n) as (select 1 union all select n + 1 from t) select n from t';
    expect(await ask('sqlite', file(), counting, { maxRows: 1000 })).toMatchObject({ truncated: true });
    const wide = "with recursive t(n) as (select 1 union all select n + 1 from t) select printf('%.*c', 9000, 'x') from t";
    const { truncated, rows } = await ask('sqlite', file(), wide, { maxRows: 100_000 });
    expect([truncated, rows.length < 4000]).toEqual([true, true]);
  });

  test('a value larger than any answer is refused by SQLite', async () => {
    await expect(ask('sqlite', file(), "select length(zeroblob(900000000) || 'x')")).rejects.toThrow(
      /refuses the query: string or blob too big/,
    );
  });

  test('what is cut short ends with its process', async () => {
    const abort = new AbortController();
    const asked = ask(
      'sqlite',
      file(),
      'with recursive t(n) as (select 1 union all select n + 1 from t) select count(*) from t',
      {},
      abort.signal,
    );
    setTimeout(() => {
      abort.abort(new Error('the run was cancelled'));
    }, 200);
    await expect(asked).rejects.toThrow('the run was cancelled');
  });

  test('attaching a file and pragmas are refused by SQLite itself, also behind a reading word', async () => {
    await expect(ask('sqlite', file(), 'with x as (select 1) insert or ignore into t select 1')).rejects.toThrow();
    await expect(ask('sqlite', file(), "explain attach 'other.db' as other")).rejects.toThrow(/not authorized|refuses/);
    await expect(ask('sqlite', file(), "select * from pragma_database_list where name glob '*'")).rejects.toThrow(/not authorized|refuses/);
  });

  test('a file of another kind is a clear failure', async () => {
    const page = join(directory, 'page.html');
    writeFileSync(page, '<html>'.repeat(1000));
    await expect(ask('sqlite', page, 'select 1 from t')).rejects.toThrow(/refuses the query: file is not a database/);
  });
});
