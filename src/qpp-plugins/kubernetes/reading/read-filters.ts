import { readJq } from '../output/read-jq.js';
import { JsonPathFlaw } from '../output/read-json-path.js';
import { Arguments, flags } from './arguments.js';
import type { AwkTest, Filter, GrepFilter } from './command.js';

/** A stage of a pipe: what it does with the lines, nothing, or why it cannot be carried out. */
export type FilterReading = { readonly filter: Filter | null } | { readonly obstacle: string };

export function readFilter(words: readonly string[]): FilterReading {
  const [program = '', ...rest] = words;
  const reader = READERS[program];
  return reader === undefined ? { obstacle: `nothing is ever piped into ${program === '' ? 'nothing' : program} here` } : reader(rest);
}

const READERS: Readonly<Record<string, (words: readonly string[]) => FilterReading>> = {
  grep: (words) => readGrep(words, 'basic'),
  egrep: (words) => readGrep(words, 'extended'),
  fgrep: (words) => readGrep(words, 'fixed'),
  head: (words) => readEnd('head', words),
  tail: (words) => readEnd('tail', words),
  wc: (words) =>
    words.length === 1 && words[0] === '-l' ? { filter: { kind: 'count-lines' } } : { obstacle: 'of wc only -l is carried out here' },
  sort: readSort,
  uniq: readUnique,
  awk: readAwk,
  cut: readCut,
  jq: readJqFilter,
  cat: () => ({ filter: null }),
  less: () => ({ filter: null }),
  more: () => ({ filter: null }),
  tee: () => ({ filter: null }),
  column: () => ({ filter: null }),
};

const GREP = flags(
  'i ignore-case',
  'v invert-match',
  'E extended-regexp',
  'P perl-regexp',
  'F fixed-strings',
  'c count',
  'o only-matching',
  'w word-regexp',
  'e regexp=',
  'A after-context=',
  'B before-context=',
  'C context=',
  'n line-number',
  'color=?',
  'q quiet',
  'm max-count=',
  'a text',
  'h no-filename',
  'line-buffered',
);

function readGrep(words: readonly string[], syntax: 'basic' | 'extended' | 'fixed'): FilterReading {
  const given = Arguments.read(words, GREP);
  const [unknown] = given.unknown;
  if (unknown !== undefined || given.value('max-count') !== null) return { obstacle: `grep ${unknown ?? '-m'} is not carried out here` };
  const patterns = given.values('regexp').length > 0 ? given.values('regexp') : given.words.slice(0, 1);
  if (patterns.length === 0) return { obstacle: 'grep has no pattern' };
  const style = given.has('fixed-strings') ? 'fixed' : given.has('extended-regexp') || given.has('perl-regexp') ? 'extended' : syntax;
  const expressions = patterns.map((pattern) => expressionOf(pattern, style, given.has('word-regexp')));
  if (expressions.some((pattern) => !isExpression(pattern))) return { obstacle: `the pattern of grep cannot be read` };
  const filter: GrepFilter = {
    kind: 'grep',
    patterns: expressions.map((pattern) => ({ pattern })),
    ignoreCase: given.has('ignore-case'),
    invert: given.has('invert-match'),
    counted: given.has('count'),
    onlyMatch: given.has('only-matching'),
    linesBefore: Number(given.value('before-context') ?? given.value('context') ?? 0),
    linesAfter: Number(given.value('after-context') ?? given.value('context') ?? 0),
  };
  return { filter };
}

function expressionOf(pattern: string, style: 'basic' | 'extended' | 'fixed', wholeWord: boolean): string {
  const expression =
    style === 'fixed' ? pattern.replaceAll(/[$()*+.?[\\\]^{|}]/gu, '\\$&') : style === 'basic' ? fromBasic(pattern) : pattern;
  return wholeWord ? `\\b(?:${expression})\\b` : expression;
}

/** In a basic expression `+ ? | ( ) {` are themselves, and operators only after a backslash. */
function fromBasic(pattern: string): string {
  return pattern.replaceAll(/\\([+?|(){}<>])|([+?|(){}])/gu, (_all, escaped: string | undefined, plain: string | undefined) => {
    if (escaped === undefined) return `\\${plain ?? ''}`;
    return escaped === '<' || escaped === '>' ? '\\b' : escaped;
  });
}

function isExpression(pattern: string): boolean {
  try {
    return new RegExp(pattern, 'u').source.length > 0;
  } catch {
    try {
      return new RegExp(pattern).source.length > 0;
    } catch {
      return false;
    }
  }
}

function readEnd(kind: 'head' | 'tail', words: readonly string[]): FilterReading {
  const [first = '-n', second] = words;
  const text = first === '-n' || first === '--lines' ? (second ?? '10') : first.replace(/^(?:-n|--lines=|-)/u, '');
  const match = /^([+-]?)(\d+)$/u.exec(text);
  if (match === null) return { obstacle: `${kind} ${words.join(' ')} is not carried out here` };
  return { filter: { kind, lines: Number(match[2]), fromLine: match[1] === '+' } };
}

