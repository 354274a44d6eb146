import { RE2JS } from 're2js';
import type { GrepFilter } from '../reading/filter.js';
import type { Printed, PrintedLine } from './printed.js';
import { countOf, plainLine } from './printed.js';

/** Lines that match, with those around them that are asked for. */
export function applyGrep(printed: Printed, filter: GrepFilter): Printed {
  const { lines } = printed;
  const expressions = filter.patterns.map(({ pattern }) => RE2JS.compile(pattern, filter.ignoreCase ? RE2JS.CASE_INSENSITIVE : 0));
  const matches = ({ text }: PrintedLine): boolean => expressions.some((expression) => expression.matcher(text).find()) !== filter.invert;
  const hits = lines.flatMap((line, index) => (matches(line) ? [index] : [])).slice(0, filter.mostLines ?? lines.length);
  if (filter.counted) return countOf(printed, hits.length);
  if (filter.onlyMatch) {
    const found = filter.invert ? [] : hits.flatMap((hit) => matchesOf(lines[hit]?.text ?? '', expressions));
    return { ...printed, columns: ['VALUE'], values: null, lines: found.map(plainLine) };
  }
  const kept = around(hits, filter, lines.length);
  return { ...printed, values: null, lines: kept.flatMap((index, at) => shown(lines, index, kept[at - 1], hits, filter)) };
}

function around(hits: readonly number[], { linesBefore, linesAfter }: GrepFilter, size: number): readonly number[] {
  const kept = new Set<number>();
  for (const hit of hits) {
    for (let index = Math.max(0, hit - linesBefore); index <= Math.min(size - 1, hit + linesAfter); index += 1) kept.add(index);
  }
  return [...kept].sort((left, right) => left - right);
}

/** A line as grep shows it; `--` stands between groups that do not touch. */
function shown(
  lines: readonly PrintedLine[],
  index: number,
  before: number | undefined,
  hits: readonly number[],
  filter: GrepFilter,
): readonly PrintedLine[] {
  const line = lines[index];
  if (line === undefined) return [];
  const isApart = filter.linesBefore + filter.linesAfter > 0 && before !== undefined && before < index - 1;
  const text = filter.numbered ? `${String(index + 1)}${hits.includes(index) ? ':' : '-'}${line.text}` : line.text;
  return [...(isApart ? [{ text: '--', cells: null, header: true }] : []), { ...line, text }];
}

function matchesOf(text: string, expressions: readonly RE2JS[]): readonly string[] {
  return expressions.flatMap((expression) => {
    const matcher = expression.matcher(text);
    const found: string[] = [];
    while (matcher.find()) if (matcher.group() !== '') found.push(matcher.group() ?? '');
    return found;
  });
}
