import { createHash } from 'node:crypto';
import { isSecretName, MASK, redact } from '../../../platform/redact.js';
import type { QueryResult } from '../../../qpp-plugins/index.js';

/** What a model is shown of results, and what it may quote of them. */
export interface Evidence {
  /** Fenced: whatever stands between the marks is data. */
  readonly text: string;
  /** The mark of the fence. Nobody who writes into the evidence can know it: it is made from all of it. */
  readonly fence: string;
  readonly pieces: readonly EvidencePiece[];
  /** What was left out, in a sentence; null where all of it is shown. */
  readonly cut: string | null;
}

/** One result as it is shown, line by line. */
export interface EvidencePiece {
  readonly queryId: string;
  readonly lines: readonly EvidenceLine[];
}

interface EvidenceLine {
  readonly text: string;
  /** The row of the result it shows; null for headings and printed text. */
  readonly row: number | null;
}

const MOST_CELL = 500;
/** Of what has to be cut the beginning is kept to this share, the rest from the end: logs end with what matters. */
const KEPT_OF_HEAD = 0.6;

/** @param maxChars of all results together; redacted before it is cut, so that no secret is torn out of its pattern */
export function evidenceOf(results: readonly QueryResult[], maxChars: number): Evidence {
  const pieces: EvidencePiece[] = [];
  const blocks: string[] = [];
  const cuts: string[] = [];
  let left = maxChars;
  for (const [index, result] of results.entries()) {
    const { head, tail, omitted } = cutLines(redactLines(linesOf(result)), left / (results.length - index));
    const lines = [...head, ...tail];
    const gap = omitted === 0 ? [] : [`(… ${omitted} lines are left out here …)`];
    blocks.push([headingOf(result), ...head.map(({ text }) => text), ...gap, ...tail.map(({ text }) => text)].join('\n'));
    pieces.push({ queryId: result.queryId, lines });
    if (omitted > 0) cuts.push(`${omitted} lines of ${redact(result.rendered).slice(0, 80)}`);
    if (result.truncated) cuts.push(`what the source held back of ${redact(result.rendered).slice(0, 80)}`);
    left -= lines.reduce((sum, { text }) => sum + text.length + 1, 0);
  }
  const inside = blocks.join('\n\n');
  const fence = `evidence-${createHash('sha256').update(inside).digest('hex').slice(0, 16)}`;
  return {
    text: `<${fence}>\n${inside}\n</${fence}>`,
    fence,
    pieces,
    cut: cuts.length === 0 ? null : `The model did not see ${cuts.join(', nor ')}.`,
  };
}

function headingOf({ rendered, source, fill, rows }: QueryResult): string {
  const what = fill === 'no-data' ? 'NO DATA: the source could not have known' : `${rows.length} rows`;
  return `[${redact(rendered).replace(/\s+/gu, ' ').slice(0, 300)}] from ${source}, ${what}:`;
}

function linesOf({ columns, rows, text, fill }: QueryResult): readonly EvidenceLine[] {
  if (fill === 'no-data') return [];
  if (rows.length === 0) return text === null || text.trim() === '' ? [plain('(no rows)')] : text.split('\n').map(plain);
  const heading = columns.length > 1 ? [plain(columns.join(' | '))] : [];
  const shown = rows.map((row, index) => ({
    text: row.map((cell, column) => cellText(columns[column] ?? '', cell)).join(' | '),
    row: index,
  }));
  return [...heading, ...shown];
}

function plain(text: string): EvidenceLine {
  return { text, row: null };
}

/** On one line; masked where the column's name says that it is a secret. */
function cellText(column: string, cell: unknown): string {
  if (isSecretName(column)) return MASK;
  const line = (typeof cell === 'string' ? cell : JSON.stringify(cell)).replace(/[\u0000-\u001f\u007f\u2028\u2029]+/gu, ' ');
  return line.length <= MOST_CELL ? line : `${line.slice(0, MOST_CELL)}…`;
}

/** Secrets that go over several lines are found in the whole; where one was, lines are no longer told apart by row. */
function redactLines(lines: readonly EvidenceLine[]): readonly EvidenceLine[] {
  const whole = redact(lines.map(({ text }) => text).join('\n')).split('\n');
  return whole.map((text, index) => ({ text, row: whole.length === lines.length ? (lines[index]?.row ?? null) : null }));
}

interface Cut {
  readonly head: readonly EvidenceLine[];
  readonly tail: readonly EvidenceLine[];
  readonly omitted: number;
}

function cutLines(lines: readonly EvidenceLine[], maxChars: number): Cut {
  const total = lines.reduce((sum, { text }) => sum + text.length + 1, 0);
  if (total <= maxChars) return { head: lines, tail: [], omitted: 0 };
  const head = lines.slice(0, howMany(lines, maxChars * KEPT_OF_HEAD));
  const rest = lines.slice(head.length);
  const tail = rest.slice(rest.length - howMany(rest.toReversed(), maxChars * (1 - KEPT_OF_HEAD)));
  return { head, tail, omitted: rest.length - tail.length };
}

/** How many of the first lines fit. */
function howMany(lines: readonly EvidenceLine[], maxChars: number): number {
  let used = 0;
  const over = lines.findIndex(({ text }) => (used += text.length + 1) > maxChars);
  return over === -1 ? lines.length : over;
}
