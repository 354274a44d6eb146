import type { Labels } from './labels.js';

/** The samples of one series in time order. A stale mark says: from here on the series is gone. */
export class Series {
  private times = new Float64Array(16);
  private values = new Float64Array(16);
  private stale = new Uint8Array(16);
  private first = 0;
  private end = 0;

  constructor(readonly labels: Labels) {}

  get length(): number {
    return this.end - this.first;
  }

  /** Time of the last sample in milliseconds, or -Infinity. */
  get lastTimeMs(): number {
    return this.length === 0 ? -Infinity : (this.times[this.end - 1] ?? -Infinity);
  }

  get endsStale(): boolean {
    return this.length > 0 && this.stale[this.end - 1] === 1;
  }

  /** Adds a sample; one that is not younger than the last is dropped, as Prometheus drops it. */
  append(timeMs: number, value: number): void {
    this.push(timeMs, value, 0);
  }

  appendStaleMark(timeMs: number): void {
    if (this.length > 0 && !this.endsStale) this.push(timeMs, 0, 1);
  }

  /** Forgets the samples older than the time given. */
  forgetBefore(timeMs: number): void {
    while (this.first < this.end && (this.times[this.first] ?? 0) < timeMs) this.first += 1;
  }

  /** The youngest sample in (from, to], or null if there is none or the series is stale there. */
  latestIn(fromMs: number, toMs: number): { readonly timeMs: number; readonly value: number } | null {
    const index = this.countUntil(toMs) - 1;
    if (index < this.first || this.stale[index] === 1) return null;
    const timeMs = this.times[index] ?? 0;
    return timeMs > fromMs ? { timeMs, value: this.values[index] ?? 0 } : null;
  }

  /** The samples in (from, to], without stale marks. */
  samplesIn(fromMs: number, toMs: number): { readonly times: number[]; readonly values: number[] } {
    const times: number[] = [];
    const values: number[] = [];
    const last = this.countUntil(toMs);
    for (let index = this.countUntil(fromMs); index < last; index += 1) {
      if (this.stale[index] === 1) continue;
      times.push(this.times[index] ?? 0);
      values.push(this.values[index] ?? 0);
    }
    return { times, values };
  }

  /** Index behind the last sample that is not younger than the time given. */
  private countUntil(timeMs: number): number {
    let low = this.first;
    let high = this.end;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.times[middle] ?? 0) <= timeMs) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  private push(timeMs: number, value: number, stale: 0 | 1): void {
    if (timeMs <= this.lastTimeMs) return;
    if (this.end === this.times.length) this.makeRoom();
    this.times[this.end] = timeMs;
    this.values[this.end] = value;
    this.stale[this.end] = stale;
    this.end += 1;
  }

  private makeRoom(): void {
    const capacity = this.first > this.end / 2 ? this.times.length : this.times.length * 2;
    this.times = moved(this.times, this.first, this.end, new Float64Array(capacity));
    this.values = moved(this.values, this.first, this.end, new Float64Array(capacity));
    this.stale = moved(this.stale, this.first, this.end, new Uint8Array(capacity));
    this.end -= this.first;
    this.first = 0;
  }
}

function moved<T extends Float64Array<ArrayBuffer> | Uint8Array<ArrayBuffer>>(from: T, first: number, end: number, to: T): T {
  to.set(from.subarray(first, end));
  return to;
}
