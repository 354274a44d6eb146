import type { Cell } from '../../tsg-parser/index.js';
import { TerminalError } from '../../platform/errors.js';
import { askPostgres } from '../postgres/postgres.client.js';
import { CURSOR } from '../postgres/postgres-errors.js';
import type { Source } from '../sources.js';
import { addressOf } from '../sources.js';
import type { Dialect } from '../sql/bind-sql.js';
import { MOST_BYTES, type SqlAnswer } from '../sql/sql-answer.js';
import { askSqlite } from '../sqlite/sqlite.client.js';

/** What a database says against a statement. */
export interface SqlObjection {
  /** Its own sentence. */
  readonly message: string;
  /** SQLSTATE; null where the database has none. */
  readonly code: string | null;
  /** Where in the statement; null where it does not say. */
  readonly offset: number | null;
}

/** A statement whose values are numbered as in the query it was made from; those it does not use are left out. */
export interface ProbedSql {
  readonly text: string;
  readonly values: readonly Cell[];
}

export type ProbeAnswer = { readonly answer: SqlAnswer } | { readonly objection: SqlObjection };

/** Asks a database, reading only: each statement in a read-only transaction with a time-out and a row cap. */
export interface SqlProbe {
  readonly dialect: Dialect;
  /** Whether the database would take the statement: its plan is asked for, nothing is run. */
  explain(sql: ProbedSql): Promise<SqlObjection | null>;
  /** @throws TransientError where the database cannot be reached or is too slow. */
  run(sql: ProbedSql, maxRows: number): Promise<ProbeAnswer>;
}

const LONGEST_MS = 10_000;

export function sqlProbe(source: Source, signal: AbortSignal): SqlProbe {
  const dialect: Dialect = source.config.kind === 'sqlite' ? 'sqlite' : 'postgres';
  const limits = (maxRows: number): Parameters<typeof askSqlite>[2] => ({
    maxRows,
    maxBytes: MOST_BYTES,
    timeoutMs: Math.min(source.config.timeoutMs, LONGEST_MS),
    called: source.name,
  });
  const ask = (sql: ProbedSql, maxRows: number): Promise<SqlAnswer> => {
    const bound = renumbered(sql, dialect);
    return source.throttle.run(
      () =>
        dialect === 'sqlite'
          ? askSqlite(addressOf(source), bound, limits(maxRows), signal)
          : askPostgres(addressOf(source), bound, [], limits(maxRows), signal),
      signal,
    );
  };
  const run: SqlProbe['run'] = async (sql, maxRows) => {
    try {
      return { answer: await ask(sql, maxRows) };
    } catch (error) {
      return { objection: objectionOf(error, CURSOR) };
    }
  };
  return { dialect, run, explain: (sql) => explain(sql, ask) };
}

const EXPLAIN = 'EXPLAIN ';

async function explain(sql: ProbedSql, ask: (sql: ProbedSql, maxRows: number) => Promise<SqlAnswer>): Promise<SqlObjection | null> {
  try {
    await ask({ ...sql, text: EXPLAIN + sql.text }, 1);
    return null;
  } catch (error) {
    return objectionOf(error, EXPLAIN);
  }
}

/** @throws what is no word of the database on the statement. */
function objectionOf(error: unknown, sentBefore: string): SqlObjection {
  if (!(error instanceof TerminalError) || error.code !== 'query-refused') throw error;
  const cause = error.cause as { readonly code?: string; readonly position?: string; readonly message?: string } | undefined;
  const said = cause?.message ?? error.message.replace(/^.*? refuses the query: /, '').replace(/\.$/, '');
  const position = cause?.position === undefined ? null : Number(cause.position) - 1 - sentBefore.length;
  return { message: said, code: cause?.code ?? null, offset: position };
}

/** `$2, $4` become `$1, $2`: a statement is given the values it names, no others. */
function renumbered({ text, values }: ProbedSql, dialect: Dialect): ProbedSql {
  const sign = dialect === 'sqlite' ? /\?(\d+)/g : /\$(\d+)/g;
  const order: number[] = [];
  const renamed = text.replace(sign, (mark, digits: string) => {
    const number = Number(digits);
    if (!order.includes(number)) order.push(number);
    return `${mark[0] ?? ''}${String(order.indexOf(number) + 1)}`;
  });
  return { text: renamed, values: order.map((number) => values[number - 1] ?? null) };
}
