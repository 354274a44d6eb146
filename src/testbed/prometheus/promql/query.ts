import { compareLabels, labelsKey } from '../labels.js';
import type { Labels } from '../labels.js';
import type { SeriesSource } from '../series-store.js';
import { Evaluation } from './evaluate.js';
import { parsePromql } from './parse-promql.js';
import { PromqlParseError } from './promql-error.js';
import type { Value } from './value.js';

const MOST_POINTS = 11_000;

export interface SeriesOverTime {
  readonly labels: Labels;
  readonly points: readonly { readonly timeMs: number; readonly value: number }[];
}

/** The value of a query at one instant. */
export function instantQuery(source: SeriesSource, query: string, timeMs: number): Value {
  return new Evaluation(source, timeMs, timeMs).at(parsePromql(query), timeMs);
}

/**
 * The values of a query at every step from start to end, series by series, sorted by labels.
 * @throws PromqlParseError for a query whose value is neither a number nor an instant vector, or for too many points
 */
export function rangeQuery(source: SeriesSource, query: string, startMs: number, endMs: number, stepMs: number): SeriesOverTime[] {
  const expression = parsePromql(query);
  if (expression.kind === 'matrix-selector' || expression.kind === 'subquery' || expression.kind === 'string') {
    throw new PromqlParseError('invalid expression type "range vector" for range query, must be Scalar or instant Vector');
  }
  if ((endMs - startMs) / stepMs > MOST_POINTS) {
    throw new PromqlParseError(
      'exceeded maximum resolution of 11,000 points per timeseries. Try decreasing the query resolution (?step=XX)',
    );
  }
  const evaluation = new Evaluation(source, startMs, endMs);
  const series = new Map<string, { labels: Labels; points: { timeMs: number; value: number }[] }>();
  for (let timeMs = startMs; timeMs <= endMs; timeMs += stepMs) {
    for (const { labels, value } of elementsOf(evaluation.at(expression, timeMs))) {
      const key = labelsKey(labels);
      const found = series.get(key) ?? { labels, points: [] };
      found.points.push({ timeMs, value });
      series.set(key, found);
    }
  }
  return [...series.values()].sort((left, right) => compareLabels(left.labels, right.labels));
}

function elementsOf(value: Value): readonly { readonly labels: Labels; readonly value: number }[] {
  if (value.type === 'vector') return value.samples;
  return value.type === 'scalar' ? [{ labels: {}, value: value.value }] : [];
}