function readSort(words: readonly string[]): FilterReading {
  const given = Arguments.read(
    words,
    flags(
      'k key=',
      'r reverse',
      'n numeric-sort',
      'h human-numeric-sort',
      'u unique',
      'V version-sort',
      'f ignore-case',
      'b ignore-leading-blanks',
    ),
  );
  const [unknown] = given.unknown;
  if (unknown !== undefined) return { obstacle: `sort ${unknown} is not carried out here` };
  const key = /^(\d+)(?:,\d+)?([nrh]*)$/u.exec(given.value('key') ?? '');
  const options = key?.[2] ?? '';
  return {
    filter: {
      kind: 'sort',
      field: key === null ? null : Number(key[1]),
      numeric: given.has('numeric-sort') || given.has('human-numeric-sort') || /[nh]/u.test(options),
      reverse: given.has('reverse') || options.includes('r'),
      unique: given.has('unique'),
    },
  };
}

function readUnique(words: readonly string[]): FilterReading {
  if (words.some((word) => word !== '-c')) return { obstacle: 'of uniq only -c is carried out here' };
  return { filter: { kind: 'unique', counted: words.includes('-c') } };
}

const AWK = /^\s*(?:([^{]*?)\s*)?(?:\{\s*print\s*([^{}]*?)\s*;?\s*\})?\s*$/u;
const AWK_TEST = /^(NR|NF|\$\d+|\$NF)\s*(==|!=|<=|>=|<|>|~|!~)\s*(.+)$/u;

/** `awk -F/ 'NR==1 {print $2}'`: a test on lines or fields, and fields to print. */
function readAwk(words: readonly string[]): FilterReading {
  const given = Arguments.read(words, flags('F field-separator=', 'v assign='));
  const match = AWK.exec(given.words[0] ?? '');
  const outside = { obstacle: `of awk only a test and {print $n} are carried out here` };
  if (match === null || given.words.length !== 1 || given.value('assign') !== null || given.unknown.length > 0) return outside;
  const tests = (match[1] ?? '') === '' ? [] : (match[1] ?? '').split('&&').map((test) => awkTest(test.trim()));
  const fields = (match[2] ?? '') === '' ? [] : (match[2] ?? '').split(',').map((field) => awkField(field.trim()));
  if (tests.includes(null) || fields.includes(null)) return outside;
  return {
    filter: {
      kind: 'awk',
      separator: given.value('field-separator'),
      tests: tests.filter((test) => test !== null),
      fields: fields.filter((field) => field !== null),
    },
  };
}

function awkField(text: string): number | null {
  if (text === '$NF') return -1;
  return /^\$\d+$/u.test(text) ? Number(text.slice(1)) : null;
}

function awkTest(text: string): AwkTest | null {
  const pattern = /^\/(.+)\/$/u.exec(text);
  if (pattern?.[1] !== undefined) return { subject: 0, comparator: '~', operand: pattern[1] };
  const match = AWK_TEST.exec(text);
  if (match === null) return null;
  const [, left = '', comparator = '', right = ''] = match;
  const subject = left === 'NR' || left === 'NF' ? left : (awkField(left) ?? 0);
  const operand = right.trim().replace(/^(["/])([\s\S]*)\1$/u, '$2');
  if (comparator === '~' || comparator === '!~') return typeof subject === 'number' ? { subject, comparator, operand } : null;
  return { subject, comparator: comparator as '==', operand };
}

function readCut(words: readonly string[]): FilterReading {
  const given = Arguments.read(words, flags('d delimiter=', 'f fields='));
  const fields = (given.value('fields') ?? '').split(',');
  if (given.unknown.length > 0 || fields.some((field) => !/^\d+$/u.test(field)))
    return { obstacle: 'of cut only -d and -f with numbers are carried out here' };
  return { filter: { kind: 'cut', delimiter: given.value('delimiter') ?? '\t', fields: fields.map(Number) } };
}

function readJqFilter(words: readonly string[]): FilterReading {
  const given = Arguments.read(
    words,
    flags('r raw-output', 'c compact-output', 'M monochrome-output', 'C color-output', 'S sort-keys', 'e exit-status'),
  );
  const [program, ...more] = given.words;
  if (given.unknown.length > 0 || more.length > 0) return { obstacle: `jq ${given.unknown.join(' ')} is not carried out here` };
  try {
    return { filter: { kind: 'jq', raw: given.has('raw-output'), steps: readJq(program ?? '.') } };
  } catch (error) {
    if (error instanceof JsonPathFlaw) return { obstacle: error.message };
    throw error;
  }
}
