/** Something to call off a wait with; rejects the wait with the signal's reason. */
export interface SleepOptions {
  readonly signal?: AbortSignal;
}

interface Sleeper {
  readonly until: number;
  readonly wake: () => void;
}

const LONGEST_TIMER_MS = 60_000;

/**
 * The world's calendar: runs `factor` times as fast as the real clock and can be moved forward.
 * Probe delays, back-offs, scrape intervals, rate windows, timestamps and ages use it. Request latencies and
 * time-outs of single requests do not: they are real milliseconds.
 */
export class ScaledClock {
  private scaledOrigin: number;
  private realOrigin = performance.now();
  private readonly sleepers = new Set<Sleeper>();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    readonly factor: number,
    start: Date = new Date(),
  ) {
    this.scaledOrigin = start.getTime();
  }

  /** The world's time. */
  now(): Date {
    return new Date(this.milliseconds());
  }

  /** The world's time as milliseconds since 1970. */
  milliseconds(): number {
    return this.scaledOrigin + (performance.now() - this.realOrigin) * this.factor;
  }

  /** Resolves after `scaledMs` of the world's time; rejects with the signal's reason when that comes first. */
  sleep(scaledMs: number, options: SleepOptions = {}): Promise<void> {
    const { signal } = options;
    return new Promise((resolve, reject) => {
      if (signal?.aborted === true) {
        reject(reasonOf(signal));
        return;
      }
      const sleeper: Sleeper = {
        until: this.milliseconds() + Math.max(0, scaledMs),
        wake: () => {
          signal?.removeEventListener('abort', callOff);
          resolve();
        },
      };
      const callOff = (): void => {
        this.sleepers.delete(sleeper);
        if (signal !== undefined) reject(reasonOf(signal));
      };
      signal?.addEventListener('abort', callOff, { once: true });
      this.sleepers.add(sleeper);
      this.arm();
    });
  }

  /** Moves the world's time forward at once: every sleep that ends within `scaledMs` ends now. */
  advance(scaledMs: number): void {
    this.scaledOrigin += scaledMs;
    this.wakeTheDue();
  }

  /** The world ends: no sleep wakes any more. */
  stop(): void {
    clearTimeout(this.timer);
    this.sleepers.clear();
  }

  private wakeTheDue(): void {
    const now = this.milliseconds();
    for (const sleeper of [...this.sleepers].filter((each) => each.until <= now).sort((a, b) => a.until - b.until)) {
      this.sleepers.delete(sleeper);
      sleeper.wake();
    }
    this.arm();
  }

  private arm(): void {
    clearTimeout(this.timer);
    if (this.sleepers.size === 0) return;
    const next = Math.min(...[...this.sleepers].map((each) => each.until));
    const realMs = (next - this.milliseconds()) / this.factor;
    this.timer = setTimeout(
      () => {
        this.wakeTheDue();
      },
      Math.min(LONGEST_TIMER_MS, Math.max(0, Math.ceil(realMs))),
    );
  }
}

function reasonOf(signal: AbortSignal): Error {
  return signal.reason instanceof Error ? signal.reason : new Error('aborted');
}
