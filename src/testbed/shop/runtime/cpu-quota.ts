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
  /** The stretch of throttling that is under way or was the last, and what all before it came to. */
  private throttledFrom = 0;
  private throttledUntil = 0;
  private throttledBeforeMs = 0;
  private readonly startedAt = performance.now();
  private ownMs = 0;
  private foreignMs = 0;
  private foreignAt = performance.now();

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
    if (waitMs > 0) this.markThrottled(startedAt, startedAt + waitMs);
    if (waitMs >= 1) await sleep(waitMs);
    this.ownMs += cpuMs;
    this.decay();
    this.recentMs += cpuMs;
  }

  /** Periods since the container started: something of a server runs in each of them. */
  get periods(): number {
    return Math.floor((performance.now() - this.startedAt) / PERIOD_MS);
  }

  /** Periods in which work had to wait for the next. */
  get throttledPeriods(): number {
    const currentMs = Math.min(performance.now(), this.throttledUntil) - this.throttledFrom;
    return Math.ceil((this.throttledBeforeMs + currentMs) / PERIOD_MS);
  }

  /** CPU in use now, foreign work included, in millicores. */
  millicores(): number {
    const own = this.recentMillicores();
    return Math.min(own, this.limitMillicores ?? Infinity) + this.foreignShare(own);
  }

  /** CPU used since the container started, foreign work included; to be asked often, as foreign work is measured by asking. */
  usedMs(): number {
    const now = performance.now();
    this.foreignMs += ((now - this.foreignAt) / 1000) * this.foreignShare(this.recentMillicores());
    this.foreignAt = now;
    return this.ownMs + this.foreignMs;
  }

  /** What foreign work gets beside the container's own. */
  private foreignShare(own: number): number {
    return Math.min(this.foreignMillicores(), Math.max(0, (this.limitMillicores ?? Infinity) - own));
  }

  private recentMillicores(): number {
    this.decay();
    return (this.recentMs / WINDOW_MS) * 1000;
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

  private markThrottled(from: number, to: number): void {
    if (from > this.throttledUntil) {
      this.throttledBeforeMs += this.throttledUntil - this.throttledFrom;
      this.throttledFrom = from;
    }
    this.throttledUntil = Math.max(this.throttledUntil, to);
  }

  private decay(): void {
    const now = performance.now();
    this.recentMs *= Math.exp(-(now - this.recentAt) / WINDOW_MS);
    this.recentAt = now;
  }
}
