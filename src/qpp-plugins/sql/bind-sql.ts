import type { Cell, Hole, QueryTemplate } from '../../tsg-parser/index.js';
import type { Refusal } from '../fill-template.js';
import { fillTemplate, valueOf } from '../fill-template.js';
import type { BoundValues, Preparation } from '../query-plugin.js';
import { placeInSql } from './place-in-sql.js';
import { renderSql } from './render-sql.js';

export type Dialect = 'postgres' | 'sqlite';

/** A statement whose parameters are bound by number. */
export interface BoundSql {
  readonly text: string;
  readonly values: readonly Cell[];
}

export type BindResult =
  { readonly kind: 'bound'; readonly sql: BoundSql; readonly rendered: string } | Exclude<Preparation, { readonly kind: 'prepared' }>;

/**
 * Replaces holes by `$1`, `$2`, … The text depends on the template alone, never on a value. Quotes around a hole go;
 * a hole inside a longer literal becomes a concatenation.
 */
export function bindSql(template: QueryTemplate, values: BoundValues, dialect: Dialect): BindResult {
  const order: string[] = [];
  const sign = (name: string): string => {
    if (!order.includes(name)) order.push(name);
    return `${dialect === 'postgres' ? '$' : '?'}${order.indexOf(name) + 1}`;
  };
  const marked = fillTemplate(template, values, (hole, _value, around) => placeholder(hole, around, sign, dialect));
  if (marked.kind !== 'filled') return marked;
  const bound = order.map((name) => valueOf(values, name) ?? null);
  return {
    kind: 'bound',
    sql: {
      text: withoutQuotes(marked.text),
      values: bound.map((value) => (dialect === 'sqlite' ? inSqliteTime(typed(value)) : typed(value))),
    },
    rendered: renderSql(template, values),
  };
}

const OPEN = '\u0001';
const CLOSE = '\u0002';

/** A placeholder between marks that `withoutQuotes` resolves with the literal around it. */
function placeholder(hole: Hole, around: string, sign: (name: string) => string, dialect: Dialect): string | Refusal {
  switch (placeInSql(around, hole.start)) {
    case 'comment':
      return around.slice(hole.start, hole.end);
    case 'identifier':
    case 'other-literal':
      return {
        reason: `the parameter ${hole.name} stands in a name or a special literal`,
        hint: 'Only values can be parameters: put it between plain quotes or outside of them.',
      };
    case 'literal':
      return `${OPEN}${dialect === 'postgres' ? `${sign(hole.name)}::text` : sign(hole.name)}${CLOSE}`;
    case 'code':
      return sign(hole.name);
  }
}

/** `interval '\u0001$1::text\u0002 minutes'` → `CAST($1::text || ' minutes' AS interval)`; `'\u0001$1::text\u0002'` → `$1`. */
function withoutQuotes(text: string): string {
  return text.replace(
    /(\b(?:interval|timestamptz|timestamp|date|time)\s*)?'((?:[^'\u0001]|'')*\u0001(?:[^']|'')*)'/gi,
    (_match, type: string | undefined, inside: string) => {
      const parts = inside
        .split(/\u0001([^\u0002]*)\u0002/)
        .map((part, index) => (index % 2 === 1 ? part : part === '' ? '' : `'${part}'`))
        .filter((part) => part !== '');
      const [only] = parts;
      const whole = parts.length === 1 && only !== undefined ? only.replace(/::text$/, '') : `(${parts.join(' || ')})`;
      return type === undefined ? whole : `CAST(${parts.join(' || ')} AS ${type.trim()})`;
    },
  );
}

/** Numbers that were read as text stay text: the server gives a parameter the type of its place. */
function typed(value: Cell): Cell {
  return typeof value === 'string' ? value.toWellFormed().replaceAll('\u0000', '') : value;
}

const INSTANT = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d(?:\.\d+)?)Z$/;

/** SQLite keeps times as text, and compares them as text: an instant is bound as its own functions write one, in UTC. */
function inSqliteTime(value: Cell): Cell {
  const [, date, time] = (typeof value === 'string' ? INSTANT.exec(value) : null) ?? [];
  return date === undefined || time === undefined ? value : `${date} ${time.replace(/\.0+$/, '')}`;
}
