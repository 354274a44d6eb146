import { RE2JS } from 're2js';
import type { AwkFilter, AwkPrint, AwkTest } from '../reading/filter.js';
import { awkColumns } from '../reading/columns-of.js';
import { compares } from './compare.js';
import type { Printed, PrintedLine } from './printed.js';
import { cellOfText } from './printed.js';

/** A line as awk sees it. */
interface Record {
  readonly line: PrintedLine;
  readonly fields: readonly string[];
  /** From 1. */
  readonly number: number;
}

/** Lines that pass the tests, and of each what is printed. */
export function applyAwk(printed: Printed, filter: AwkFilter): Printed {
  const split = (text: string): readonly string[] =>
    filter.separator === null
      ? text
          .trim()
          .split(/\s+/u)
          .filter((word) => word !== '')
      : text.split(filter.separator);
  const tests = filter.tests.map(testOf);
  const kept = printed.lines
    .map((line, index): Record => ({ line, fields: split(line.text), number: index + 1 }))
    .filter((record) => tests.every((passes) => passes(record)));
  if (filter.prints.length === 0) return { ...printed, values: null, lines: kept.map(({ line }) => line) };
  const lines = kept.map((record) => {
    const texts = filter.prints.map((print) => textOf(record, print));
    return { text: texts.join(' '), cells: texts.map(cellOfText), header: record.line.header };
  });
  return { ...printed, columns: awkColumns(filter, printed.columns), values: null, lines };
}

function textOf(record: Record, print: AwkPrint): string {
  return print.map((part) => ('literal' in part ? part.literal : valueOf(record, part.field))).join('');
}

function valueOf({ line, fields, number }: Record, subject: string): string {
  switch (subject) {
    case 'NR':
      return String(number);
    case 'NF':
      return String(fields.length);
    case '$NF':
      return fields.at(-1) ?? '';
    case '$0':
      return line.text;
    default:
      return fields[Number(subject.slice(1)) - 1] ?? '';
  }
}

function testOf(test: AwkTest): (record: Record) => boolean {
  if ('pattern' in test) {
    const expression = RE2JS.compile(test.pattern);
    return (record) => expression.matcher(valueOf(record, test.subject)).find() === (test.comparator === '~');
  }
  const { subject, comparator, operand } = test;
  return (record) => {
    const value = valueOf(record, subject);
    const isNumeric = NUMBER.test(value) && NUMBER.test(operand);
    return isNumeric ? compares(Number(value), comparator, Number(operand)) : compares(value, comparator, operand);
  };
}

/** What awk takes for a number: `5/5` and `3m` are words. */
const NUMBER = /^\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?\s*$/u;
