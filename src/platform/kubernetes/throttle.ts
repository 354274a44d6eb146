/** The part of a minute's calls that may come all at once. The others come evenly, so that no minute ever sees more than its rate. */
const BURST = 1 / 6;

/** At most so many calls at once and so many a minute, across everything that asks one cluster or source. */
export class Throttle {
  private running = 0;
  private readonly waiting: (() => void)[] = [];
  private tokens: number;
  private refilledAt: number;

  constructor(
    private readonly limits: { readonly maxConcurrent: number; readonly ratePerMinute: number },
    private readonly nowMs: () => number = () => performance.now(),
  ) {
    this.tokens = this.burst;
    this.refilledAt = nowMs();
  }

  private get burst(): number {
    return Math.max(1, this.limits.ratePerMinute * BURST);
  }

  private get gainPerMs(): number {
    return Math.max(this.limits.ratePerMinute - this.burst, this.limits.ratePerMinute / 2) / 60_000;
  }

  /** Runs the call when it is its turn. A call whose signal is aborted while it waits never starts. */
  async run<T>(call: () => Promise<T>, signal: AbortSignal): Promise<T> {
    await this.slot(signal);
    try {
      await this.token(signal);
      return await call();
    } finally {
      this.running -= 1;
      this.waiting.shift()?.();
    }
  }

  private async slot(signal: AbortSignal): Promise<void> {
    while (this.running >= this.limits.maxConcurrent) {
      await aborted(signal, (resume) => this.waiting.push(resume));
    }
    this.running += 1;
  }

  private async token(signal: AbortSignal): Promise<void> {
    for (;;) {
      this.refill();
      if (this.tokens >= 1) {
        this.tokens -= 1;
        return;
      }
      const waitMs = (1 - this.tokens) / this.gainPerMs;
      await aborted(signal, (resume) => setTimeout(resume, waitMs));
    }
  }

  private refill(): void {
    const now = this.nowMs();
    this.tokens = Math.min(this.burst, this.tokens + (now - this.refilledAt) * this.gainPerMs);
    this.refilledAt = now;
  }
}

/** Waits until resumed or aborted, whichever comes first. */
function aborted(signal: AbortSignal, start: (resume: () => void) => unknown): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(signal.reason as Error);
      return;
    }
    const onAbort = (): void => {
      reject(signal.reason as Error);
    };
    signal.addEventListener('abort', onAbort, { once: true });
    start(() => {
      signal.removeEventListener('abort', onAbort);
      resolve();
    });
  });
}
