import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { expect, test } from 'vitest';
import { startEmbeddedPostgres } from './embedded-postgres.js';
import { parseAccounts } from './server-account.js';

async function ask(url: string, sql: string): Promise<unknown> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<{ answer: unknown }>(sql)).rows[0]?.answer;
  } finally {
    await client.end();
  }
}

test('a server left behind is adopted, and a killed one comes up again with its data', async () => {
  const parent = await mkdtemp(join(tmpdir(), 'periplus-embedded-'));
  const options = { directory: join(parent, 'postgres'), port: 0 };
  const first = await startEmbeddedPostgres(options);
  try {
    expect(first.adopted).toBe(false);
    await ask(first.url, "create table kept as select 'yes' as answer");
    const second = await startEmbeddedPostgres(options);
    expect([second.adopted, second.port]).toEqual([true, first.port]);
    process.kill(Number((await readFile(join(first.directory, 'postmaster.pid'), 'utf8')).split('\n')[0]), 'SIGKILL');
    await sleep(300);
    const third = await startEmbeddedPostgres(options);
    expect(third.adopted).toBe(false);
    expect(await ask(third.url, 'select answer from kept')).toBe('yes');
    await third.stop();
  } finally {
    await rm(parent, { recursive: true, force: true });
    await rm(first.directory, { recursive: true, force: true });
  }
});

test('accounts are read from passwd lines, and odd lines are passed over', () => {
  expect(parseAccounts('root:x:0:0:root:/root:/bin/sh\n\n#x\nnobody:x:65534:65534::/:/bin/false')).toEqual([
    { name: 'root', uid: 0, gid: 0 },
    { name: 'nobody', uid: 65534, gid: 65534 },
  ]);
});
