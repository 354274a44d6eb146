import type { DraftQuery } from '../draft.js';
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

/** The first line of a command, short enough for a message. */
export function firstLine(text: string): string {
  const line = text.split('\n')[0] ?? '';
  return line.length > 80 ? `${line.slice(0, 77)}…` : line;
}

/** " So do 3 more in this guide.", or nothing. */
export function andMore(count: number): string {
  if (count === 0) return '';
  return ` So ${count === 1 ? 'does 1 more' : `do ${String(count)} more`} in this guide.`;
}
