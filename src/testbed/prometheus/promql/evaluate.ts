import { labelsKey, withoutName } from '../labels.js';
import type { SeriesSource } from '../series-store.js';
import type { Series } from '../series.js';
import { aggregate } from './aggregate.js';
import { binary } from './binary.js';
import { callFunction } from './call-function.js';
import type { AtModifier, Expression, MatrixSelector, Subquery, VectorSelector } from './expression.js';
import { PromqlExecutionError } from './promql-error.js';
import type { Matrix, RangeSamples, Value, VectorSample } from './value.js';

const LOOKBACK_MS = 5 * 60_000;
const DEFAULT_SUBQUERY_STEP_MS = 60_000;

/** One query on one store: the range asked about, and the series found so far, so that each selector looks once. */
export class Evaluation {
  private readonly found = new Map<VectorSelector, readonly Series[]>();

  constructor(
    private readonly source: SeriesSource,
    private readonly startMs: number,
    private readonly endMs: number,
  ) {}

  /** The value of the expression at one instant. */
  at(expression: Expression, nowMs: number): Value {
    switch (expression.kind) {
      case 'number':
        return { type: 'scalar', value: expression.value };
      case 'string':
        return { type: 'string', value: expression.value };
      case 'vector-selector':
        return { type: 'vector', samples: this.instant(expression, nowMs) };
      case 'matrix-selector':
        return this.range(expression, nowMs);
      case 'subquery':
        return this.subquery(expression, nowMs);
      case 'negation':
        return negated(this.at(expression.expression, nowMs));
      case 'binary':
        return binary(expression, this.at(expression.left, nowMs), this.at(expression.right, nowMs), nowMs);
      case 'aggregation': {
        const parameter = expression.parameter && this.at(expression.parameter, nowMs);
        const samples = aggregate(
          expression.operator,
          expression.grouping,
          parameter,
          vectorOf(this.at(expression.expression, nowMs)),
          nowMs,
        );
        return { type: 'vector', samples };
      }
      case 'call': {
        const args = expression.args.map((arg) => this.at(arg, nowMs));
        return callFunction(expression, args, nowMs);
      }
    }
  }

  private instant(selector: VectorSelector, nowMs: number): VectorSample[] {
    const toMs = this.momentOf(selector.at, nowMs) - selector.offsetMs;
    return this.seriesOf(selector).flatMap((series): VectorSample[] => {
      const sample = series.latestIn(toMs - LOOKBACK_MS, toMs);
      return sample ? [{ labels: series.labels, timeMs: sample.timeMs, value: sample.value }] : [];
    });
  }

  private range({ selector, rangeMs }: MatrixSelector, nowMs: number): Matrix {
    const toMs = this.momentOf(selector.at, nowMs) - selector.offsetMs;
    const fromMs = toMs - rangeMs;
    const series = this.seriesOf(selector).flatMap((each): RangeSamples[] => {
      const samples = each.samplesIn(fromMs, toMs);
      return samples.times.length === 0 ? [] : [{ labels: each.labels, ...samples }];
    });
    return { type: 'matrix', series, fromMs, toMs };
  }

  private subquery(subquery: Subquery, nowMs: number): Matrix {
    const toMs = this.momentOf(subquery.at, nowMs) - subquery.offsetMs;
    const fromMs = toMs - subquery.rangeMs;
    const stepMs = subquery.stepMs ?? DEFAULT_SUBQUERY_STEP_MS;
    const gathered = new Map<string, { labels: RangeSamples['labels']; times: number[]; values: number[] }>();
    for (let timeMs = (Math.floor(fromMs / stepMs) + 1) * stepMs; timeMs <= toMs; timeMs += stepMs) {
      for (const { labels, value } of vectorOf(this.at(subquery.expression, timeMs))) {
        const key = labelsKey(labels);
        const series = gathered.get(key) ?? { labels, times: [], values: [] };
        series.times.push(timeMs);
        series.values.push(value);
        gathered.set(key, series);
      }
    }
    return { type: 'matrix', series: [...gathered.values()], fromMs, toMs };
  }

  private seriesOf(selector: VectorSelector): readonly Series[] {
    let series = this.found.get(selector);
    if (!series) this.found.set(selector, (series = this.source.select(selector.matchers)));
    return series;
  }

  private momentOf(at: AtModifier | null, nowMs: number): number {
    if (at === null) return nowMs;
    return at === 'start' ? this.startMs : at === 'end' ? this.endMs : at;
  }
}

function negated(value: Value): Value {
  if (value.type === 'scalar') return { type: 'scalar', value: -value.value };
  return {
    type: 'vector',
    samples: vectorOf(value).map((sample) => ({ ...sample, labels: withoutName(sample.labels), value: -sample.value })),
  };
}

function vectorOf(value: Value): readonly VectorSample[] {
  if (value.type !== 'vector') throw new PromqlExecutionError(`expected an instant vector, got ${value.type}`);
  return value.samples;
}
