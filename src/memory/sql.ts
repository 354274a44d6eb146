/** Whatever can be asked in SQL: the DataSource, or a transaction's EntityManager or QueryRunner. */
export interface Queryable {
  query(sql: string, parameters?: unknown[]): Promise<unknown>;
}

/** The rows of one statement. The driver answers UPDATE and DELETE with `[rows, count]`; both shapes come out as rows. */
export async function rowsOf<Row>(on: Queryable, sql: string, parameters: readonly unknown[] = []): Promise<readonly Row[]> {
  const answer = await on.query(sql, [...parameters]);
  return (isCounted(answer) ? answer[0] : answer) as readonly Row[];
}

/** The only row of one statement, or null. */
export async function rowOf<Row>(on: Queryable, sql: string, parameters: readonly unknown[] = []): Promise<Row | null> {
  return (await rowsOf<Row>(on, sql, parameters))[0] ?? null;
}

/** A value as PostgreSQL can keep it: U+0000 and half surrogates, which it refuses, become visible text. */
export function storable(text: string): string {
  return text.toWellFormed().replaceAll('\u0000', '\\u0000');
}

/** What jsonb refuses in JSON text: an escaped U+0000, and an escape of half a surrogate pair (whole pairs are not escaped). */
const UNSTORABLE = /(?<!\\)((?:\\\\)*)\\u(0000|d[89a-f][0-9a-f]{2})/gu;

/** JSON for a jsonb column; unstorable characters of its keys and strings become visible text. */
export function storableJson(value: unknown): string {
  return JSON.stringify(value ?? null).replace(UNSTORABLE, String.raw`$1\\u$2`);
}

function isCounted(answer: unknown): answer is [unknown[], number] {
  return Array.isArray(answer) && answer.length === 2 && Array.isArray(answer[0]) && typeof answer[1] === 'number';
}
