import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startEmbeddedPostgres } from '../../src/platform/database/embedded-postgres.js';
import type { EmbeddedPostgres } from '../../src/platform/database/embedded-postgres.js';
import { planOf } from '../support/plan-of.js';
import { ada, runBenchOn } from '../support/run-bench.js';
import type { RunBench } from '../support/run-bench.js';
import { worldOf } from '../support/world.js';
import { brokenInvariants } from './support/invariants.js';

let parent: string;
let server: EmbeddedPostgres;
let bench: RunBench;
beforeAll(async () => {
  parent = await mkdtemp(join(tmpdir(), 'periplus-killed-'));
  server = await startEmbeddedPostgres({ directory: join(parent, 'postgres'), port: 0 });
  bench = await runBenchOn(server.url, { leaseMs: 2_000 });
});
afterAll(async () => {
  await bench.close();
  await server.stop();
  await rm(parent, { recursive: true, force: true });
});

test('PostgreSQL killed in the middle of runs: what was committed is there, and the runs go on once it is up', async () => {
  const reading = Promise.withResolvers<string>();
  const world = worldOf({ slow: () => reading.promise });
  await bench.worker(world);
  const asking = await bench.start(planOf('a -(?warm)-> b'));
  const { questions } = await bench.until(asking, (view) => view.questions.length > 0);
  const running = await bench.start(planOf('slow -> c'));
  await expect.poll(() => world.asked, { timeout: 10_000 }).toContain('slow');
  const postmaster = Number((await readFile(join(server.directory, 'postmaster.pid'), 'utf8')).split('\n')[0]);
  const backends = await bench.database.query<{ pid: number }[]>('select pid from pg_stat_activity where pid is not null');
  for (const pid of [postmaster, ...backends.map((backend) => backend.pid)]) process.kill(pid, 'SIGKILL');
  reading.resolve('ok');
  await expect(bench.runs.answer(questions[0]!.id, 'yes', ada)).rejects.toMatchObject({ code: 'database-away' });
  server = await startEmbeddedPostgres({ directory: join(parent, 'postgres'), port: server.port });
  expect((await bench.until(running)).steps.map(({ status }) => status)).toEqual(['succeeded', 'succeeded']);
  await bench.runs.answer(questions[0]!.id, 'yes', ada);
  expect((await bench.until(asking)).status).toBe('succeeded');
  expect(world.asked.filter((text) => text === 'a')).toHaveLength(1);
  expect(await brokenInvariants(bench.database)).toEqual([]);
});
