import type { Tree } from './sql-tree.js';
import { isTree, textOf, treeOf, treesOf } from './sql-tree.js';

type Known = ReadonlyMap<string, readonly string[] | null>;

/** Column names of a SELECT as PostgreSQL gives them; null where a `*` reaches into a table only the server knows. */
export function columnsOfSelect(select: Tree, outer: Known): readonly string[] | null {
  const known = new Map(outer);
  for (const entry of treesOf(treeOf(select['withClause'])['ctes'])) {
    const expression = treeOf(entry['CommonTableExpr']);
    known.set(String(expression['ctename']), columnsOfCte(expression, known));
  }
  if (isTree(select['larg'])) return columnsOfSelect(treeOf(select['larg']), known);
  const columns: string[] = [];
  for (const item of treesOf(select['targetList'])) {
    const names = namesOf(treeOf(item['ResTarget']), select, known);
    if (names === null) return null;
    columns.push(...names);
  }
  return columns.length === 0 ? null : columns;
}

function columnsOfCte(expression: Tree, known: Known): readonly string[] | null {
  const renamed = treesOf(expression['aliascolnames']).map(textOf);
  if (renamed.length > 0) return renamed;
  const query = treeOf(expression['ctequery'])['SelectStmt'];
  return isTree(query) ? columnsOfSelect(query, known) : null;
}

function namesOf(target: Tree, select: Tree, known: Known): readonly string[] | null {
  const { name } = target;
  if (typeof name === 'string') return [name];
  const value = treeOf(target['val']);
  const fields = treesOf(treeOf(value['ColumnRef'])['fields']);
  if (fields.some((field) => 'A_Star' in field)) return starOf(fields, select, known);
  return [nameOfExpression(value)];
}

function starOf(fields: readonly Tree[], select: Tree, known: Known): readonly string[] | null {
  const qualifier = fields.length > 1 && fields[0] !== undefined ? textOf(fields[0]) : null;
  const columns: string[] = [];
  for (const source of treesOf(select['fromClause'])) {
    const found = columnsOfSource(source, known);
    if (found === null || (qualifier !== null && found.alias !== qualifier)) return null;
    columns.push(...found.columns);
  }
  return columns.length === 0 ? null : columns;
}

function columnsOfSource(source: Tree, known: Known): { readonly alias: string; readonly columns: readonly string[] } | null {
  const table = treeOf(source['RangeVar'] ?? source['RangeSubselect']);
  const named = treeOf(table['alias'])['aliasname'] ?? table['relname'];
  const alias = typeof named === 'string' ? named : '';
  const query = treeOf(table['subquery'])['SelectStmt'];
  const columns = isTree(query) ? columnsOfSelect(query, known) : (known.get(String(table['relname'])) ?? null);
  return columns === null ? null : { alias, columns };
}

/** What PostgreSQL calls a column without an alias. */
function nameOfExpression(value: Tree): string {
  if (isTree(value['ColumnRef'])) return textOf(treesOf(value['ColumnRef']['fields']).at(-1) ?? {});
  if (isTree(value['FuncCall'])) return textOf(treesOf(value['FuncCall']['funcname']).at(-1) ?? {});
  if (isTree(value['TypeCast'])) {
    const inner = nameOfExpression(treeOf(value['TypeCast']['arg']));
    return inner === '?column?' ? textOf(treesOf(treeOf(value['TypeCast']['typeName'])['names']).at(-1) ?? {}) : inner;
  }
  if ('CaseExpr' in value) return 'case';
  if ('CoalesceExpr' in value) return 'coalesce';
  if ('SubLink' in value) return '?column?';
  return '?column?';
}
