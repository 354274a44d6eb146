import { assertNever } from '../../../platform/errors.js';
import { testCell } from './evaluate-cell.js';
import type { ScopedResult } from './evaluate-rows.js';
import { countBetween, undecided } from './evaluate-rows.js';
import type { Answer, FieldPredicate, LineCountPredicate, TextPattern, TextPredicate, Verdict } from './predicate.js';
import type { ScopedTable } from './table-view.js';
import { stemOf } from './words/inflections.js';

export function evaluateText(predicate: TextPredicate, result: ScopedResult): Verdict {
  const lines = linesOf(result.table);
  const found = lines.findIndex((line) => predicate.patterns.some((pattern) => occurs(pattern, line)));
  if (found >= 0)
    return { answer: 'true', reason: `It says “${shorten(lines[found] ?? '')}”.`, queryId: result.id, rows: rowsOf(result.table, found) };
  if (predicate.absent === 'undecidable') return undecided(result.id, 'nothing says so in these words');
  const answer: Answer = result.table.truncated === true ? 'undecidable' : 'false';
  const reason =
    answer === 'false' ? `It does not occur in ${lines.length} lines.` : 'It does not occur in what was kept, and more was cut off.';
  return { answer, reason, queryId: result.id, rows: [] };
}

export function evaluateLineCount(predicate: LineCountPredicate, result: ScopedResult): Verdict {
  const lines = linesOf(result.table);
  const found = lines.flatMap((line, index) => (predicate.patterns.some((pattern) => occurs(pattern, line)) ? [index] : []));
  const most = result.table.truncated === true ? Number.POSITIVE_INFINITY : found.length;
  const answer = countBetween(found.length, most, predicate.comparator, predicate.count);
  if (answer === 'undecidable') return undecided(result.id, 'more was cut off than can be counted');
  return {
    answer,
    reason: `${found.length} of ${lines.length} lines say so.`,
    queryId: result.id,
    rows: found.flatMap((line) => rowsOf(result.table, line)),
  };
}

/** `Exit Code:  137`, `"exitCode": 137`, or a line of the conditions' table: `MemoryPressure   False   …`. */
export function evaluateField(predicate: FieldPredicate, result: ScopedResult): Verdict {
  const lines = linesOf(result.table);
  const values = lines.flatMap((line, index) => {
    const value = fieldOf(line, predicate.name);
    return value === null ? [] : [{ value, index }];
  });
  const [first] = values;
  if (first === undefined) return undecided(result.id, `${predicate.name} is not among what was printed`);
  const outcomes = values.map(({ value }) => testCell(predicate.test, value, { name: predicate.name, unit: null }, result.table, 0));
  const [outcome] = outcomes;
  if (outcome === undefined || outcomes.some((other) => other.answer !== outcome.answer))
    return undecided(result.id, `${predicate.name} is printed several times and says different things`);
  if (outcome.doubt !== null) return undecided(result.id, outcome.doubt);
  return {
    answer: outcome.answer,
    reason: `It says “${shorten((lines[first.index] ?? '').trim())}”.`,
    queryId: result.id,
    rows: rowsOf(result.table, first.index),
  };
}

function fieldOf(line: string, name: string): string | null {
  const escaped = name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/ /g, '[ _-]?');
  const pair = new RegExp(`(?:^|[\\s{,"])${escaped}"?\\s*[:=]\\s*"?([^",}\\s][^",}]*)`, 'i').exec(line)?.[1];
  const condition = new RegExp(`^\\s*${escaped}\\s{2,}(\\S+)`, 'i').exec(line)?.[1];
  return pair?.trim() ?? condition ?? null;
}

export function linesOf(table: ScopedTable): readonly string[] {
  const rows = table.rows.map((row) => row.map((cell) => (cell === null ? '' : String(cell))).join(' '));
  return [...rows, ...(table.text ?? '').split('\n').filter((line) => line.trim() !== '')];
}

function rowsOf(table: ScopedTable, line: number): readonly number[] {
  return line < table.rows.length ? [line] : [];
}

/** How lines are marked with their level: `level=error`, `"severity":"WARNING"`, ` ERROR `, `E1120 `, `E | op-osd`. */
const MARKED =
  /\b(?:level|severity|lvl)\W{1,4}(\w+)|(?:^|[\s[(|])(TRACE|DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|ERR|FATAL|CRITICAL|PANIC|SEVERE)(?=[\s\])|:]|$)|^\s*([EFWI])\d{4} |\s([EFWI]) \|/;
const SAID = { error: /\b(?:errors?|failed|failure|exception|fatal|panic)\b/i, warning: /\bwarn(?:ing)?\b/i } as const;

/** A line that is marked is of its level; of others their words tell. */
function isAtLevel(level: 'error' | 'warning', line: string): boolean {
  const match = MARKED.exec(line);
  const mark = (match?.[1] ?? match?.[2] ?? match?.[3] ?? match?.[4])?.toLowerCase();
  if (mark === undefined) return SAID[level].test(line);
  return level === 'error' ? /^(?:e|f|err|error|fatal|critical|crit|panic|severe)$/.test(mark) : /^(?:w|warn|warning)$/.test(mark);
}

export function occurs(pattern: TextPattern, line: string): boolean {
  switch (pattern.kind) {
    case 'contains':
      return line.toLowerCase().includes(pattern.text.toLowerCase());
    case 'matches':
      return new RegExp(pattern.expression, 'i').test(line);
    case 'level':
      return isAtLevel(pattern.level, line);
    case 'mentions': {
      const stems = new Set(line.replace(/([a-z0-9])([A-Z])/g, '$1 $2').toLowerCase().split(/[^a-z0-9]+/).map(stemOf)); // prettier-ignore
      return pattern.words.every((word) => stems.has(stemOf(word.toLowerCase())));
    }
    default:
      return assertNever(pattern);
  }
}

function shorten(line: string): string {
  return line.length > 160 ? `${line.slice(0, 157)}…` : line;
}
