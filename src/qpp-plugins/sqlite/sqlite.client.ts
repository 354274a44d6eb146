import { fork } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { TerminalError, TransientError } from '../../platform/errors.js';
import type { BoundSql } from '../sql/bind-sql.js';
import { refusal } from '../sql/refusal.js';
import type { SqlAnswer, SqlLimits } from '../sql/sql-answer.js';
import type { SqliteAsk, SqliteReply } from './sqlite-reader.client.js';

const READER = fileURLToPath(
  new URL(import.meta.url.endsWith('.ts') ? './sqlite-reader.client.ts' : './sqlite-reader.client.js', import.meta.url),
);

/**
 * Runs one reading statement on a file opened read-only, in a process of its own: SQLite computes inside the caller and
 * can only be stopped with it. @throws TerminalError with SQLite's sentence, TransientError `source-timeout`.
 */
export async function askSqlite(address: string, sql: BoundSql, limits: SqlLimits, signal: AbortSignal): Promise<SqlAnswer> {
  const file = address.replace(/^(?:sqlite|file):(?:\/\/)?/, '');
  signal.throwIfAborted();
  if (!existsSync(file)) {
    throw new TerminalError('not-found', `${limits.called}: there is no file ${file}.`, {
      hint: 'Mend the url of the source in periplus.yaml.',
    });
  }
  const values = sql.values.map((value) => (typeof value === 'boolean' ? Number(value) : value));
  const { maxRows, maxBytes, timeoutMs } = limits;
  const reply = await inProcessOfItsOwn({ file, text: sql.text, values, maxRows, maxBytes, timeoutMs }, limits, signal);
  if (reply.kind === 'error') throw refusal(limits.called, reply.message, null);
  const { columns, rows, truncated } = reply;
  return { columns, rows, truncated, observedAt: new Date().toISOString() };
}

async function inProcessOfItsOwn(ask: SqliteAsk, limits: SqlLimits, signal: AbortSignal): Promise<SqliteReply> {
  const reader = fork(READER, {
    execArgv: ['--max-old-space-size=256', '--disable-warning=ExperimentalWarning'],
    env: {},
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  const timeout = AbortSignal.timeout(limits.timeoutMs);
  try {
    return await new Promise<SqliteReply>((resolve, reject) => {
      reader.once('message', (reply) => {
        resolve(reply as SqliteReply);
      });
      reader.once('error', reject);
      reader.once('exit', (code) => {
        reject(
          new TerminalError('query-refused', `${limits.called} cannot answer: its reader ended with ${String(code)}.`, {
            hint: 'Select fewer rows.',
          }),
        );
      });
      AbortSignal.any([signal, timeout]).addEventListener('abort', () => {
        reject(
          signal.aborted
            ? (signal.reason as Error)
            : new TransientError('source-timeout', `${limits.called} did not answer within ${limits.timeoutMs / 1000} s.`),
        );
      });
      reader.send(ask);
    });
  } finally {
    reader.kill('SIGKILL');
  }
}
