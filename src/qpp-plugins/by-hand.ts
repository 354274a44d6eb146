import type { Cell, Hole, QueryTemplate } from '../tsg-parser/index.js';
import { fillKnown, valueOf } from './fill-template.js';
import type { BoundValues, Preparation } from './query-plugin.js';
import { renderSql } from './sql/render-sql.js';

/**
 * A step for a person: the command with its values in place. Whoever pastes it into a shell must run this command and no
 * other, on whatever machine `ssh` or `sh -c` may hand it to; a value that could mean more than itself there stays a hole,
 * and the reason tells it. Holes nobody knows a value for stay as well.
 */
export function byHand(template: QueryTemplate, values: BoundValues, reason: string): Extract<Preparation, { kind: 'by-hand' }> {
  if (template.language === 'sql') return { kind: 'by-hand', rendered: renderSql(template, values), reason };
  const told = template.parameters.flatMap((name) => {
    const value = valueOf(values, name);
    return value === undefined || isPlain(value) ? [] : [`${name} is ${JSON.stringify(value)}`];
  });
  const withTold = told.length === 0 ? reason : `${reason} To be put in with care: ${told.join(', ')}.`;
  return { kind: 'by-hand', rendered: fillKnown(template, values, place), reason: withTold };
}

/** Letters, digits, blanks and signs that no shell, quote or pattern gives a meaning to. */
const PLAIN = /^(?:[\w@%+=:,./][\w@%+=:,./ -]*|-?\d+(?:\.\d+)?)$/;

function isPlain(value: Cell): boolean {
  return value !== null && PLAIN.test(String(value));
}

function place(hole: Hole, value: Cell, around: string): string {
  if (!isPlain(value)) return around.slice(hole.start, hole.end);
  const text = String(value);
  return text.includes(' ') && !isInQuotes(around, hole.start) ? `'${text}'` : text;
}

function isInQuotes(text: string, position: number): boolean {
  let open: string | null = null;
  for (const char of text.slice(0, position)) {
    if (open === null && (char === '"' || char === "'")) open = char;
    else if (char === open) open = null;
  }
  return open !== null;
}
