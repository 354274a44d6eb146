/** The sum with Neumaier's correction, which Prometheus uses too. */
export function preciseSum(values: readonly number[]): number {
  let sum = 0;
  let lost = 0;
  for (const value of values) {
    const next = sum + value;
    if (!Number.isFinite(next)) lost = 0;
    else lost += Math.abs(sum) >= Math.abs(value) ? sum - next + value : value - next + sum;
    sum = next;
  }
  return sum + lost;
}

export function mean(values: readonly number[]): number {
  return preciseSum(values) / values.length;
}

/** The population variance. */
export function variance(values: readonly number[]): number {
  const middle = mean(values);
  return preciseSum(values.map((value) => (value - middle) ** 2)) / values.length;
}

/** The q-quantile with linear interpolation; NaN sorts first. */
export function quantile(q: number, values: readonly number[]): number {
  if (values.length === 0 || Number.isNaN(q)) return NaN;
  if (q < 0) return -Infinity;
  if (q > 1) return Infinity;
  const sorted = [...values].sort((left, right) => (Number.isNaN(left) ? -1 : Number.isNaN(right) ? 1 : left - right));
  const rank = q * (sorted.length - 1);
  const lower = Math.max(0, Math.floor(rank));
  const upper = Math.min(sorted.length - 1, lower + 1);
  const weight = rank - Math.floor(rank);
  return (sorted[lower] ?? NaN) * (1 - weight) + (sorted[upper] ?? NaN) * weight;
}

/** Least squares through the samples; time in seconds from the origin given. */
export function linearRegression(
  times: readonly number[],
  values: readonly number[],
  originMs: number,
): { readonly slope: number; readonly intercept: number } {
  const first = values[0] ?? NaN;
  if (values.every((value) => value === first))
    return { slope: Number.isFinite(first) ? 0 : NaN, intercept: Number.isFinite(first) ? first : NaN };
  const count = values.length;
  const seconds = times.map((time) => (time - originMs) / 1000);
  const sumX = preciseSum(seconds);
  const sumY = preciseSum(values);
  const covariance = preciseSum(seconds.map((second, index) => second * (values[index] ?? 0))) - (sumX * sumY) / count;
  const spread = preciseSum(seconds.map((second) => second * second)) - (sumX * sumX) / count;
  const slope = covariance / spread;
  return { slope, intercept: sumY / count - (slope * sumX) / count };
}

/** Two elements with the larger first; NaN is smaller than everything. */
export function descending(left: number, right: number): number {
  if (Number.isNaN(left)) return Number.isNaN(right) ? 0 : 1;
  if (Number.isNaN(right)) return -1;
  return right - left;
}
