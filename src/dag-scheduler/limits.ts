import type { Config } from '../platform/config.js';

/** How many queries one source or cluster is asked at once, first come first served. */
export class Limits {
  private readonly busy = new Map<string, number>();
  private readonly waiting = new Map<string, (() => void)[]>();

  constructor(private readonly config: Pick<Config, 'clusters' | 'sources'>) {}

  async within<T>(source: string, act: () => Promise<T>): Promise<T> {
    await this.enter(source);
    try {
      return await act();
    } finally {
      this.leave(source);
    }
  }

  private enter(source: string): Promise<void> | undefined {
    const busy = this.busy.get(source) ?? 0;
    if (busy < this.most(source)) {
      this.busy.set(source, busy + 1);
      return undefined;
    }
    return new Promise((go) => {
      const line = this.waiting.get(source);
      if (line === undefined) this.waiting.set(source, [go]);
      else line.push(go);
    });
  }

  private leave(source: string): void {
    const next = this.waiting.get(source)?.shift();
    if (next === undefined) this.busy.set(source, (this.busy.get(source) ?? 1) - 1);
    else next();
  }

  private most(source: string): number {
    return this.config.clusters[source]?.maxConcurrent ?? this.config.sources[source]?.maxConcurrent ?? Number.POSITIVE_INFINITY;
  }
}
