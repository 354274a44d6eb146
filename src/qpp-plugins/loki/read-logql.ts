import type { SyntaxNode } from '@lezer/common';
import { parser } from '@grafana/lezer-logql';
import type { QueryFlaw } from '../../tsg-parser/index.js';
import { askedRange } from '../prometheus/asked-range.js';
import type { AskedRange } from '../prometheus/asked-range.js';
import { secondsOf } from '../prometheus/durations.js';
import { standIns } from '../prometheus/read-promql.js';
import { firstError } from '../readers/first-error.js';
import { treeShape } from '../readers/tree-shape.js';

export interface LogqlReading {
  readonly flaws: readonly QueryFlaw[];
  /** `timestamp` and `line` of a query for lines; null where labels are not known before it is run. */
  readonly columns: readonly string[] | null;
}

/** Reads a LogQL query with its holes. */
export function readLogql(text: string): LogqlReading {
  const filled = standIns(text, 'logql');
  const syntax = firstError(parser.parse(filled), filled, 'LogQL');
  const range = logqlRange(filled);
  const flaws = syntax.length === 0 && typeof range === 'string' ? [{ message: range, line: 0 }] : syntax;
  return { flaws, columns: flaws.length > 0 || asksForNumbers(filled) ? null : ['timestamp', 'line'] };
}

/** The range a comment asks for; a sentence where it cannot be read. */
export function logqlRange(text: string): AskedRange | string | null {
  return askedRange(parser.parse(text), text);
}

export function logqlShape(text: string): string {
  return treeShape(parser.parse(text));
}

/** Whether the query asks for numbers over time rather than for lines. */
export function asksForNumbers(text: string): boolean {
  return nodesOf(text, 'MetricExpr').length > 0;
}

/** The first stream selector, `{app="shop"}`; null where there is none. */
export function streamSelector(text: string): string | null {
  const [selector] = nodesOf(text, 'Selector');
  return selector === undefined ? null : text.slice(selector.from, selector.to);
}

/** The farthest its ranges and offsets look back, in hours. */
export function lookbackHours(text: string): number {
  const seconds = nodesOf(text, 'LogRangeExpr').map((range) => durationIn(range, 'Range', text) + durationIn(range, 'OffsetExpr', text));
  return Math.max(0, ...seconds) / 3600;
}

function durationIn(range: SyntaxNode, kind: string, text: string): number {
  const duration = range.getChild(kind)?.getChild('Duration') ?? null;
  return duration === null ? 0 : (secondsOf(text.slice(duration.from, duration.to)) ?? Number.POSITIVE_INFINITY);
}

function nodesOf(text: string, kind: string): readonly SyntaxNode[] {
  const found: SyntaxNode[] = [];
  parser
    .parse(text)
    .cursor()
    .iterate(({ name, node }) => {
      if (name === kind) found.push(node);
    });
  return found;
}
