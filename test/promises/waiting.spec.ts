import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { SqlOutbox } from '../../src/memory/outbox/sql-outbox.js';
import { planOf } from '../support/plan-of.js';
import { ada, runBench } from '../support/run-bench.js';
import type { RunBench } from '../support/run-bench.js';
import { worldOf } from '../support/world.js';

const WAITING = 10_000;

let bench: RunBench;
beforeAll(async () => {
  bench = await runBench();
});
afterAll(() => bench.close());

/** The run as often as wanted, each with an id of its own and the same question. */
async function multiply(runId: string): Promise<void> {
  await bench.database.query(`create table copies as select gen_random_uuid() as id from generate_series(1, ${WAITING})`);
  for (const [table, column] of [
    ['runs', 'id'],
    ['run_steps', 'run_id'],
    ['run_edges', 'run_id'],
    ['run_events', 'run_id'],
    ['run_questions', 'run_id'],
  ] as const) {
    const columns = await bench.database.query<{ name: string }[]>(
      'select column_name as name from information_schema.columns where table_name = $1 order by ordinal_position',
      [table],
    );
    const values = columns.map(({ name }) =>
      name === column ? 'copies.id' : name === 'id' && table === 'run_questions' ? 'copies.id::text' : `t."${name}"`,
    );
    await bench.database.query(`insert into ${table} select ${values.join(', ')} from ${table} t, copies where t.${column} = $1`, [runId]);
  }
}

test(
  'ten thousand runs that wait for an answer hold no lease and no memory, and one that is answered goes on at once',
  { timeout: 90_000 },
  async () => {
    const first = await bench.worker(worldOf());
    const original = await bench.start(planOf('a -(?warm)-> b'));
    await bench.until(original, ({ status }) => status === 'waiting');
    await first.stop();
    await multiply(original);
    await bench.database.query('insert into run_tellings (run_id, told_seq) select id::text, 1000 from runs');

    const timersBefore = process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length;
    const heapBefore = process.memoryUsage().heapUsed;
    const worker = await bench.worker(worldOf());
    await sleep(3_000);
    const [held] = await bench.database.query<{ held: number; waiting: number }[]>(
      'select count(lease_owner)::int as held, count(*)::int as waiting from runs where ended_at is null',
    );
    expect(held).toEqual({ held: 0, waiting: WAITING + 1 });
    expect(process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length - timersBefore).toBeLessThan(20);
    expect(process.memoryUsage().heapUsed - heapBefore).toBeLessThan(50_000_000);

    const [chosen] = await bench.database.query<{ id: string; run_id: string }[]>(
      "select id, run_id from run_questions where status = 'open' limit 1",
    );
    const answered = performance.now();
    await bench.runs.answer(chosen!.id, 'yes', ada);
    expect((await bench.until(chosen!.run_id)).status).toBe('succeeded');
    const looked = performance.now();
    expect(looked - answered).toBeLessThan(3_000);
    await new SqlOutbox(bench.database).behind(200);
    expect(performance.now() - looked).toBeLessThan(1_000);
    await worker.stop();
  },
);
