import { nodesOf, textOf, treeOf, treesOf, type Tree } from '../sql/sql-tree.js';

/** Offsets of the clauses of one SELECT in its text; null where it has none. */
export interface Clauses {
  readonly from: number | null;
  readonly where: number | null;
  readonly group: number | null;
  readonly having: number | null;
  readonly end: number;
}

/** One SELECT of a statement. */
export interface SelectScope {
  readonly tree: Tree;
  readonly clauses: Clauses;
  /** What must stand before it for its names to be known: the WITH of the statement up to it; '' where it needs none. */
  readonly preamble: string;
}

/** Every SELECT of a statement whose place can be told, the common tables first. Offsets of the parser count bytes. */
export function selectsOf(statement: Tree, text: string): SelectScope[] {
  const main = treeOf(statement['SelectStmt']);
  const tables = treesOf(treeOf(main['withClause'])['ctes']).map((table) => treeOf(table['CommonTableExpr']));
  const scopes = tables.flatMap((table) => {
    const at = charOffset(text, Number(table['location'] ?? 0));
    return scopeOf(treeOf(treeOf(table['ctequery'])['SelectStmt']), text, preambleUpTo(text, at));
  });
  const first = firstTarget(main);
  const start = first === null ? null : text.slice(0, charOffset(text, first)).toLowerCase().lastIndexOf('select');
  return [...scopes, ...(start === null ? [] : scopeOf(main, text, preambleUpTo(text, start)))];
}

function scopeOf(tree: Tree, text: string, preamble: string): SelectScope[] {
  const target = firstTarget(tree);
  return target === null ? [] : [{ tree, preamble, clauses: clausesFrom(text, charOffset(text, target)) }];
}

function firstTarget(select: Tree): number | null {
  const [first] = treesOf(select['targetList']);
  const location = treeOf(first?.['ResTarget'])['location'];
  return typeof location === 'number' ? location : null;
}

/** `WITH a AS (…), b AS (` is cut back to `WITH a AS (…)`. */
function preambleUpTo(text: string, at: number): string {
  const before = text.slice(0, at).trimEnd().replace(/,$/, '');
  return /^\s*(?:--[^\n]*\n\s*)*with(?:\s+recursive)?\s*$/i.test(before) || before.trim() === '' ? '' : `${before}\n`;
}

const KEYWORDS = /\b(from|where|group\s+by|having|window|order\s+by|limit|offset|fetch|union|intersect|except|for)\b/iy;

/** Walks from the first column to the end of its SELECT, past strings, comments and brackets. */
function clausesFrom(text: string, start: number): Clauses {
  const found: Record<string, number> = {};
  let depth = 0;
  let at = start;
  for (; at < text.length && depth >= 0; at += 1) {
    const skipped = skip(text, at);
    if (skipped > at) at = skipped - 1;
    else if (text[at] === '(') depth += 1;
    else if (text[at] === ')') depth -= 1;
    else if (text[at] === ';') break;
    else if (depth === 0) {
      KEYWORDS.lastIndex = at;
      const word = /[\w$]/.test(text[at - 1] ?? ' ') ? undefined : KEYWORDS.exec(text)?.[1]?.toLowerCase().split(/\s/)[0];
      if (word === undefined || (word === 'from' && /\bdistinct\s+$/i.test(text.slice(0, at)))) continue;
      found[word] ??= at;
      if (!['from', 'where', 'group', 'having'].includes(word)) break;
    }
  }
  const end = depth < 0 ? at - 1 : at;
  const place = (word: string): number | null => found[word] ?? null;
  return { from: place('from'), where: place('where'), group: place('group'), having: place('having'), end };
}

/** The offset behind a string, a quoted name or a comment that begins here; else the offset itself. */
function skip(text: string, at: number): number {
  const rest = text.slice(at, at + 2);
  if (rest === '--') return ending(text, '\n', at);
  if (rest === '/*') return ending(text, '*/', at);
  return text[at] === "'" || text[at] === '"' ? ending(text, text[at] ?? '', at + 1) : at;
}

function ending(text: string, mark: string, from: number): number {
  const found = text.indexOf(mark, from);
  return found === -1 ? text.length : found + mark.length;
}

/** The parser counts bytes of UTF-8. */
export function charOffset(text: string, bytes: number): number {
  return Buffer.from(text).subarray(0, bytes).toString('utf8').length;
}

/** `a`, `l.a`: the name a column reference is written with; null for `*`. */
export function columnName(reference: Tree): string | null {
  const parts = treesOf(reference['fields']).map(textOf);
  return parts.length === 0 || parts.includes('') ? null : parts.map((part) => (/^[a-z_]\w*$/.test(part) ? part : `"${part}"`)).join('.');
}

/** The first table of a FROM, by the name it goes by in its SELECT. */
export function firstTable(select: Tree): string | null {
  const [table] = nodesOf(treesOf(select['fromClause'])[0] ?? {}, 'RangeVar').toSorted(
    (left, right) => Number(left['location'] ?? 0) - Number(right['location'] ?? 0),
  );
  if (table === undefined) return null;
  const alias = treeOf(table['alias'])['aliasname'];
  return typeof alias === 'string' ? alias : typeof table['relname'] === 'string' ? table['relname'] : null;
}
