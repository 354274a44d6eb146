import type { Problem, QueryTemplate } from '../../tsg-parser/index.js';

/** A query of a guide that is to be tried at its source, with what its step says of it. */
export interface CheckedQuery {
  readonly template: QueryTemplate;
  /** What its step says around it. */
  readonly prose: string;
  /** The conditions that hang on its answer, as they are written. */
  readonly conditions: readonly { readonly text: string; readonly line: number }[];
}

/** The line of the guide on which a place of a query stands, by an offset into a text of the same lines. */
export function lineAtOffset({ template }: CheckedQuery, text: string, offset: number): number {
  const below = text.slice(0, Math.max(0, offset)).split('\n').length - 1;
  return Math.min(template.lines[0] + below, template.lines[1]);
}

/** The words around an offset: its line, for people. */
export function wordsAt(text: string, offset: number): string {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  const end = text.indexOf('\n', offset);
  return text.slice(start, end === -1 ? undefined : end).trim();
}

export function problem(rule: string, severity: Problem['severity'], line: number, message: string, suggestion: string | null): Problem {
  return { rule, severity, line, message, suggestion };
}
