import { Arguments, flags } from './arguments.js';
import { expressionOf, isExpression } from './expressions.js';
import type { PatternSyntax } from './expressions.js';
import type { FilterReading } from './filter-reading.js';

const GREP = flags(
  'i ignore-case',
  'y ignore-case',
  'v invert-match',
  'E extended-regexp',
  'G basic-regexp',
  'P perl-regexp',
  'F fixed-strings',
  'c count',
  'o only-matching',
  'w word-regexp',
  'x line-regexp',
  'e regexp=',
  'A after-context=',
  'B before-context=',
  'C context=',
  'n line-number',
  'color=?',
  'colour=?',
  'm max-count=',
  'a text',
  'h no-filename',
  's no-messages',
  'line-buffered',
);

/** `grep`, `egrep`, `fgrep` over the lines of the pipe. */
export function readGrep(words: readonly string[], syntax: PatternSyntax): FilterReading {
  const given = Arguments.read(words, GREP);
  const [unknown] = given.unknown;
  if (unknown !== undefined) return { obstacle: `grep ${unknown} is not carried out here` };
  const patterns = given.values('regexp').length > 0 ? given.values('regexp').flatMap((text) => text.split('\n')) : given.words.slice(0, 1);
  const files = given.words.length - (given.values('regexp').length > 0 ? 0 : 1);
  if (patterns.length === 0) return { obstacle: 'grep has no pattern' };
  if (files > 0) return { obstacle: 'grep reads a file of the machine it is run on' };
  const expressions = patterns.map((pattern) => framed(expressionOf(pattern, syntaxOf(given, syntax)), given));
  if (!expressions.every(isExpression)) return { obstacle: 'the pattern of grep cannot be carried out here' };
  const [before, after, most] = ['before-context', 'after-context', 'max-count'].map((name) => given.value(name) ?? '');
  const around = given.value('context') ?? '0';
  const counts = [before === '' ? around : before, after === '' ? around : after, most];
  if (counts.some((count) => !/^\d*$/u.test(count ?? ''))) return { obstacle: 'grep counts lines in whole numbers' };
  return {
    filter: {
      kind: 'grep',
      patterns: expressions.map((pattern) => ({ pattern })),
      ignoreCase: given.has('ignore-case'),
      invert: given.has('invert-match'),
      counted: given.has('count'),
      onlyMatch: given.has('only-matching'),
      numbered: given.has('line-number'),
      linesBefore: Number(counts[0]),
      linesAfter: Number(counts[1]),
      mostLines: most === '' ? null : Number(most),
    },
  };
}

function syntaxOf(given: Arguments, own: PatternSyntax): PatternSyntax {
  if (given.has('fixed-strings')) return 'fixed';
  return given.has('extended-regexp') || given.has('perl-regexp') ? 'extended' : own;
}

function framed(expression: string, given: Arguments): string {
  if (given.has('line-regexp')) return `^(?:${expression})$`;
  return given.has('word-regexp') ? `\\b(?:${expression})\\b` : expression;
}
