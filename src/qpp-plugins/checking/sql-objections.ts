import type { Problem } from '../../tsg-parser/index.js';
import { hintFor } from '../sql/refusal.js';
import { lineAtOffset, problem, wordsAt, type CheckedQuery } from './checked-query.js';
import { repairedSql } from './repair-sql.js';
import type { ProbedSql, SqlObjection, SqlProbe } from './sql-probe.js';
import type { SqlAnswer } from '../sql/sql-answer.js';

/** What a database has against a query, one thing after the other, and what is left once all of it is mended. */
export interface Tried {
  readonly problems: readonly Problem[];
  /** The statement that runs in the end; null where it never does. */
  readonly runs: ProbedSql | null;
  /** Its rows, up to the cap; null where it was not run. */
  readonly answer: SqlAnswer | null;
}

const MOST_OBJECTIONS = 12;
const ROWS = 200;

/**
 * Explains a statement, and runs it where its values are known: units and the like fail on rows alone. After an objection
 * the one thing is mended in a copy and the copy is tried, so that all objections are found in one go.
 */
export async function trySql(query: CheckedQuery, sql: ProbedSql, probe: SqlProbe, mayRun: boolean): Promise<Tried> {
  const problems: Problem[] = [];
  let current = sql;
  while (problems.length < MOST_OBJECTIONS) {
    const tried = await once(current, probe, mayRun);
    if (!('objection' in tried)) return { problems, runs: current, answer: tried.answer };
    problems.push(problemOf(query, current.text, tried.objection));
    const text = repairedSql(current.text, tried.objection);
    if (text === null) break;
    current = { ...current, text };
  }
  return { problems, runs: null, answer: null };
}

async function once(
  sql: ProbedSql,
  probe: SqlProbe,
  mayRun: boolean,
): Promise<{ readonly objection: SqlObjection } | { readonly answer: SqlAnswer | null }> {
  const objection = await probe.explain(sql);
  if (objection !== null) return { objection };
  return mayRun ? probe.run(sql, ROWS) : { answer: null };
}

function problemOf(query: CheckedQuery, text: string, { message, code, offset }: SqlObjection): Problem {
  const at = offset ?? mentioned(text, message);
  const state = code === null ? '' : ` (${code})`;
  const words = at === null ? '' : ` at “${wordsAt(text, at)}”`;
  const line = at === null ? query.template.lines[0] : lineAtOffset(query, text, at);
  return problem('query-refused', 'error', line, `The source refuses this query: ${message}${words}${state}.`, hintFor(message));
}

/** Errors that come with the rows have no position: the first place that holds what the sentence quotes. */
function mentioned(text: string, message: string): number | null {
  const quoted = /"([^"]+)"/.exec(message)?.[1];
  const at = quoted === undefined ? -1 : text.indexOf(quoted);
  return at === -1 ? null : at;
}
