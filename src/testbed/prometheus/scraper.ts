import { hashOf } from '../random.js';
import type { ScaledClock } from '../scaled-clock.js';
import type { MetricFamily } from './exposition.js';
import { SCRAPE_INTERVAL_MS, ScrapeLoop } from './scrape-loop.js';
import type { SeriesStore } from './series-store.js';
import type { ScrapeTarget } from './target.js';

const DISCOVERY_INTERVAL_MS = 5_000;

/** Keeps one loop for each target that discovery finds now. */
export class Scraper {
  readonly families = new Map<string, MetricFamily>();
  private readonly loops = new Map<string, ScrapeLoop>();
  private readonly stopping = new AbortController();

  constructor(
    private readonly clock: ScaledClock,
    private readonly store: SeriesStore,
    private readonly discover: () => readonly ScrapeTarget[],
  ) {}

  /** The targets now, with how their last scrape went. */
  get targets(): readonly ScrapeLoop[] {
    return [...this.loops.values()];
  }

  /** Discovers every 5 s of the world's time until stopped. */
  async run(): Promise<void> {
    while (!this.stopping.signal.aborted) {
      this.follow(this.discover());
      this.store.forgetOld(this.clock.milliseconds());
      await this.clock.sleep(DISCOVERY_INTERVAL_MS, { signal: this.stopping.signal }).catch(() => undefined);
    }
  }

  stop(): void {
    this.stopping.abort(new Error('prometheus stops'));
    for (const loop of this.loops.values()) loop.stop();
  }

  private follow(targets: readonly ScrapeTarget[]): void {
    const wanted = new Map(targets.map((target) => [target.key, target]));
    for (const [key, loop] of this.loops) {
      if (wanted.has(key)) continue;
      loop.stop();
      this.loops.delete(key);
    }
    for (const [key, target] of wanted) if (!this.loops.has(key)) this.start(target);
  }

  private start(target: ScrapeTarget): void {
    const loop = new ScrapeLoop(target, this.store, this.clock, (families) => {
      for (const family of families) this.families.set(family.name, family);
    });
    this.loops.set(target.key, loop);
    void loop.run(hashOf(target.key) % (SCRAPE_INTERVAL_MS / 5));
  }
}
