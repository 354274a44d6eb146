import type { RangeSamples } from './value.js';

export interface RateWindow {
  readonly fromMs: number;
  readonly toMs: number;
}

/**
 * rate, increase and delta as Prometheus computes them: the change between the first and the last sample, with counter
 * resets added back, stretched to the window's ends where the samples come close to them.
 *
 *   fromMs    first          last   toMs
 *     |---------x----x----x----x-----|      a gap below 1.1 × the mean distance is filled, a wider one by half a distance;
 *                                           a counter is never stretched to before the time it would have been zero
 */
export function extrapolatedChange(samples: RangeSamples, window: RateWindow, isCounter: boolean): number | null {
  const { times, values } = samples;
  const count = values.length;
  if (count < 2) return null;
  const firstMs = times[0] ?? 0;
  const lastMs = times[count - 1] ?? 0;
  const first = values[0] ?? 0;
  const change = (values[count - 1] ?? 0) - first + (isCounter ? lostInResets(values) : 0);
  const sampled = (lastMs - firstMs) / 1000;
  const distance = sampled / (count - 1);
  let toStart = filled((firstMs - window.fromMs) / 1000, distance);
  if (isCounter && change > 0 && first >= 0) toStart = Math.min(toStart, sampled * (first / change));
  const toEnd = filled((window.toMs - lastMs) / 1000, distance);
  return change * ((sampled + toStart + toEnd) / sampled);
}

function filled(gap: number, distance: number): number {
  return gap >= distance * 1.1 ? distance / 2 : gap;
}

function lostInResets(values: readonly number[]): number {
  let lost = 0;
  values.forEach((value, index) => {
    const before = values[index - 1] ?? value;
    if (value < before) lost += before;
  });
  return lost;
}
