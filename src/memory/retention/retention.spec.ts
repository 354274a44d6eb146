import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { planOf } from '../../../test/support/plan-of.js';
import { runBench } from '../../../test/support/run-bench.js';
import type { RunBench } from '../../../test/support/run-bench.js';
import { worldOf } from '../../../test/support/world.js';
import { configSchema } from '../../platform/config.js';
import { SqlDeliveryStore } from '../deliveries/sql-delivery-store.js';
import { Retention } from './retention.service.js';

let bench: RunBench;
beforeAll(async () => {
  bench = await runBench();
});
afterAll(() => bench.close());

const prune = (): Promise<void> => new Retention(bench.database, configSchema.parse({})).prune(new AbortController().signal);

async function endedRun(daysAgo: number): Promise<string> {
  const runId = await bench.start(planOf('a -(ok)-> b'));
  await bench.until(runId);
  await bench.database.query("update runs set ended_at = now() - $2 * interval '1 day' where id = $1", [runId, daysAgo]);
  return runId;
}

async function countOf(table: string, runId: string): Promise<number> {
  const [row] = await bench.database.query<{ count: number }[]>(`select count(*)::int as count from ${table} where run_id = $1`, [runId]);
  return row?.count ?? 0;
}

test('the history of an old run goes, what it found and decided stays; of a very old run nothing stays', async () => {
  const worker = await bench.worker(worldOf());
  const [fresh, old, veryOld] = [await endedRun(1), await endedRun(91), await endedRun(401)];
  await worker.stop();
  const before = await bench.runs.view(old);
  await prune();
  await prune();
  expect([await countOf('run_events', fresh), await countOf('run_events', old)]).toEqual([8, 0]);
  expect(await bench.runs.view(old)).toEqual(before);
  expect(before.decisions).toHaveLength(1);
  await expect(bench.runs.view(veryOld)).rejects.toMatchObject({ code: 'run-unknown' });
  for (const table of ['run_steps', 'run_edges', 'run_events']) expect(await countOf(table, veryOld)).toBe(0);
});

test('what is not told yet is kept, however old', async () => {
  const worker = await bench.worker(worldOf());
  const runId = await endedRun(100);
  await worker.stop();
  await bench.database.query('insert into run_tellings (run_id) values ($1)', [runId]);
  await prune();
  expect(await countOf('run_events', runId)).toBeGreaterThan(0);
});

test('webhooks are kept as long as they may be delivered again, and until they are worked off', async () => {
  const deliveries = new SqlDeliveryStore(bench.database);
  const delivery = { source: 'pagerduty', eventId: null, orderingKey: 'k', eventType: 'incident.triggered', body: {} };
  const ids = Array.from({ length: 1_005 }, () => randomUUID());
  await deliveries.keep(ids.map((deliveryId) => ({ ...delivery, deliveryId })));
  await bench.database.query("update webhook_deliveries set status = 'done', received_at = now() - interval '31 days'");
  await bench.database.query("update webhook_deliveries set status = 'received' where delivery_id = $1", [ids[0]]);
  await bench.database.query("update webhook_deliveries set received_at = now() - interval '29 days' where delivery_id = $1", [ids[1]]);
  await prune();
  expect((await deliveries.list(10)).map(({ deliveryId }) => deliveryId)).toEqual([ids[1], ids[0]]);
  expect(await deliveries.keep([{ ...delivery, deliveryId: ids[1]! }])).toBe(0);
  expect(() => configSchema.parse({ retention: { deliveriesDays: 1 } })).toThrow(/>=7/u);
});
