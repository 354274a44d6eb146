import type { DraftQuery } from '../draft.js';
import { phaseAt } from './form.js';
import type { Subject, SubjectStep } from './subject.js';

/** A command or statement that changes something, with its step. */
export interface Change {
  readonly step: SubjectStep;
  readonly query: DraftQuery;
}

/** What really changes something: a dry run does not. */
export function changesIn({ queries }: Subject): Change[] {
  return queries.filter(({ query }) => query.mutating && !/--dry-run(?:=(?:client|server))?\b(?!=none)/.test(query.text));
}

/** Those in blocks of their own; what prose mentions in passing is not yet a step. */
export function changesInBlocks(subject: Subject): Change[] {
  return changesIn(subject).filter(({ query }) => query.tag !== null);
}

/** Changes an incident is mended by: in a manual or under Diagnosis a change is something else. */
export function mitigationsIn(subject: Subject): Change[] {
  if (subject.form === 'page') return [];
  const changes = changesInBlocks(subject);
  return subject.form === 'normal'
    ? changes
    : changes.filter(({ query }) => phaseAt(query.lines[0], subject.parts.document.root) === 'mitigation');
}

/** Louder logs, a debug tool: changed in order to look. */
export function helpsLooking({ text }: DraftQuery): boolean {
  return /log[-_ ]?level|debug|verbos|tcpdump|\btee\b|must-gather|toolbox|enableCephTools|Pktmon|trace/i.test(text);
}

/** The first line of a text, short enough for a message. */
export function firstLine(text: string): string {
  const line = text.split('\n')[0] ?? '';
  return line.length > 80 ? `${line.slice(0, 77)}…` : line;
}

/** The first line of a query that a pattern finds, past its comments; its first line of code where none does. */
export function lineLike({ text, lines }: DraftQuery, pattern: RegExp): { readonly line: number; readonly text: string } {
  const rows = text.split('\n');
  const found = rows.findIndex((row) => !isComment(row) && pattern.test(row));
  const index =
    found === -1
      ? Math.max(
          0,
          rows.findIndex((row) => !isComment(row) && row.trim() !== ''),
        )
      : found;
  return { line: Math.min(lines[0] + index, lines[1]), text: firstLine((rows[index] ?? '').trim()) };
}

function isComment(row: string): boolean {
  return /^\s*(?:#|--|\/\/)/.test(row);
}

/** " So do 3 more in this guide.", or nothing. */
export function andMore(count: number): string {
  if (count === 0) return '';
  return ` So ${count === 1 ? 'does 1 more' : `do ${String(count)} more`} in this guide.`;
}
