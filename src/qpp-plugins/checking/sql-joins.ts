import type { Problem } from '../../tsg-parser/index.js';
import { nodesOf, textOf, treeOf, treesOf, type Tree } from '../sql/sql-tree.js';
import { lineAtOffset, problem, wordsAt, type CheckedQuery } from './checked-query.js';
import { charOffset, columnName, type SelectScope } from './sql-clauses.js';
import type { ProbedSql, SqlProbe } from './sql-probe.js';

/** Below this part of its rows a join has most likely the wrong condition. */
const SUSPICIOUS = 0.02;

/** Joins that keep nothing, or next to nothing, of the rows before them. */
export async function checkJoins(query: CheckedQuery, sql: ProbedSql, scopes: readonly SelectScope[], probe: SqlProbe): Promise<Problem[]> {
  const problems: Problem[] = [];
  for (const scope of scopes) {
    const join = joinOf(scope.tree, sql.text);
    const text = join === null ? null : countQuery(join, scope, sql.text);
    if (join === null || text === null) continue;
    const reply = await probe.run({ ...sql, text }, 1);
    const [all, kept] = ('answer' in reply ? (reply.answer.rows[0] ?? []) : []).map(Number);
    if (all !== undefined && kept !== undefined && all > 0 && kept < all * SUSPICIOUS)
      problems.push(found(query, sql.text, join, all, kept));
  }
  return problems;
}

interface Join {
  /** A column of the joined table that its condition compares. */
  readonly key: string;
  readonly offset: number;
}

/** The one inner join of a SELECT; those of several tables are each other's business. */
function joinOf(select: Tree, text: string): Join | null {
  const joins = treesOf(select['fromClause']).flatMap((item) => nodesOf(item, 'JoinExpr'));
  const [join, ...others] = joins;
  if (join === undefined || others.length > 0 || join['jointype'] !== 'JOIN_INNER') return null;
  const table = treeOf(treeOf(join['rarg'])['RangeVar']);
  const alias = treeOf(table['alias'])['aliasname'] ?? table['relname'];
  const keys = nodesOf(join['quals'], 'ColumnRef').filter((reference) => textOf(treesOf(reference['fields'])[0] ?? {}) === alias);
  const key = keys[0] === undefined ? null : columnName(keys[0]);
  if (key === null || typeof table['location'] !== 'number') return null;
  return { key, offset: charOffset(text, table['location']) };
}

function countQuery({ key, offset }: Join, { preamble, clauses: { from, group, end } }: SelectScope, text: string): string | null {
  if (from === null) return null;
  const before = text.slice(from, offset).replace(/\b(?:inner\s+)?join\s+$/i, 'LEFT JOIN ');
  if (!before.endsWith('LEFT JOIN ')) return null;
  return `${preamble}SELECT count(*), count(${key}) ${before}${text.slice(offset, group ?? end)}`;
}

function found(query: CheckedQuery, text: string, { offset }: Join, all: number, kept: number): Problem {
  const number = (value: number): string => value.toLocaleString('en');
  const share = kept === 0 ? 'none' : `${number(kept)} (${((100 * kept) / all).toPrecision(2)}%)`;
  return problem(
    'empty-join',
    'warning',
    lineAtOffset(query, text, offset),
    `The join "${wordsAt(text, offset)}" keeps ${share} of ${number(all)} rows.`,
    'Compare the columns it joins on: times that are sampled at other instants do not match by =.',
  );
}
