import { constants, DatabaseSync } from 'node:sqlite';

/** What the reader is asked. Kept free of other files of ours, so that it runs as it stands in a process of its own. */
export interface SqliteAsk {
  readonly file: string;
  readonly text: string;
  readonly values: readonly (string | number | null)[];
  readonly maxRows: number;
  readonly maxBytes: number;
  readonly timeoutMs: number;
}

export type SqliteReply =
  | {
      readonly kind: 'rows';
      readonly columns: readonly string[];
      readonly rows: readonly (readonly (string | number | null)[])[];
      readonly truncated: boolean;
    }
  | { readonly kind: 'error'; readonly message: string };

function read(ask: SqliteAsk): SqliteReply {
  const limits = { length: ask.maxBytes, attach: 0 };
  const database = new DatabaseSync(ask.file, { readOnly: true, defensive: true, limits, timeout: ask.timeoutMs });
  try {
    if ('setAuthorizer' in database) database.setAuthorizer(onlyReading);
    const statement = database.prepare(ask.text);
    statement.setReturnArrays(true);
    statement.setReadBigInts(true);
    const columns = statement.columns().map((column) => column.name);
    return { kind: 'rows', columns, ...take(statement.iterate(...ask.values), ask) };
  } catch (error) {
    return { kind: 'error', message: error instanceof Error ? error.message : String(error) };
  } finally {
    database.close();
  }
}

const READING = new Set([constants.SQLITE_SELECT, constants.SQLITE_READ, constants.SQLITE_FUNCTION, constants.SQLITE_RECURSIVE]);

/** SQLite asks for each thing a statement would do: attaching files, pragmas and writing are refused whatever a parser made of it. */
function onlyReading(action: number, _first: string | null, name: string | null): number {
  if (action === constants.SQLITE_FUNCTION && name === 'load_extension') return constants.SQLITE_DENY;
  return READING.has(action) ? constants.SQLITE_OK : constants.SQLITE_DENY;
}

/** Rows up to the caps. A long cell is cut here, before it is sent. */
function take(
  found: Iterable<unknown>,
  { maxRows, maxBytes }: SqliteAsk,
): Pick<Extract<SqliteReply, { kind: 'rows' }>, 'rows' | 'truncated'> {
  const rows: (string | number | null)[][] = [];
  let size = 0;
  for (const row of found) {
    if (rows.length === maxRows || size > maxBytes) return { rows, truncated: true };
    const cells = (row as readonly unknown[]).map(cellOf);
    size += cells.reduce<number>((sum, cell) => sum + (typeof cell === 'string' ? cell.length : 8), 0);
    rows.push(cells);
  }
  return { rows, truncated: false };
}

const LONGEST_CELL = 10_000;

function cellOf(value: unknown): string | number | null {
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  if (value instanceof Uint8Array) return `${String(value.byteLength)} bytes`;
  if (typeof value === 'string' && value.length > LONGEST_CELL) return `${value.slice(0, LONGEST_CELL)}…`;
  return typeof value === 'string' || typeof value === 'number' ? value : null;
}

/** Where this file is the child of `sqlite.client.ts`: one question, one reply. */
process.once('message', (ask: SqliteAsk) => {
  process.send?.(read(ask), () => {
    process.disconnect();
  });
});
