import { DatabaseSync } from 'node:sqlite';

/** What the reader is asked. Kept free of other files of ours, so that it runs as it stands in a process of its own. */
export interface SqliteAsk {
  readonly file: string;
  readonly text: string;
  readonly values: readonly (string | number | null)[];
  readonly maxRows: number;
  readonly timeoutMs: number;
}

export type SqliteReply =
  | { readonly kind: 'rows'; readonly columns: readonly string[]; readonly rows: readonly (readonly (string | number | null)[])[] }
  | { readonly kind: 'error'; readonly message: string };

function read(ask: SqliteAsk): SqliteReply {
  const database = new DatabaseSync(ask.file, { readOnly: true, timeout: ask.timeoutMs });
  try {
    const statement = database.prepare(ask.text);
    statement.setReturnArrays(true);
    statement.setReadBigInts(true);
    const rows: (string | number | null)[][] = [];
    for (const row of statement.iterate(...ask.values) as Iterable<unknown>) {
      rows.push((row as readonly unknown[]).map(cellOf));
      if (rows.length > ask.maxRows) break;
    }
    return { kind: 'rows', columns: statement.columns().map((column) => column.name), rows };
  } catch (error) {
    return { kind: 'error', message: error instanceof Error ? error.message : String(error) };
  } finally {
    database.close();
  }
}

function cellOf(value: unknown): string | number | null {
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  if (value instanceof Uint8Array) return `${String(value.byteLength)} bytes`;
  return typeof value === 'string' || typeof value === 'number' ? value : null;
}

/** Where this file is the child of `sqlite.client.ts`: one question, one reply. */
process.once('message', (ask: SqliteAsk) => {
  process.send?.(read(ask), () => {
    process.disconnect();
  });
});
