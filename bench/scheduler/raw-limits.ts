import pg from 'pg';

/** What the machine's PostgreSQL can do at most, measured in the same run. */
export interface RawLimits {
  /** One row, one commit, one connection. */
  readonly commitMs: number;
  readonly commitsPerSecondOn32: number;
  /** Rows a second in statements of nine on eight connections. */
  readonly batchRowsPerSecond: number;
}

const MEASURE_MS = 2_000;

export async function measureRawLimits(url: string): Promise<RawLimits> {
  const pool = new pg.Pool({ connectionString: url, max: 32 });
  await pool.query('create table raw_rows (id bigint generated always as identity primary key, body jsonb)');
  const one = "insert into raw_rows (body) values ('{}')";
  const nine = "insert into raw_rows (body) select '{}' from generate_series(1, 9)";
  const single = await countWithin(pool, 1, one);
  const many = await countWithin(pool, 32, one);
  const batches = await countWithin(pool, 8, nine);
  await pool.query('drop table raw_rows');
  await pool.end();
  return { commitMs: 1_000 / single, commitsPerSecondOn32: many, batchRowsPerSecond: batches * 9 };
}

/** @returns statements a second */
async function countWithin(pool: pg.Pool, connections: number, statement: string): Promise<number> {
  const clients = await Promise.all(Array.from({ length: connections }, () => pool.connect()));
  const end = performance.now() + MEASURE_MS;
  const counts = await Promise.all(
    clients.map(async (client) => {
      let count = 0;
      for (; performance.now() < end; count += 1) await client.query(statement);
      return count;
    }),
  );
  for (const client of clients) client.release();
  return counts.reduce((sum, count) => sum + count, 0) / (MEASURE_MS / 1_000);
}
