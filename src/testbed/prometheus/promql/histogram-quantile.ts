import { labelsKey, METRIC_NAME, withoutLabels } from '../labels.js';
import type { Labels } from '../labels.js';
import type { VectorSample } from './value.js';

export interface Bucket {
  readonly upperBound: number;
  readonly count: number;
}

/** Differences of this relative size are rounding, not observations. */
const ROUNDING = 1e-12;

/** histogram_quantile over classic buckets: one sample for each histogram in the vector. */
export function histogramQuantile(q: number, samples: readonly VectorSample[], nowMs: number): VectorSample[] {
  const histograms = new Map<string, { labels: Labels; buckets: Bucket[] }>();
  for (const sample of samples) {
    const bound = boundOf(sample.labels['le']);
    if (bound === null) continue;
    const labels = withoutLabels(sample.labels, [METRIC_NAME, 'le']);
    const key = labelsKey(labels);
    const histogram = histograms.get(key) ?? { labels, buckets: [] };
    histogram.buckets.push({ upperBound: bound, count: sample.value });
    histograms.set(key, histogram);
  }
  return [...histograms.values()].map(({ labels, buckets }) => ({ labels, timeMs: nowMs, value: bucketQuantile(q, buckets) }));
}

function boundOf(text: string | undefined): number | null {
  if (text === undefined || text === '') return null;
  if (/^\+?inf$/i.test(text)) return Infinity;
  const bound = Number(text);
  return Number.isNaN(bound) ? null : bound;
}

/** The q-quantile of cumulative buckets, interpolated within the bucket it falls into. */
export function bucketQuantile(q: number, unsorted: readonly Bucket[]): number {
  if (Number.isNaN(q)) return NaN;
  if (q < 0) return -Infinity;
  if (q > 1) return Infinity;
  const buckets = monotonic(coalesced([...unsorted].sort((left, right) => left.upperBound - right.upperBound)));
  const top = buckets.at(-1);
  if (top?.upperBound !== Infinity || buckets.length < 2 || top.count === 0 || Number.isNaN(top.count)) return NaN;
  return within(buckets, q * top.count);
}

function within(buckets: readonly Bucket[], rank: number): number {
  const index = buckets.findIndex((bucket, position) => position === buckets.length - 1 || bucket.count >= rank);
  const bucket = buckets[index];
  const below = buckets[index - 1];
  if (!bucket) return NaN;
  if (index === buckets.length - 1) return below?.upperBound ?? NaN;
  if (!below) return bucket.upperBound <= 0 ? bucket.upperBound : bucket.upperBound * (rank / bucket.count);
  return below.upperBound + (bucket.upperBound - below.upperBound) * ((rank - below.count) / (bucket.count - below.count));
}

function coalesced(buckets: readonly Bucket[]): Bucket[] {
  const merged: Bucket[] = [];
  for (const bucket of buckets) {
    const before = merged.at(-1);
    if (before?.upperBound === bucket.upperBound)
      merged[merged.length - 1] = { upperBound: bucket.upperBound, count: before.count + bucket.count };
    else merged.push(bucket);
  }
  return merged;
}

function monotonic(buckets: readonly Bucket[]): Bucket[] {
  let highest = buckets[0]?.count ?? 0;
  return buckets.map(({ upperBound, count }) => {
    const rounding = Math.abs(count - highest) <= ROUNDING * Math.max(Math.abs(count), Math.abs(highest));
    if (!rounding && count > highest) highest = count;
    return { upperBound, count: highest };
  });
}
