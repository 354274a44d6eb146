import { Arguments, flags } from './arguments.js';
import type { AwkPrint, AwkTest } from './filter.js';
import { isExpression } from './expressions.js';
import type { FilterReading } from './filter-reading.js';

const PROGRAM = /^\s*(?:([^{]*?)\s*)?(?:\{\s*(?:print\s*([^{}]*?)\s*;?\s*)\})?\s*$/u;
const TEST = /^(NR|NF|\$\d+|\$NF)\s*(==|!=|<=|>=|<|>|~|!~)\s*(.+)$/u;
const COUNT = /^\s*END\s*\{\s*print\s+NR\s*;?\s*\}\s*$/u;

/** `awk -F/ 'NR==1 {print $2 ":" $3}'`: tests on lines or fields, and what is printed of a line. */
export function readAwk(words: readonly string[]): FilterReading {
  const given = Arguments.read(words, flags('F field-separator=', 'v assign='));
  const [program = ''] = given.words;
  const outside = { obstacle: `of awk only tests and {print $n} are carried out here` };
  if (given.words.length !== 1 || given.value('assign') !== null || given.unknown.length > 0) return outside;
  if (COUNT.test(program)) return { filter: { kind: 'count-lines' } };
  const match = PROGRAM.exec(program);
  const separator = separatorOf(given.value('field-separator'));
  if (match === null || separator === undefined) return outside;
  const tests = (match[1] ?? '') === '' ? [] : (match[1] ?? '').split('&&').map((test) => testOf(test.trim()));
  const prints = printsOf(match[2] ?? '');
  if (tests.includes(null) || prints === null) return outside;
  return { filter: { kind: 'awk', separator, tests: tests.filter((test) => test !== null), prints } };
}

/** Null: blanks. Undefined: a separator that is a regular expression. */
function separatorOf(text: string | null): string | null | undefined {
  if (text === null || text === ' ') return null;
  if (text === 't' || text === '\\t') return '\t';
  return text.length === 1 || /^[\w\s:/=,;-]+$/u.test(text) ? text : undefined;
}

/** `$1, $3` are two; `$1 ":" $3` is one, of three parts. Null: more than that. */
function printsOf(text: string): readonly AwkPrint[] | null {
  if (text.trim() === '') return [];
  const prints: AwkPrint[number][][] = [[]];
  const token = /\s*(?:(\$\d+|\$NF|\$0|NR|NF)|"((?:\\.|[^"\\])*)"|(,))/gy;
  let end = 0;
  for (const [all, field, literal, comma] of text.matchAll(token)) {
    end += all.length;
    if (comma !== undefined) prints.push([]);
    else prints.at(-1)?.push(field === undefined ? { literal: unescaped(literal ?? '') } : { field });
  }
  return text.slice(end).trim() === '' && prints.every((parts) => parts.length > 0) ? prints : null;
}

function unescaped(text: string): string {
  return text.replaceAll(/\\(.)/gu, (_all, char: string) => (char === 't' ? '\t' : char === 'n' ? '\n' : char));
}

function testOf(text: string): AwkTest | null {
  const negated = text.startsWith('!');
  const pattern = /^!?\s*\/(.+)\/$/u.exec(text)?.[1];
  if (pattern !== undefined) return isExpression(pattern) ? { subject: '$0', comparator: negated ? '!~' : '~', pattern } : null;
  const match = TEST.exec(text);
  if (match === null) return null;
  const [, subject = '', comparator = '', right = ''] = match;
  const operand = right.trim().replace(/^(["/])([\s\S]*)\1$/u, '$2');
  if (comparator !== '~' && comparator !== '!~') return { subject, comparator: comparator as '==', operand };
  return isExpression(operand) ? { subject, comparator, pattern: operand } : null;
}
