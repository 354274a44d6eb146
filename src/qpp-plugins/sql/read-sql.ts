import { loadModule, parseSync } from 'libpg-query';
import { sentenceOf } from '../../platform/errors.js';
import type { QueryFlaw } from '../../tsg-parser/index.js';
import { columnsOfSelect } from './select-columns.js';
import { readsClock } from './reads-clock.js';
import { changingFunctions, leavingFunctions } from './sql-functions.js';
import type { Tree } from './sql-tree.js';
import { isTree, nodesOf, textOf, treeOf, treesOf } from './sql-tree.js';

export interface SqlReading {
  readonly flaws: readonly QueryFlaw[];
  readonly statements: number;
  /** Anything but reading: DML or DDL, also inside CTEs, `SELECT … INTO`, row locks. */
  readonly mutating: boolean;
  readonly columns: readonly string[] | null;
  /** Words its CASE expressions can yield. */
  readonly statusWords: readonly string[];
  /** Functions called that change something. */
  readonly changing: readonly string[];
  /** Functions called that reach out of the database or hold it up. */
  readonly leaving: readonly string[];
  /** All functions called, for the server's catalogue to be asked. */
  readonly functions: readonly string[];
  /** Its answer is about the database's own now. */
  readonly readsClock: boolean;
}

/** Loads the parser of PostgreSQL. Once a process, before `readSql`. */
export async function loadSqlParser(): Promise<void> {
  await loadModule();
}

/** Reads SQL whose holes are already `$1`, `$2`, … `await loadSqlParser()` first. */
export function readSql(text: string): SqlReading {
  const parsed = parseSql(text);
  if (typeof parsed !== 'object' || !('statements' in parsed)) return { ...NOTHING, flaws: [parsed] };
  const { statements } = parsed;
  const functions = functionsOf(statements);
  const [only] = statements;
  return {
    flaws: [],
    statements: statements.length,
    mutating: !statements.every(isReading),
    columns: only === undefined ? null : columnsOfStatement(only),
    statusWords: statusWordsOf(statements),
    changing: changingFunctions(functions),
    leaving: leavingFunctions(functions),
    functions,
    readsClock: readsClock(statements),
  };
}

const NOTHING: SqlReading = {
  flaws: [],
  statements: 0,
  mutating: false,
  columns: null,
  statusWords: [],
  changing: [],
  leaving: [],
  functions: [],
  readsClock: false,
};

/** The statements of a text as libpg-query has them, or what it objects to. */
export function parseSql(text: string): { readonly statements: readonly Tree[] } | QueryFlaw {
  try {
    const result = parseSync(text) as unknown as { readonly stmts?: readonly { readonly stmt?: unknown }[] };
    return { statements: (result.stmts ?? []).flatMap(({ stmt }) => (isTree(stmt) ? [stmt] : [])) };
  } catch (error) {
    const position = (error as { readonly sqlDetails?: { readonly cursorPosition?: number } }).sqlDetails?.cursorPosition ?? 0;
    return { message: `SQL cannot be parsed: ${sentenceOf(error)}`, line: text.slice(0, position).split('\n').length - 1 };
  }
}

const READING = new Set(['SelectStmt', 'VariableShowStmt']);
const CHANGING = ['InsertStmt', 'UpdateStmt', 'DeleteStmt', 'MergeStmt', 'IntoClause', 'intoClause', 'LockingClause'];

function isReading(statement: Tree): boolean {
  const [kind] = Object.keys(statement);
  if (kind === 'ExplainStmt') {
    const query = treeOf(treeOf(statement['ExplainStmt'])['query']);
    return isReading(query);
  }
  return kind !== undefined && READING.has(kind) && CHANGING.every((name) => nodesOf(statement, name).length === 0);
}

function columnsOfStatement(statement: Tree): readonly string[] | null {
  const select = statement['SelectStmt'];
  return isTree(select) ? columnsOfSelect(select, new Map()) : null;
}

function functionsOf(statements: readonly Tree[]): readonly string[] {
  const calls = statements.flatMap((statement) => nodesOf(statement, 'FuncCall'));
  return [
    ...new Set(
      calls.map((call) =>
        treesOf(call['funcname'])
          .map(textOf)
          .join('.')
          .replace(/^pg_catalog\./, ''),
      ),
    ),
  ];
}

function statusWordsOf(statements: readonly Tree[]): readonly string[] {
  const cases = statements.flatMap((statement) => nodesOf(statement, 'CaseExpr'));
  const results = cases.flatMap((node) => [
    node['defresult'],
    ...treesOf(node['args']).map((branch) => treeOf(branch['CaseWhen'])['result']),
  ]);
  return [...new Set(results.flatMap((result) => literalOf(result)))];
}

function literalOf(node: unknown): readonly string[] {
  const value = textOf(treeOf(treeOf(node)['A_Const']));
  return value !== '' && /^[A-Za-z][\w -]*$/.test(value) ? [value] : [];
}
