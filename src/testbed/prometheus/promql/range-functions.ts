import { linearRegression, mean, preciseSum, quantile, variance } from './arithmetic.js';
import { extrapolatedChange } from './extrapolated-rate.js';
import type { RateWindow } from './extrapolated-rate.js';
import type { RangeSamples } from './value.js';

/** The window, the length of the range in seconds, the instant asked about, and the function's scalar. */
export interface RangeCall extends RateWindow {
  readonly rangeSeconds: number;
  readonly nowMs: number;
  readonly parameter: number;
}

/** One number out of the samples of one series, or null: this series has no answer. */
export type RangeFunction = (samples: RangeSamples, call: RangeCall) => number | null;

const last = (values: readonly number[]): number => values.at(-1) ?? NaN;

/** All functions over a range vector that work series by series. */
export const RANGE_FUNCTIONS: ReadonlyMap<string, RangeFunction> = new Map<string, RangeFunction>([
  ['rate', (samples, call) => divided(extrapolatedChange(samples, call, true), call.rangeSeconds)],
  ['increase', (samples, call) => extrapolatedChange(samples, call, true)],
  ['delta', (samples, call) => extrapolatedChange(samples, call, false)],
  ['irate', (samples) => lastChange(samples, true)],
  ['idelta', (samples) => lastChange(samples, false)],
  ['changes', ({ values }) => pairs(values, (before, now) => now !== before && !(Number.isNaN(now) && Number.isNaN(before)))],
  ['resets', ({ values }) => pairs(values, (before, now) => now < before)],
  ['deriv', ({ times, values }) => (values.length < 2 ? null : linearRegression(times, values, times[0] ?? 0).slope)],
  ['predict_linear', predictLinear],
  ['avg_over_time', ({ values }) => mean(values)],
  ['min_over_time', ({ values }) => extreme(values, (value, best) => value < best)],
  ['max_over_time', ({ values }) => extreme(values, (value, best) => value > best)],
  ['sum_over_time', ({ values }) => preciseSum(values)],
  ['count_over_time', ({ values }) => values.length],
  ['last_over_time', ({ values }) => last(values)],
  ['first_over_time', ({ values }) => values[0] ?? NaN],
  ['present_over_time', () => 1],
  ['stddev_over_time', ({ values }) => Math.sqrt(variance(values))],
  ['stdvar_over_time', ({ values }) => variance(values)],
  ['quantile_over_time', ({ values }, call) => quantile(call.parameter, values)],
]);

/** These give the series back under its own name. */
export const KEEPS_NAME: readonly string[] = ['last_over_time', 'first_over_time'];

function divided(value: number | null, seconds: number): number | null {
  return value === null ? null : value / seconds;
}

function lastChange({ times, values }: RangeSamples, perSecond: boolean): number | null {
  const count = values.length;
  if (count < 2) return null;
  const before = values[count - 2] ?? 0;
  const change = perSecond && last(values) < before ? last(values) : last(values) - before;
  const seconds = ((times[count - 1] ?? 0) - (times[count - 2] ?? 0)) / 1000;
  return perSecond ? change / seconds : change;
}

function pairs(values: readonly number[], counts: (before: number, now: number) => boolean): number {
  return values.filter((value, index) => index > 0 && counts(values[index - 1] ?? 0, value)).length;
}

function extreme(values: readonly number[], better: (value: number, best: number) => boolean): number {
  return values.reduce((best, value) => (better(value, best) || Number.isNaN(best) ? value : best));
}

function predictLinear({ times, values }: RangeSamples, call: RangeCall): number | null {
  if (values.length < 2) return null;
  const { slope, intercept } = linearRegression(times, values, call.nowMs);
  return slope * call.parameter + intercept;
}
