import { Socket } from 'node:net';
import { Client, type CustomTypesConfig, type QueryArrayConfig, type QueryArrayResult } from 'pg';
import { TerminalError } from '../../platform/errors.js';
import type { Cell } from '../../tsg-parser/index.js';
import type { BoundSql } from '../sql/bind-sql.js';
import type { SqlAnswer, SqlLimits } from '../sql/sql-answer.js';
import { ALLOWED_VOLATILE } from '../sql/sql-functions.js';
import { cellOf } from './postgres-cell.js';
import { CURSOR, inOurWords } from './postgres-errors.js';

/** One batch of the cursor: what the server sends before it is asked whether there is room for more. */
const BATCH_ROWS = 200;

/**
 * Runs one reading statement in a read-only transaction of its own, through a server-side cursor, with a statement time-out
 * and a limit on rows and bytes. The connection is cut when the signal is aborted, when the time is over whatever the server
 * does, and when a single batch is larger than any answer may be.
 * @throws TransientError (unreachable, time-out, restart), TerminalError `query-refused`, `answer-too-large`.
 */
export async function askPostgres(
  url: string,
  sql: BoundSql,
  functions: readonly string[],
  limits: SqlLimits,
  signal: AbortSignal,
): Promise<SqlAnswer> {
  signal.throwIfAborted();
  const timeout = AbortSignal.timeout(limits.timeoutMs);
  const link = new Socket();
  const client = new Client({ connectionString: url, application_name: 'periplus', types: cells, stream: () => link });
  client.on('error', () => undefined);
  const cut = (): void => {
    link.destroy();
  };
  const over = AbortSignal.any([signal, timeout]);
  over.addEventListener('abort', cut, { once: true });
  const weigher = new Weigher(limits.maxBytes * 2, cut);
  try {
    await client.connect();
    client.connection.stream.on('data', weigher.weigh);
    return await read(client, sql, functions, limits);
  } catch (error) {
    if (signal.aborted) throw signal.reason as Error;
    throw inOurWords(error, { ...limits, sent: sentFor(sql), isLate: timeout.aborted, isTooLarge: weigher.isTooLarge });
  } finally {
    over.removeEventListener('abort', cut);
    await Promise.race([client.end().catch(() => undefined), hangsUp(link)]);
    cut();
  }
}

/** The server has a moment to close the connection on its side. */
function hangsUp(link: Socket): Promise<void> {
  return new Promise((resolve) => {
    if (link.destroyed) resolve();
    else setTimeout(resolve, 1_000).unref();
  });
}

/** Counts what arrives, and stops the connection before it fills the memory. */
class Weigher {
  private bytes = 0;

  constructor(
    private readonly mostBytes: number,
    private readonly stop: () => void,
  ) {}

  get isTooLarge(): boolean {
    return this.bytes > this.mostBytes;
  }

  readonly weigh = (chunk: Buffer): void => {
    this.bytes += chunk.length;
    if (this.isTooLarge) this.stop();
  };
}

async function read(client: Client, sql: BoundSql, functions: readonly string[], limits: SqlLimits): Promise<SqlAnswer> {
  const timeoutMs = String(Math.ceil(limits.timeoutMs));
  await client.query(
    `BEGIN TRANSACTION READ ONLY; SET LOCAL standard_conforming_strings = on; SET LOCAL TIME ZONE 'UTC'; SET LOCAL datestyle = 'ISO';
     SET LOCAL statement_timeout = ${timeoutMs}; SET LOCAL lock_timeout = ${timeoutMs};
     SELECT set_config(name, '1s', true) FROM pg_catalog.pg_settings WHERE name = 'client_connection_check_interval'`,
  );
  await refuseVolatile(client, functions);
  const clock = await client.query<[string]>({ text: 'SELECT now()', rowMode: 'array' });
  const found = await fetchRows(client, sql, limits);
  await client.query('ROLLBACK');
  return { ...found, observedAt: clock.rows[0]?.[0] ?? new Date().toISOString() };
}

/** The protocol that takes one statement and no more, also where there is nothing to bind. Not in the driver's types. */
const EXTENDED = { queryMode: 'extended' };

const WITHOUT_CURSOR = /^(?:\s|--[^\n]*\n|\/\*[\s\S]*?\*\/)*(?:show|explain)\b/i;

/** The one statement that carries the query. */
function sentFor(sql: BoundSql): string {
  const text = sql.text.replace(/;\s*$/, '');
  return WITHOUT_CURSOR.test(text) ? text : CURSOR + text;
}

/** SHOW and EXPLAIN take no cursor; all else is fetched in batches until there is enough. */
async function fetchRows(client: Client, sql: BoundSql, limits: SqlLimits): Promise<Omit<SqlAnswer, 'observedAt'>> {
  const statement: Omit<QueryArrayConfig<Cell[]>, 'text'> = { values: [...sql.values], rowMode: 'array', ...EXTENDED };
  const text = sentFor(sql);
  if (WITHOUT_CURSOR.test(text)) return capped([await client.query<Cell[]>({ text, ...statement })], limits);
  await client.query({ text, ...statement });
  const batches: QueryArrayResult<Cell[]>[] = [];
  for (let rows = 0, bytes = 0; rows <= limits.maxRows && bytes <= limits.maxBytes;) {
    const batch = await client.query<Cell[]>({ text: `FETCH FORWARD ${String(BATCH_ROWS)} FROM answer`, rowMode: 'array' });
    batches.push(batch);
    if (batch.rows.length < BATCH_ROWS) return capped(batches, limits);
    rows += batch.rows.length;
    bytes += weightOf(batch.rows);
  }
  return { ...capped(batches, limits), truncated: true };
}

function capped(batches: readonly QueryArrayResult<Cell[]>[], { maxRows }: SqlLimits): Omit<SqlAnswer, 'observedAt'> {
  const rows = batches.flatMap((batch) => batch.rows);
  return {
    columns: batches[0]?.fields.map((field) => field.name) ?? [],
    rows: rows.slice(0, maxRows),
    truncated: rows.length > maxRows,
  };
}

function weightOf(rows: readonly (readonly Cell[])[]): number {
  return rows.reduce((sum, row) => sum + row.reduce<number>((size, cell) => size + (typeof cell === 'string' ? cell.length : 8), 0), 0);
}

async function refuseVolatile(client: Client, functions: readonly string[]): Promise<void> {
  if (functions.length === 0) return;
  const names = functions.map((name) => name.split('.').at(-1) ?? name);
  const { rows } = await client.query<{ readonly proname: string }>(
    `SELECT proname FROM pg_catalog.pg_proc WHERE proname = ANY($1::text[]) AND proname <> ALL($2::text[])
     GROUP BY proname HAVING bool_or(provolatile = 'v') LIMIT 1`,
    [names, ALLOWED_VOLATILE],
  );
  const [volatile] = rows;
  if (volatile === undefined) return;
  throw new TerminalError('function-refused', `The function ${volatile.proname} is volatile: it may do more than read.`, {
    hint: 'Declare it STABLE where it only reads, or have a person run the statement.',
  });
}

/** Numbers, truth and times become ours; everything else stays the text PostgreSQL prints. */
const cells: CustomTypesConfig = {
  getTypeParser: (oid: number) => (text: string | Buffer) => cellOf(oid, String(text)),
};
