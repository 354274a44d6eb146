import { Client, type CustomTypesConfig, type QueryArrayResult } from 'pg';
import { sentenceOf, TerminalError, TransientError } from '../../platform/errors.js';
import type { Cell } from '../../tsg-parser/index.js';
import type { BoundSql } from '../sql/bind-sql.js';
import type { SqlAnswer, SqlLimits } from '../sql/sql-answer.js';
import { capped } from '../sql/sql-answer.js';
import { ALLOWED_VOLATILE } from '../sql/sql-functions.js';

/**
 * Runs one reading statement in a read-only transaction of its own, through a cursor, with a statement time-out.
 * @throws TransientError (unreachable, time-out, restart), TerminalError `query-refused` with the server's sentence.
 */
export async function askPostgres(
  url: string,
  sql: BoundSql,
  functions: readonly string[],
  limits: SqlLimits,
  signal: AbortSignal,
): Promise<SqlAnswer> {
  const client = new Client({
    connectionString: url,
    connectionTimeoutMillis: limits.timeoutMs,
    application_name: 'periplus',
    types: cells,
  });
  client.on('error', () => undefined);
  const cancel = (): void => {
    void client.end();
  };
  signal.throwIfAborted();
  signal.addEventListener('abort', cancel, { once: true });
  try {
    await client.connect();
    return await read(client, sql, functions, limits);
  } catch (error) {
    if (signal.aborted) throw signal.reason as Error;
    throw inOurWords(error, limits);
  } finally {
    signal.removeEventListener('abort', cancel);
    await client.end().catch(() => undefined);
  }
}

async function read(client: Client, sql: BoundSql, functions: readonly string[], limits: SqlLimits): Promise<SqlAnswer> {
  await client.query(
    `BEGIN TRANSACTION READ ONLY; SET LOCAL TIME ZONE 'UTC'; SET LOCAL datestyle = 'ISO'; SET LOCAL statement_timeout = ${Math.round(limits.timeoutMs)}; SET LOCAL lock_timeout = ${Math.round(limits.timeoutMs)}`,
  );
  await refuseVolatile(client, functions);
  const clock = await client.query<[string]>({ text: 'SELECT now()', rowMode: 'array' });
  const result = await fetchRows(client, sql, limits.maxRows);
  await client.query('ROLLBACK');
  return {
    columns: result.fields.map((field) => field.name),
    rows: result.rows.slice(0, limits.maxRows),
    truncated: result.rows.length > limits.maxRows,
    observedAt: clock.rows[0]?.[0] ?? new Date().toISOString(),
  };
}

/** SHOW and EXPLAIN take no cursor; all else is fetched up to one row beyond the cap. */
async function fetchRows(client: Client, sql: BoundSql, maxRows: number): Promise<QueryArrayResult<Cell[]>> {
  const values = [...sql.values];
  const text = sql.text.replace(/;\s*$/, '');
  if (/^\s*(?:show|explain)\b/i.test(text)) return client.query<Cell[]>({ text, values, rowMode: 'array' });
  await client.query({ text: `DECLARE answer NO SCROLL CURSOR FOR ${text}`, values });
  return client.query<Cell[]>({ text: `FETCH FORWARD ${maxRows + 1} FROM answer`, rowMode: 'array' });
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

const NUMBERS = new Set([20, 21, 23, 26, 700, 701, 1700]);

/** Numbers, truth and times become ours; everything else stays the text PostgreSQL prints. */
const cells: CustomTypesConfig = {
  getTypeParser: (oid: number) => (text: string | Buffer) => cellOf(oid, String(text)),
};

function cellOf(oid: number, text: string): Cell {
  if (NUMBERS.has(oid)) return numberOf(text);
  if (oid === 16) return text === 't';
  if (oid === 1184) return instantOf(text);
  if (oid === 1114) return text.replace(' ', 'T');
  return capped(text);
}

function numberOf(text: string): Cell {
  const value = Number(text);
  if (!Number.isFinite(value)) return null;
  return Number.isInteger(value) && !Number.isSafeInteger(value) ? text : value;
}

function instantOf(text: string): string {
  const instant = Date.parse(text.replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00'));
  return Number.isNaN(instant) ? text : new Date(instant).toISOString();
}

/** Classes of SQLSTATE after which the same query may succeed: connection, resources, operator intervention, serialisation. */
const PASSING = /^(?:08|53|57|40)/;

function inOurWords(error: unknown, limits: SqlLimits): Error {
  if (error instanceof TerminalError || error instanceof TransientError) return error;
  const { code } = error as { readonly code?: string };
  const sentence = sentenceOf(error).replace(/\.$/, '');
  if (code === '57014')
    return new TransientError('source-timeout', `${limits.called} did not answer within ${limits.timeoutMs / 1000} s.`, { cause: error });
  if (code === '28P01' || code === '28000' || code === '3D000')
    return new TerminalError('forbidden', `${limits.called} refuses access: ${sentence}.`, {
      cause: error,
      hint: 'Check the credential of the source in periplus.yaml.',
    });
  if (code !== undefined && /^[0-9A-Z]{5}$/.test(code) && !PASSING.test(code))
    return new TerminalError('query-refused', `${limits.called} refuses the query: ${sentence}.`, { cause: error });
  return new TransientError('unreachable', `${limits.called} cannot be reached: ${sentence}.`, { cause: error });
}
