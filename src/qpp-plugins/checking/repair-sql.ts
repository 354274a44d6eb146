import { parseSql } from '../sql/read-sql.js';
import { columnName, firstTable, selectsOf, charOffset } from './sql-clauses.js';
import { nodesOf } from '../sql/sql-tree.js';
import type { SqlObjection } from './sql-probe.js';

/**
 * The statement with the one thing mended that a database objects to, so that it can be asked for the next; null where
 * nobody can tell what was meant. Never shown and never put into the guide. Lines stay lines.
 */
export function repairedSql(text: string, objection: SqlObjection): string | null {
  for (const { says, mend } of REPAIRS) {
    const match = says.exec(objection.message);
    const mended = match === null ? null : mend(text, objection.offset, match);
    if (mended !== null && mended !== text) return mended;
  }
  return null;
}

interface Repair {
  readonly says: RegExp;
  readonly mend: (text: string, offset: number | null, match: RegExpExecArray) => string | null;
}

const REPAIRS: readonly Repair[] = [
  {
    says: /operator does not exist: boolean \S+ integer/,
    mend: (text, offset) =>
      replaceAfter(text, offset, /^(\s*(?:=|<>|!=)\s*)([01])\b/, (_all, sign, digit) => `${sign}${digit === '0' ? 'false' : 'true'}`),
  },
  {
    says: /operator does not exist: integer \S+ boolean/,
    mend: (text, offset) =>
      replaceAfter(text, offset, /^(\s*(?:=|<>|!=)\s*)(true|false)\b/i, (_all, sign, word) => `${sign}${/true/i.test(word) ? '1' : '0'}`),
  },
  {
    says: /must be type boolean, not type (?:integer|smallint|bigint)/,
    mend: (text, offset) => replaceAfter(text, offset, /^[\w.]+/, (name) => `${name} <> 0`),
  },
  { says: /column reference "[^"]+" is ambiguous/, mend: (text, offset) => qualified(text, offset) },
  {
    says: /must appear in the GROUP BY clause/,
    mend: (text, offset) => replaceAfter(text, offset, /^[\w.]+/, (name) => `min(${name})`),
  },
  { says: /unit "([^"]+)" not (?:recognized|supported)/, mend: (text, _offset, [, unit = '']) => binned(text, unit) },
];

function replaceAfter(text: string, offset: number | null, pattern: RegExp, change: (...match: string[]) => string): string | null {
  if (offset === null || offset < 0) return null;
  const rest = text.slice(offset);
  return pattern.test(rest) ? text.slice(0, offset) + rest.replace(pattern, change) : null;
}

/** `timestamp` becomes `l.timestamp`, of the first table of the SELECT it stands in. */
function qualified(text: string, offset: number | null): string | null {
  const parsed = parseSql(text);
  if (offset === null || !('statements' in parsed)) return null;
  const holds = parsed.statements
    .flatMap((statement) => selectsOf(statement, text))
    .filter(({ tree }) =>
      nodesOf(tree, 'ColumnRef').some(
        (reference) => columnName(reference) !== null && charOffset(text, Number(reference['location'] ?? 0)) === offset,
      ),
    );
  const table = holds[0] === undefined ? null : firstTable(holds[0].tree);
  return table === null ? null : `${text.slice(0, offset)}${table}.${text.slice(offset)}`;
}

/** `date_trunc('30 minutes', x)` becomes `date_bin('30 minutes', x, timestamp '2000-01-01')`. */
function binned(text: string, unit: string): string | null {
  const call = new RegExp(`\\bdate_trunc(\\s*\\(\\s*'${unit.replace(/[^\w ]/g, '\\$&')}'\\s*,)`, 'i');
  let mended = text;
  for (let match = call.exec(mended); match !== null; match = call.exec(mended)) {
    const open = match.index + match[0].indexOf('(');
    const close = closing(mended, open);
    if (close === null) return null;
    mended = `${mended.slice(0, match.index)}date_bin${match[1] ?? ''}${mended.slice(match.index + match[0].length, close)}, timestamp '2000-01-01'${mended.slice(close)}`;
  }
  return mended;
}

function closing(text: string, open: number): number | null {
  let depth = 0;
  for (let at = open; at < text.length; at += 1) {
    if (text[at] === '(') depth += 1;
    if (text[at] === ')') depth -= 1;
    if (depth === 0) return at;
  }
  return null;
}
