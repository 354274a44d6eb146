import { createHash } from 'node:crypto';
import { isSecretName, MASK, redact } from '../../../platform/redact.js';
import type { QueryResult } from '../../../qpp-plugins/index.js';
import { tabulate } from '../tabulate.js';

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

/** Longer lines (a body of JSON) are cut, which is said like any other cut. */
const LONGEST_LINE = 3_000;
const LINE_END = /\r\n|[\n\r\u2028\u2029]/u;
/** Of what has to be cut the beginning is kept to this share, the rest from the end: logs end with what matters. */
const KEPT_OF_HEAD = 0.6;

/**
 * @param maxChars of all results together; redacted before it is cut, so that no secret is torn out of its pattern
 * @param question what is asked: many rows are counted by what it speaks of, and the counts stand before the rows
 */
export function evidenceOf(results: readonly QueryResult[], maxChars: number, question = ''): Evidence {
  const shown: Shown[] = [];
  let left = maxChars;
  for (const [index, result] of results.entries()) {
    const next = show(result, left / (results.length - index), question);
    left -= next.piece.lines.reduce((sum, { text }) => sum + text.length + 1, 0);
    shown.push(next);
  }
  const inside = shown.map(({ block }) => block).join('\n\n');
  const fence = `evidence-${createHash('sha256').update(inside).digest('hex').slice(0, 16)}`;
  const cuts = shown.flatMap((one) => one.cuts);
  return {
    text: `<${fence}>\n${inside}\n</${fence}>`,
    fence,
    pieces: shown.map(({ piece }) => piece),
    cut: cuts.length === 0 ? null : `The model did not see ${cuts.join(', nor ')}.`,
  };
}

interface Shown {
  readonly block: string;
  readonly piece: EvidencePiece;
  /** What is not shown, each as "3 lines of get pods". */
  readonly cuts: readonly string[];
}

function show(result: QueryResult, maxChars: number, question: string): Shown {
  const counted = tabulate(result, question)?.split('\n').map(plain) ?? [];
  const whole = redactLines([...counted, ...linesOf(result)]);
  const { head, tail, omitted } = cutLines(whole.map(shortened), maxChars);
  const gap = omitted === 0 ? [] : [`(… ${omitted} lines are left out here …)`];
  const texts = (lines: readonly EvidenceLine[]): readonly string[] => lines.map(({ text }) => text);
  const name = redact(result.rendered).replace(/\s+/gu, ' ').slice(0, 80);
  const long = whole.filter(({ text }) => text.length > LONGEST_LINE).length;
  return {
    block: [headingOf(result), ...texts(head), ...gap, ...texts(tail)].join('\n'),
    piece: { queryId: result.queryId, lines: [...head, ...tail] },
    cuts: [
      ...(omitted > 0 ? [`${omitted} lines of ${name}`] : []),
      ...(long > 0 ? [`the end of ${long} long lines of ${name}`] : []),
      ...(result.truncated ? [`what the source held back of ${name}`] : []),
    ],
  };
}

function shortened(line: EvidenceLine): EvidenceLine {
  return line.text.length <= LONGEST_LINE ? line : { ...line, text: `${line.text.slice(0, LONGEST_LINE)}…` };
}

function headingOf({ rendered, source, fill, rows }: QueryResult): string {
  const what = fill === 'no-data' ? 'NO DATA: the source could not have known' : `${rows.length} rows`;
  return `[${redact(rendered).replace(/\s+/gu, ' ').slice(0, 300)}] from ${source}, ${what}:`;
}

function linesOf({ columns, rows, text, fill }: QueryResult): readonly EvidenceLine[] {
  if (fill === 'no-data') return [];
  const printed = text === null || text.trim() === '' ? [] : text.split(LINE_END).map(plain);
  if (rows.length === 0) return printed.length === 0 ? [plain('(no rows)')] : printed;
  const heading = columns.length > 1 ? [plain(columns.join(' | '))] : [];
  const shown = rows.map((row, index) => ({
    text: row.map((cell, column) => cellText(columns[column] ?? '', cell)).join(' | '),
    row: index,
  }));
  return [...heading, ...shown, ...(saysMore(printed, [...heading, ...shown]) ? printed : [])];
}

/** Whether what a source printed (the body of a probe) has words that its rows do not have. */
function saysMore(printed: readonly EvidenceLine[], shown: readonly EvidenceLine[]): boolean {
  const words = (lines: readonly EvidenceLine[]): readonly string[] => lines.flatMap(({ text }) => text.split(/[\s|]+/u));
  const known = new Set(words(shown));
  return words(printed).some((word) => word !== '' && !known.has(word));
}

function plain(text: string): EvidenceLine {
  return { text, row: null };
}

/** On one line; masked where the column's name says that it is a secret. */
function cellText(column: string, cell: unknown): string {
  if (isSecretName(column)) return MASK;
  return (typeof cell === 'string' ? cell : JSON.stringify(cell)).replace(/[\u0000-\u001f\u007f\u2028\u2029]+/gu, ' ');
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
