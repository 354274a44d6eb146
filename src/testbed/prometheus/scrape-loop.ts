import type { ScaledClock } from '../scaled-clock.js';
import { labelsOf, readExposition } from './exposition.js';
import type { MetricFamily } from './exposition.js';
import { METRIC_NAME } from './labels.js';
import type { SeriesStore } from './series-store.js';
import type { Series } from './series.js';
import type { ScrapeTarget } from './target.js';

export const SCRAPE_INTERVAL_MS = 15_000;
const SCRAPE_TIMEOUT_REAL_MS = 3_000;

export interface ScrapeHealth {
  readonly up: boolean;
  readonly lastError: string;
  readonly lastScrape: Date;
  readonly lastScrapeSeconds: number;
}

/** Scrapes one target every 15 s of the world's time, until it is stopped; then its series are stale. */
export class ScrapeLoop {
  health: ScrapeHealth | null = null;
  private readonly known = new Map<string, Series>();
  private readonly stopping = new AbortController();
  private lastMs = 0;

  constructor(
    readonly target: ScrapeTarget,
    private readonly store: SeriesStore,
    private readonly clock: ScaledClock,
    private readonly learned: (families: readonly MetricFamily[]) => void,
  ) {}

  /** `phaseMs` spreads the targets over the interval, so that they are not all read at the same moment. */
  async run(phaseMs: number): Promise<void> {
    try {
      await this.clock.sleep(phaseMs, { signal: this.stopping.signal });
      while (!this.stopping.signal.aborted) {
        const next = this.clock.milliseconds() + SCRAPE_INTERVAL_MS;
        await this.scrape();
        await this.clock.sleep(next - this.clock.milliseconds(), { signal: this.stopping.signal });
      }
    } catch (error) {
      if (!this.stopping.signal.aborted) throw error;
    }
  }

  /** Ends the loop and marks all series of the target as gone. */
  stop(): void {
    this.stopping.abort(new Error('the target is gone'));
    const nowMs = Math.max(this.lastMs + 1, Math.round(this.clock.milliseconds()));
    for (const series of this.known.values()) series.appendStaleMark(nowMs);
  }

  private async scrape(): Promise<void> {
    const startedAt = performance.now();
    const nowMs = Math.round(this.clock.milliseconds());
    let text = '';
    let lastError = '';
    try {
      text = await this.target.read(AbortSignal.any([this.stopping.signal, AbortSignal.timeout(SCRAPE_TIMEOUT_REAL_MS)]));
    } catch (error) {
      lastError = error instanceof Error ? error.message : 'scrape failed';
    }
    if (this.stopping.signal.aborted) return;
    const seconds = (performance.now() - startedAt) / 1000;
    this.health = { up: lastError === '', lastError, lastScrape: new Date(nowMs), lastScrapeSeconds: seconds };
    this.record(text, lastError === '', seconds, nowMs);
  }

  private record(text: string, up: boolean, seconds: number, nowMs: number): void {
    const { samples, families } = readExposition(text);
    this.learned(families);
    const page = [
      ...samples,
      { series: 'up', value: Number(up) },
      { series: 'scrape_duration_seconds', value: seconds },
      { series: 'scrape_samples_scraped', value: samples.length },
    ];
    for (const { series, value } of page) this.seriesOf(series).append(nowMs, value);
    for (const [key, series] of this.known) {
      if (series.lastTimeMs >= nowMs) continue;
      series.appendStaleMark(nowMs);
      this.known.delete(key);
    }
    this.lastMs = nowMs;
  }

  private seriesOf(text: string): Series {
    let series = this.known.get(text);
    if (!series) this.known.set(text, (series = this.store.seriesOf(this.labelled(text))));
    return series;
  }

  /** The target's labels win; a sample's own label of the same name is kept as `exported_…`. */
  private labelled(text: string): Readonly<Record<string, string>> {
    const labels: Record<string, string> = { ...this.target.labels };
    for (const [name, value] of Object.entries(labelsOf(text))) {
      labels[name !== METRIC_NAME && name in this.target.labels ? `exported_${name}` : name] = value;
    }
    return labels;
  }
}
