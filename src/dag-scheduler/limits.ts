import type { Config } from '../platform/config.js';

/** How many queries one source or cluster is asked at once, first come first served. */
export class Limits {
  private readonly busy = new Map<string, number>();
  private readonly waiting = new Map<string, (() => void)[]>();

  /** @param most how many at once, by name */
  constructor(private readonly most: (name: string) => number) {}

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
}

/** What the configuration says of a cluster or a source; of others nothing. */
export function configuredLimit({ clusters, sources }: Pick<Config, 'clusters' | 'sources'>): (name: string) => number {
  return (name) => clusters[name]?.maxConcurrent ?? sources[name]?.maxConcurrent ?? Number.POSITIVE_INFINITY;
}
