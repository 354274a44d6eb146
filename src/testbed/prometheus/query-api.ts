import { requiredParameter, stepParameter, timeParameter } from './api-parameters.js';
import type { Labels } from './labels.js';
import { METRIC_NAME } from './labels.js';
import { formatNumber } from './promql/format-number.js';
import { parsePromql } from './promql/parse-promql.js';
import { PromqlParseError } from './promql/promql-error.js';
import { instantQuery, rangeQuery } from './promql/query.js';
import type { Value } from './promql/value.js';
import type { SeriesSource, SeriesStore } from './series-store.js';
import type { Series } from './series.js';

/** GET|POST /api/v1/query. */
export function answerQuery(store: SeriesSource, parameters: URLSearchParams, nowMs: number): unknown {
  const timeMs = timeParameter(parameters, 'time', nowMs);
  return rendered(instantQuery(store, requiredParameter(parameters, 'query'), timeMs), timeMs);
}

/** GET|POST /api/v1/query_range. */
export function answerRangeQuery(store: SeriesSource, parameters: URLSearchParams): unknown {
  const startMs = timeParameter(parameters, 'start', null);
  const endMs = timeParameter(parameters, 'end', null);
  if (endMs < startMs) throw new PromqlParseError('invalid parameter "end": end timestamp must not be before start time');
  const series = rangeQuery(store, requiredParameter(parameters, 'query'), startMs, endMs, stepParameter(parameters));
  const result = series.map(({ labels, points }) => ({ metric: labels, values: points.map(({ timeMs, value }) => point(timeMs, value)) }));
  return { resultType: 'matrix', result };
}

/** GET|POST /api/v1/series. */
export function answerSeries(store: SeriesStore, parameters: URLSearchParams, nowMs: number): readonly Labels[] {
  if (parameters.getAll('match[]').length === 0) throw new PromqlParseError('no match[] parameter provided');
  return selected(store, parameters, nowMs).map((series) => series.labels);
}

/** GET|POST /api/v1/labels. */
export function answerLabelNames(store: SeriesStore, parameters: URLSearchParams, nowMs: number): readonly string[] {
  return [...new Set(selected(store, parameters, nowMs).flatMap((series) => Object.keys(series.labels)))].sort();
}

/** GET /api/v1/label/<name>/values. */
export function answerLabelValues(store: SeriesStore, name: string, parameters: URLSearchParams, nowMs: number): readonly string[] {
  if (name !== METRIC_NAME && !/^[a-zA-Z_]\w*$/.test(name)) throw new PromqlParseError(`invalid label name: "${name}"`);
  return [...new Set(selected(store, parameters, nowMs).flatMap((series) => series.labels[name] ?? []))].sort();
}

function selected(store: SeriesStore, parameters: URLSearchParams, nowMs: number): Series[] {
  const startMs = timeParameter(parameters, 'start', -Infinity);
  const endMs = timeParameter(parameters, 'end', nowMs);
  const selectors = parameters.getAll('match[]').map((text) => selectorOf(text));
  const candidates = selectors.length === 0 ? store.all() : new Set(selectors.flatMap((matchers) => store.select(matchers)));
  return [...candidates].filter((series) => series.samplesIn(startMs - 1, endMs).times.length > 0);
}

function selectorOf(text: string): Parameters<SeriesStore['select']>[0] {
  const expression = parsePromql(text);
  if (expression.kind !== 'vector-selector')
    throw new PromqlParseError(`invalid parameter "match[]": expected a series selector, got "${text}"`);
  return expression.matchers;
}

function rendered(value: Value, timeMs: number): unknown {
  switch (value.type) {
    case 'scalar':
      return { resultType: 'scalar', result: point(timeMs, value.value) };
    case 'string':
      return { resultType: 'string', result: [timeMs / 1000, value.value] };
    case 'vector':
      return {
        resultType: 'vector',
        result: value.samples.map((sample) => ({ metric: sample.labels, value: point(timeMs, sample.value) })),
      };
    case 'matrix': {
      const result = value.series.map(({ labels, times, values }) => ({
        metric: labels,
        values: times.map((time, index) => point(time, values[index] ?? NaN)),
      }));
      return { resultType: 'matrix', result };
    }
  }
}

function point(timeMs: number, value: number): readonly [number, string] {
  return [timeMs / 1000, formatNumber(value)];
}
