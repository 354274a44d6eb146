import type { Labels } from './labels.js';

/** One place to scrape: what it is called, how its page is read, and the labels every sample of it gets. */
export interface ScrapeTarget {
  /** The same for the same target across discoveries. */
  readonly key: string;
  readonly job: string;
  /** As /api/v1/targets shows it. */
  readonly scrapeUrl: string;
  readonly labels: Labels;
  /** The labels before relabelling, for /api/v1/targets. */
  readonly discoveredLabels: Labels;
  /** The text format; rejects where nothing answers. */
  readonly read: (signal: AbortSignal) => Promise<string>;
}
