import type { DraftQuery } from '../draft.js';
import { comparisonsIn, type Comparison } from './comparisons.js';

/** What a query leaves out of its answer: rows whose value is not beyond a number. */
export interface Filter {
  readonly comparison: Comparison;
  readonly measures: Measure;
}

/** What a number counts; `value`: the one value of a metric, whatever it is. */
export type Measure = 'share' | 'time' | 'count' | 'value';

/** The comparisons a query makes with its own result: `… > 800` at its end, HAVING, `| where` behind a `summarize`. */
export function filtersOf({ language, text }: DraftQuery): Filter[] {
  switch (language) {
    case 'promql':
    case 'logql':
      return ofMetric(text);
    case 'sql':
      return ofClause(/\bhaving\b([\s\S]*?)(?:\border\s+by\b|\blimit\b|\bwindow\b|\bunion\b|;|$)/i.exec(text)?.[1] ?? '');
    case 'kql':
      return ofKql(text);
    default:
      return [];
  }
}

function ofMetric(text: string): Filter[] {
  const threshold = /(?:>=?|<=?)\s*(?:bool\s+)?\d+(?:\.\d+)?\s*$/.exec(text.trim())?.[0].replace(/\bbool\s+/, '');
  return comparisonsIn(threshold ?? '').map((comparison) => ({ comparison, measures: 'value' }));
}

function ofKql(text: string): Filter[] {
  const at = text.search(/\|\s*summarize\b/i);
  if (at === -1) return [];
  return [...text.slice(at).matchAll(/\|\s*where\b([^|]*)/gi)].flatMap(([, clause = '']) => ofClause(clause));
}

function ofClause(clause: string): Filter[] {
  return comparisonsIn(clause).map((comparison) => ({
    comparison,
    measures: measureOf(
      clause
        .slice(0, comparison.at)
        .split(/\b(?:and|or)\b/i)
        .at(-1) ?? '',
    ),
  }));
}

function measureOf(expression: string): Measure {
  if (/\b100(?:\.0)?\b|\/|pct|percent|rate|ratio|share|availability/i.test(expression)) return 'share';
  return /latency|duration|seconds?|_ms\b|\bage|interval|delay|elapsed/i.test(expression) ? 'time' : 'count';
}
