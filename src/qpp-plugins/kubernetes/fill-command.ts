import type { Cell } from '../../tsg-parser/index.js';
import type { Command } from './reading/command.js';
import type { Filter } from './reading/filter.js';
import { isHole, replaceHoles } from './reading/holes.js';
import { BARE } from './reading/read-patch.js';

/** A value that cannot stand where its hole is, in a sentence. */
export class ValueRefused extends Error {}

/** The value of the hole with this index. */
export type ValueOf = (index: number) => Cell;

/**
 * Puts the values into a typed command, in one pass over its strings. The command keeps its shape whatever the values
 * are: a value with blanks, quotes, flags or `;` is one argument, a value in a pattern is the text itself.
 * @throws ValueRefused where a value cannot be said there
 */
export function fillCommand<T extends Command | readonly Filter[]>(command: T, valueOf: ValueOf): T {
  return fill(command, '', valueOf) as T;
}

/** Inside a patch a key has no meaning of ours. */
const PATCH = 'patch';

function fill(value: unknown, field: string, valueOf: ValueOf): unknown {
  if (typeof value === 'string') return fillText(value, field, valueOf);
  if (Array.isArray(value)) return value.map((item) => fill(item, field, valueOf));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, child]) => [filledKey(key, valueOf), fill(child, field === PATCH ? PATCH : key, valueOf)]),
  );
}

/** Keys of a patch may hold holes as well. */
function filledKey(key: string, valueOf: ValueOf): string {
  return replaceHoles(key, (index) => textOf(valueOf(index)));
}

function fillText(text: string, field: string, valueOf: ValueOf): Cell {
  if (text.startsWith(BARE)) return wholeValue(text.slice(BARE.length), valueOf);
  switch (field) {
    case 'labelSelector':
      return isHole(text) ? selectorOf(text, valueOf) : replaceHoles(text, (index) => labelValue(textOf(valueOf(index))));
    case 'fieldSelector':
      return replaceHoles(text, (index) => textOf(valueOf(index)).replaceAll(/[\\,=]/gu, '\\$&'));
    case 'pattern':
      return replaceHoles(text, (index) => textOf(valueOf(index)).replaceAll(/[$()*+.?[\\\]^{|}]/gu, '\\$&'));
    case 'name':
      return withoutType(
        replaceHoles(text, (index) => textOf(valueOf(index))),
        isHole(text),
      );
    default:
      return replaceHoles(text, (index) => textOf(valueOf(index)));
  }
}

/** A hole in the place of a JSON value takes numbers and booleans as such. */
function wholeValue(mark: string, valueOf: ValueOf): Cell {
  let value: Cell = null;
  replaceHoles(mark, (index) => {
    value = valueOf(index);
    return '';
  });
  if (typeof value !== 'string') return value;
  const text: string = value;
  return /^(?:-?(?:0|[1-9]\d*)(?:\.\d+)?|true|false)$/u.test(text) ? (JSON.parse(text) as Cell) : text;
}

/** `-o name` captures `pod/catalogue-1`; where a name is asked for, the type in front is dropped. */
function withoutType(text: string, whole: boolean): string {
  const match = whole ? /^[a-z][a-z.]*\/([^/]+)$/u.exec(text) : null;
  return match?.[1] ?? text;
}

function labelValue(text: string): string {
  if (text.length <= 63 && /^(?:[A-Za-z0-9](?:[A-Za-z0-9._/-]*[A-Za-z0-9])?)?$/u.test(text)) return text;
  throw new ValueRefused(`"${shown(text)}" cannot be the value of a label: letters, digits, dashes, dots and underscores, at most 63.`);
}

function selectorOf(mark: string, valueOf: ValueOf): string {
  const text = replaceHoles(mark, (index) => textOf(valueOf(index)));
  if (/^[A-Za-z0-9._/-]+(?:(?:==?|!=)[A-Za-z0-9._-]*)?(?:,[A-Za-z0-9._/-]+(?:(?:==?|!=)[A-Za-z0-9._-]*)?)*$/u.test(text)) return text;
  throw new ValueRefused(`"${shown(text)}" is no label selector of the form key=value,key=value.`);
}

function textOf(value: Cell): string {
  return value === null ? '' : String(value);
}

export function shown(text: string): string {
  return text.length > 80 ? `${text.slice(0, 77)}…` : text;
}
