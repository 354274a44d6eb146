import type { Config } from '../platform/config.js';

/** For whom something is done: each run has its share of whatever is scarce, a more urgent one a larger share. */
export interface Turn {
  readonly runId: string;
  /** 1 or more; a run of weight 2 gets two turns for each one of a run of weight 1. */
  readonly weight: number;
}

/** A run that waits at one place: what it wants done, and when its next turn is due in that place's own time. */
interface Share {
  readonly turns: (() => void)[];
  readonly weight: number;
  due: number;
}

/** Something scarce: a source, a cluster, the worker as a whole. */
class Place {
  private busy = 0;
  /** Moves on with every turn given out of the queue: whoever comes now begins here, and not in the past. */
  private time = 0;
  private readonly shares = new Map<string, Share>();

  constructor(private readonly most: number) {}

  enter({ runId, weight }: Turn): Promise<void> | undefined {
    if (this.busy < this.most) {
      this.busy += 1;
      return undefined;
    }
    const share = this.shares.get(runId) ?? { turns: [], weight, due: this.time + 1 / weight };
    this.shares.set(runId, share);
    return new Promise((go) => share.turns.push(go));
  }

  leave(): void {
    const next = this.nextShare();
    if (next === null) {
      this.busy -= 1;
      return;
    }
    const [runId, share] = next;
    this.time = share.due;
    share.due += 1 / share.weight;
    const go = share.turns.shift();
    if (share.turns.length === 0) this.shares.delete(runId);
    go?.();
  }

  private nextShare(): readonly [string, Share] | null {
    let next: readonly [string, Share] | null = null;
    for (const candidate of this.shares) if (next === null || candidate[1].due < next[1].due) next = candidate;
    return next;
  }
}

/**
 * How much is done at once at each place, by name. Where there is a queue the runs take turns, by weight: one with ten thousand
 * steps does not keep one with three from its own (weighted fair queueing, Demers, Keshav and Shenker 1989).
 */
export class Limits {
  private readonly places = new Map<string, Place>();

  /** @param most how many at once, by name */
  constructor(private readonly most: (name: string) => number) {}

  async within<T>(name: string, turn: Turn, act: () => Promise<T>): Promise<T> {
    const place = this.place(name);
    await place.enter(turn);
    try {
      return await act();
    } finally {
      place.leave();
    }
  }

  private place(name: string): Place {
    const known = this.places.get(name);
    if (known !== undefined) return known;
    const place = new Place(this.most(name));
    this.places.set(name, place);
    return place;
  }
}

/** The name under which all queries of a worker are counted, whatever they ask. */
export const ALL_QUERIES = 'all queries';

/** What the configuration says of a cluster or a source; of others nothing. */
export function configuredLimit({ clusters, sources, runs }: Pick<Config, 'clusters' | 'sources' | 'runs'>): (name: string) => number {
  return (name) =>
    name === ALL_QUERIES
      ? runs.maxConcurrentQueries
      : (clusters[name]?.maxConcurrent ?? sources[name]?.maxConcurrent ?? Number.POSITIVE_INFINITY);
}
