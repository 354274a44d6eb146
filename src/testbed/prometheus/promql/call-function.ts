import { labelsKey, withoutName } from '../labels.js';
import { descending } from './arithmetic.js';
import type { FunctionCall } from './expression.js';
import { histogramQuantile } from './histogram-quantile.js';
import { labelReplace, labelsOfAbsence } from './label-functions.js';
import { PromqlExecutionError } from './promql-error.js';
import { KEEPS_NAME, RANGE_FUNCTIONS } from './range-functions.js';
import type { RangeFunction } from './range-functions.js';
import type { Matrix, Value, VectorSample } from './value.js';
import { VALUE_FUNCTIONS } from './value-functions.js';

/** Carries a checked function call out on its evaluated arguments. */
export function callFunction(call: FunctionCall, args: readonly Value[], nowMs: number): Value {
  const overRange = RANGE_FUNCTIONS.get(call.name);
  if (overRange) return overSeries(call.name, overRange, args, nowMs);
  const perValue = VALUE_FUNCTIONS.get(call.name);
  if (perValue) {
    const samples = args.length === 0 ? [{ labels: {}, timeMs: nowMs, value: nowMs / 1000 }] : vectorAt(args, 0);
    const parameters = args.slice(1).map((arg) => (arg.type === 'scalar' ? arg.value : NaN));
    if (call.name === 'clamp' && (parameters[0] ?? NaN) > (parameters[1] ?? NaN)) return { type: 'vector', samples: [] };
    return mapped(samples, (sample) => perValue(sample.value, parameters), nowMs);
  }
  return special(call, args, nowMs);
}

function special(call: FunctionCall, args: readonly Value[], nowMs: number): Value {
  switch (call.name) {
    case 'time':
      return { type: 'scalar', value: nowMs / 1000 };
    case 'pi':
      return { type: 'scalar', value: Math.PI };
    case 'scalar': {
      const samples = vectorAt(args, 0);
      return { type: 'scalar', value: samples.length === 1 ? (samples[0]?.value ?? NaN) : NaN };
    }
    case 'vector':
      return { type: 'vector', samples: [{ labels: {}, timeMs: nowMs, value: scalarAt(args, 0) }] };
    case 'timestamp':
      return mapped(vectorAt(args, 0), (sample) => sample.timeMs / 1000, nowMs);
    case 'absent':
    case 'absent_over_time':
      return { type: 'vector', samples: isEmpty(args[0]) ? [{ labels: labelsOfAbsence(call.args[0]), timeMs: nowMs, value: 1 }] : [] };
    case 'sort':
      return { type: 'vector', samples: [...vectorAt(args, 0)].sort(({ value: left }, { value: right }) => ascending(left, right)) };
    case 'sort_desc':
      return { type: 'vector', samples: [...vectorAt(args, 0)].sort((left, right) => descending(left.value, right.value)) };
    case 'histogram_quantile':
      return { type: 'vector', samples: unique(histogramQuantile(scalarAt(args, 0), vectorAt(args, 1), nowMs)) };
    case 'label_replace': {
      const [target = '', replacement = '', source = '', pattern = ''] = args
        .slice(1)
        .map((arg) => (arg.type === 'string' ? arg.value : ''));
      return { type: 'vector', samples: unique(labelReplace(vectorAt(args, 0), { target, replacement, source, pattern })) };
    }
    default:
      throw new PromqlExecutionError(`function "${call.name}" is not supported by this server`);
  }
}

function overSeries(name: string, overRange: RangeFunction, args: readonly Value[], nowMs: number): Value {
  const matrix = args.find((arg): arg is Matrix => arg.type === 'matrix');
  if (!matrix) throw new PromqlExecutionError(`${name} needs a range vector`);
  const scalar = args.find((arg) => arg.type === 'scalar');
  const { fromMs, toMs } = matrix;
  const call = { fromMs, toMs, rangeSeconds: (toMs - fromMs) / 1000, nowMs, parameter: scalar?.value ?? NaN };
  const samples = matrix.series.flatMap((series): VectorSample[] => {
    const value = overRange(series, call);
    if (value === null) return [];
    return [{ labels: KEEPS_NAME.includes(name) ? series.labels : withoutName(series.labels), timeMs: nowMs, value }];
  });
  return { type: 'vector', samples: unique(samples) };
}

function mapped(samples: readonly VectorSample[], change: (sample: VectorSample) => number, nowMs: number): Value {
  return {
    type: 'vector',
    samples: unique(samples.map((sample) => ({ labels: withoutName(sample.labels), timeMs: nowMs, value: change(sample) }))),
  };
}

function unique(samples: readonly VectorSample[]): readonly VectorSample[] {
  if (new Set(samples.map(({ labels }) => labelsKey(labels))).size < samples.length) {
    throw new PromqlExecutionError('vector cannot contain metrics with the same labelset');
  }
  return samples;
}

function isEmpty(value: Value | undefined): boolean {
  if (value?.type === 'vector') return value.samples.length === 0;
  return value?.type === 'matrix' && value.series.length === 0;
}

function ascending(left: number, right: number): number {
  return Number.isNaN(left) || Number.isNaN(right) ? descending(left, right) : left - right;
}

function vectorAt(args: readonly Value[], index: number): readonly VectorSample[] {
  const value = args[index];
  return value?.type === 'vector' ? value.samples : [];
}

function scalarAt(args: readonly Value[], index: number): number {
  const value = args[index];
  return value?.type === 'scalar' ? value.value : NaN;
}
