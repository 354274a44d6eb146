import type { Cell, Hole, QueryTemplate } from '../../tsg-parser/index.js';
import { fillKnown } from '../fill-template.js';
import type { BoundValues } from '../query-plugin.js';
import { placeInSql } from './place-in-sql.js';

/** The statement as a person reads and runs it, values as literals in their places. Never sent; holes without a value stay. */
export function renderSql(template: QueryTemplate, values: BoundValues): string {
  return fillKnown(template, values, literalAt);
}

function literalAt(hole: Hole, value: Cell, around: string): string {
  const text = value === null ? '' : String(value).toWellFormed().replaceAll('\u0000', '');
  switch (placeInSql(around, hole.start)) {
    case 'literal':
      return text.replaceAll("'", "''");
    case 'code':
      return value === null ? 'NULL' : codeLiteral(text);
    case 'comment':
      return text.replaceAll(/[\r\n]|\*\/|\/\*/g, ' ');
    case 'identifier':
    case 'other-literal':
      return around.slice(hole.start, hole.end);
  }
}

/** A sign in front would meet the minus before it: `a -{x}` is no comment. */
function codeLiteral(text: string): string {
  if (/^(?:\d+(?:\.\d+)?|true|false)$/i.test(text)) return text;
  if (/^-\d+(?:\.\d+)?$/.test(text)) return `(${text})`;
  return `'${text.replaceAll("'", "''")}'`;
}
