import type { JqFilter } from '../reading/filter.js';
import { runJq } from './jq.client.js';
import type { Printed, PrintedLine } from './printed.js';
import { cellOf } from './printed.js';

/** A row for each value jq puts out. What is no JSON yields nothing to go on. */
export async function applyJq(printed: Printed, filter: JqFilter, signal: AbortSignal): Promise<Printed> {
  const nothing = { ...printed, columns: ['VALUE'], values: null, lines: [] };
  const input = printed.lines.map((line) => line.text).join('\n');
  if (input.trim() === '') return nothing;
  const output = await runJq({ input, program: filter.program, options: optionsOf(filter) }, signal);
  if (output === 'not-json') return { ...nothing, fill: 'no-data', note: 'jq was given something that is not JSON' };
  const values = output.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as unknown]));
  const texts = values.map((value) => textOf(value, filter));
  if (filter.print === 'joined')
    return { ...nothing, lines: [{ text: texts.join(''), cells: null, header: false }], values: values.map(cellOf) };
  if (texts.every((text) => !text.includes('\n'))) {
    return { ...nothing, lines: texts.map((text, index): PrintedLine => ({ text, cells: [cellOf(values[index])], header: false })) };
  }
  const lines = texts.flatMap((text) => text.split('\n')).map((text): PrintedLine => ({ text, cells: null, header: false }));
  return { ...nothing, lines, values: values.map(cellOf) };
}

/** Always a value a line: how it is printed for people is done here. */
function optionsOf({ slurp, sortKeys, variables }: JqFilter): readonly string[] {
  const given = variables.flatMap(({ variable, value, json }) => [json ? '--argjson' : '--arg', variable, value]);
  return ['-c', ...(slurp ? ['-s'] : []), ...(sortKeys ? ['-S'] : []), ...given];
}

function textOf(value: unknown, { print }: JqFilter): string {
  if (typeof value === 'string' && (print === 'raw' || print === 'joined')) return value;
  return print === 'compact' ? JSON.stringify(value) : JSON.stringify(value, null, 2);
}
