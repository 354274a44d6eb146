import { matchesAll, nameOf } from './label-matcher.js';
import type { LabelMatcher } from './label-matcher.js';
import { labelsKey, METRIC_NAME } from './labels.js';
import type { Labels } from './labels.js';
import { Series } from './series.js';

/** Where an evaluation finds its series. */
export interface SeriesSource {
  select(matchers: readonly LabelMatcher[]): readonly Series[];
}

/** The series of one testbed, in memory, for as long as the retention says. */
export class SeriesStore implements SeriesSource {
  private readonly byName = new Map<string, Map<string, Series>>();

  constructor(private readonly retentionMs: number = 6 * 60 * 60 * 1000) {}

  /** The series with exactly these labels, made if it is new. */
  seriesOf(labels: Labels): Series {
    const name = labels[METRIC_NAME] ?? '';
    let family = this.byName.get(name);
    if (!family) this.byName.set(name, (family = new Map<string, Series>()));
    const key = labelsKey(labels);
    let series = family.get(key);
    if (!series) family.set(key, (series = new Series(labels)));
    return series;
  }

  select(matchers: readonly LabelMatcher[]): readonly Series[] {
    const name = nameOf(matchers);
    const families = name === null ? [...this.byName.values()] : [this.byName.get(name) ?? new Map<string, Series>()];
    return families.flatMap((family) => [...family.values()].filter((series) => matchesAll(series.labels, matchers)));
  }

  all(): readonly Series[] {
    return [...this.byName.values()].flatMap((family) => [...family.values()]);
  }

  /** Drops what is older than the retention, and series that have nothing left. */
  forgetOld(nowMs: number): void {
    for (const [name, family] of this.byName) {
      for (const [key, series] of family) {
        series.forgetBefore(nowMs - this.retentionMs);
        if (series.length === 0) family.delete(key);
      }
      if (family.size === 0) this.byName.delete(name);
    }
  }
}
