import type { Cell, Problem } from '../../tsg-parser/index.js';
import { nodesOf, textOf, treeOf, treesOf, type Tree } from '../sql/sql-tree.js';
import { lineAtOffset, problem, type CheckedQuery } from './checked-query.js';
import { charOffset, columnName, type SelectScope } from './sql-clauses.js';
import type { ProbedSql, SqlProbe } from './sql-probe.js';

/** `total_requests > 100` with where it stands. */
interface Threshold {
  readonly operator: '<' | '<=' | '>' | '>=';
  readonly number: number;
  /** What is compared, as written: a column, or in HAVING an aggregate. */
  readonly measured: string;
  readonly offset: number;
  /** WHERE and HAVING leave rows out; a CASE gives them a word. */
  readonly role: 'filter' | 'having' | { readonly word: string };
}

/** The smallest and the largest value, over how many rows. */
interface Range {
  readonly low: number;
  readonly high: number;
  readonly rows: number;
}

/** Numbers a query compares with that nothing in the data comes near to. One question for all numbers of one set of rows. */
export async function checkThresholds(
  query: CheckedQuery,
  sql: ProbedSql,
  scopes: readonly SelectScope[],
  probe: SqlProbe,
): Promise<Problem[]> {
  const problems: Problem[] = [];
  for (const scope of scopes) {
    for (const [rows, thresholds] of byRows(scope, sql.text)) {
      const ranges = await rangesOf(thresholds, rows, sql, probe);
      for (const [index, threshold] of thresholds.entries()) {
        const range = ranges[index];
        if (range !== undefined && range !== null && !reaches(threshold, range))
          problems.push(unreached(query, sql.text, threshold, range));
      }
    }
  }
  return problems;
}

/** What the values are read from: a SELECT's own rows, or in HAVING its groups. */
function byRows(scope: SelectScope, text: string): Map<string, Threshold[]> {
  const {
    preamble,
    clauses: { from, where, group, having, end },
  } = scope;
  const rows = new Map<string, Threshold[]>();
  if (from === null) return rows;
  for (const threshold of thresholdsOf(scope, text)) {
    const { role } = threshold;
    if (role === 'having' && group === null) continue;
    const until = role === 'filter' ? (where ?? group ?? having ?? end) : role === 'having' ? (having ?? end) : (group ?? having ?? end);
    const key = `${preamble}\u0000${role === 'having' ? threshold.measured : ''}\u0000${text.slice(from, until)}`;
    rows.set(key, [...(rows.get(key) ?? []), threshold]);
  }
  return rows;
}

function thresholdsOf({ tree }: SelectScope, text: string): Threshold[] {
  const filters = comparisonsIn(treeOf(tree['whereClause']), text, 'filter');
  const groups = comparisonsIn(treeOf(tree['havingClause']), text, 'having');
  const words =
    tree['groupClause'] !== undefined
      ? []
      : treesOf(tree['targetList']).flatMap((target) => nodesOf(target, 'CaseWhen').flatMap((branch) => wordComparisons(branch, text)));
  return [...filters, ...groups, ...words];
}

function wordComparisons(branch: Tree, text: string): Threshold[] {
  const word = textOf(treeOf(treeOf(branch['result'])['A_Const']));
  return word === '' ? [] : comparisonsIn(treeOf(branch['expr']), text, { word });
}

/** Only what must hold for a row to be kept: comparisons below an OR or a NOT may fail alone. */
function comparisonsIn(condition: Tree, text: string, role: Threshold['role']): Threshold[] {
  const all = treeOf(condition['BoolExpr']);
  if (all['boolop'] === 'AND_EXPR') return treesOf(all['args']).flatMap((part) => comparisonsIn(part, text, role));
  const comparison = condition['A_Expr'];
  if (comparison === undefined) return [];
  const { name, lexpr, rexpr, location } = treeOf(comparison);
  const operator = textOf(treesOf(name)[0] ?? {});
  const number = numberOf(treeOf(treeOf(rexpr)['A_Const']));
  const start = startOf(treeOf(lexpr), role);
  if (!isOrder(operator) || number === null || start === null || typeof location !== 'number') return [];
  const [from, to] = [charOffset(text, start), charOffset(text, location)];
  return [{ operator, number, measured: text.slice(from, to).trim(), offset: from, role }];
}

function isOrder(operator: string): operator is Threshold['operator'] {
  return ['<', '<=', '>', '>='].includes(operator);
}

/** Where the compared value begins: a column, or an aggregate in HAVING. */
function startOf(left: Tree, role: Threshold['role']): number | null {
  const column = treeOf(left['ColumnRef']);
  if (columnName(column) !== null && typeof column['location'] === 'number') return column['location'];
  const call = treeOf(left['FuncCall'])['location'];
  return role === 'having' && typeof call === 'number' ? call : null;
}

function numberOf(constant: Tree): number | null {
  if (constant['ival'] !== undefined) return Number(treeOf(constant['ival'])['ival'] ?? 0);
  const float = treeOf(constant['fval'])['fval'];
  return typeof float === 'string' ? Number(float) : null;
}

/** The range of each compared value, without the comparison itself; null where there is none. */
async function rangesOf(thresholds: readonly Threshold[], rows: string, sql: ProbedSql, probe: SqlProbe): Promise<(Range | null)[]> {
  const [preamble = '', aggregate = '', from = ''] = rows.split('\u0000');
  const columns = thresholds
    .map(({ measured }) => (aggregate === '' ? measured : 'v'))
    .map((value) => `min(${value}), max(${value}), count(${value})`);
  const source = aggregate === '' ? from : `FROM (SELECT ${aggregate} AS v ${from}) measured`;
  const reply = await probe.run({ ...sql, text: `${preamble}SELECT ${columns.join(', ')} ${source}` }, 1);
  const cells = 'answer' in reply ? (reply.answer.rows[0] ?? []) : [];
  return thresholds.map((_threshold, index) => rangeAt(cells, 3 * index));
}

function rangeAt(cells: readonly Cell[], at: number): Range | null {
  const [low, high, rows] = cells.slice(at, at + 3);
  const range = { low: Number(low), high: Number(high), rows: Number(rows) };
  return low === null || low === undefined || range.rows === 0 || !Object.values(range).every(Number.isFinite) ? null : range;
}

function reaches({ operator, number }: Threshold, { low, high }: Range): boolean {
  switch (operator) {
    case '>':
      return high > number;
    case '>=':
      return high >= number;
    case '<':
      return low < number;
    case '<=':
      return low <= number;
  }
}

function unreached(
  query: CheckedQuery,
  text: string,
  { operator, number, measured, offset, role }: Threshold,
  { low, high, rows }: Range,
): Problem {
  const line = lineAtOffset(query, text, offset);
  const bound = operator.startsWith('>')
    ? `the largest of ${counted(rows)} is ${short(high)}`
    : `the smallest of ${counted(rows)} is ${short(low)}`;
  const told = `"${measured} ${operator} ${String(number)}" is reached by nothing: ${bound}`;
  if (typeof role === 'object')
    return problem(
      'unreachable-threshold',
      'info',
      line,
      `${told}, so ${role.word} does not come about in this data.`,
      'Is the unit right, and the number?',
    );
  return problem(
    'unreachable-threshold',
    'warning',
    line,
    `${told}, so the query leaves out every row, whatever happens.`,
    'Lower the number, or leave the filter out: an empty answer would read as "all is well".',
  );
}

function counted(rows: number): string {
  return `${rows.toLocaleString('en')} value${rows === 1 ? '' : 's'}`;
}

function short(value: number): string {
  return String(Number(value.toPrecision(4)));
}
