import { setTimeout as sleep } from 'node:timers/promises';

/** The length of one CFS period: within it a container may run for its share and is throttled for the rest. */
const PERIOD_MS = 100;
/** What a container still gets when foreign work of the same cgroup wants all of it. */
const FAIR_SHARE = 1 / 3;
/** How far back the current use looks, in real milliseconds. */
const WINDOW_MS = 3_000;

/**
 * The CPU of one container: work is announced in CPU milliseconds and waits where the limit is used up, as the CFS
 * scheduler makes it wait. Real milliseconds throughout; only the totals are turned into the world's time by the caller.
 */
export class CpuQuota {
  private tokensMs: number;
  private refilledAt = performance.now();
  private recentMs = 0;
  private recentAt = performance.now();
  private lastPeriod = -1;
  private lastThrottledPeriod = -1;
  usedMs = 0;
  periods = 0;
  throttledPeriods = 0;

  constructor(
    private readonly limitMillicores: number | null,
    private readonly foreignMillicores: () => number,
  ) {
    this.tokensMs = this.burstMs();
  }

  /** Resolves when the work has had its CPU time. */
  async spend(cpuMs: number): Promise<void> {
    const startedAt = performance.now();
    const waitMs = this.reserve(cpuMs, startedAt);
    this.mark(startedAt, startedAt + waitMs, waitMs > 0);
    if (waitMs >= 1) await sleep(waitMs);
    this.usedMs += cpuMs;
    this.decay();
    this.recentMs += cpuMs;
  }

  /** CPU in use now, foreign work included, in millicores. */
  millicores(): number {
    this.decay();
    const own = (this.recentMs / WINDOW_MS) * 1000;
    return this.capped(own + this.foreignMillicores());
  }

  private reserve(cpuMs: number, now: number): number {
    if (this.limitMillicores === null) return 0;
    const rate = this.ownMillicores() / 1000;
    this.tokensMs = Math.min(this.burstMs(), this.tokensMs + (now - this.refilledAt) * rate) - cpuMs;
    this.refilledAt = now;
    const queueMs = this.tokensMs < 0 ? -this.tokensMs / rate : 0;
    return queueMs + this.untilRunnable(now + queueMs);
  }

  /** Beside greedy foreign work the whole cgroup sleeps for the rest of each period once the quota is gone. */
  private untilRunnable(at: number): number {
    const foreign = this.foreignMillicores();
    const limit = this.limitMillicores ?? Infinity;
    if (foreign < limit) return 0;
    const phase = at % PERIOD_MS;
    return phase > (PERIOD_MS * limit) / (limit + foreign) ? PERIOD_MS - phase : 0;
  }

  private ownMillicores(): number {
    const limit = this.limitMillicores ?? Infinity;
    return Math.max(limit - this.foreignMillicores(), limit * FAIR_SHARE);
  }

  private burstMs(): number {
    return this.limitMillicores === null ? 0 : (this.ownMillicores() / 1000) * PERIOD_MS;
  }

  private mark(from: number, to: number, throttled: boolean): void {
    const first = Math.floor(from / PERIOD_MS);
    const last = Math.floor(to / PERIOD_MS);
    this.periods += Math.max(0, last - Math.max(first - 1, this.lastPeriod));
    this.lastPeriod = Math.max(this.lastPeriod, last);
    if (!throttled) return;
    this.throttledPeriods += Math.max(0, last - Math.max(first - 1, this.lastThrottledPeriod));
    this.lastThrottledPeriod = Math.max(this.lastThrottledPeriod, last);
  }

  private decay(): void {
    const now = performance.now();
    this.recentMs *= Math.exp(-(now - this.recentAt) / WINDOW_MS);
    this.recentAt = now;
  }

  private capped(millicores: number): number {
    return Math.min(millicores, this.limitMillicores ?? Infinity);
  }
}
