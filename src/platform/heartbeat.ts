import { logger } from './logger.js';
import { sentenceOf } from './errors.js';

/** After an error the next beat waits at least this long: a database that is away is not asked ten times a second. */
const PATIENCE_MS = 2_000;

/**
 * Does something again and again, never twice at once: at once when woken, else after `everyMs`. A wake-up during a beat
 * is not lost. An error is logged and waited out.
 */
export class Heartbeat {
  private readonly stopping = new AbortController();
  private isWoken = false;
  private interrupt: () => void = () => undefined;
  private ended: Promise<void> = Promise.resolve();

  constructor(
    private readonly name: string,
    private readonly everyMs: number,
    private readonly beat: (signal: AbortSignal) => Promise<void>,
  ) {}

  start(): void {
    this.ended = this.run();
  }

  wake(): void {
    this.isWoken = true;
    this.interrupt();
  }

  /** Lets the beat under way see its signal aborted, and waits for it. */
  async stop(): Promise<void> {
    this.stopping.abort();
    this.interrupt();
    await this.ended;
  }

  private async run(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      this.isWoken = false;
      const isSound = await this.beatOnce(signal);
      if (!isSound) await this.pause(PATIENCE_MS, true);
      else if (!this.wasWoken()) await this.pause(this.everyMs, false);
    }
  }

  private wasWoken(): boolean {
    return this.isWoken;
  }

  private async beatOnce(signal: AbortSignal): Promise<boolean> {
    try {
      await this.beat(signal);
      return true;
    } catch (error) {
      if (!signal.aborted) logger.warn({ beat: this.name, because: sentenceOf(error) }, `${this.name} failed and will be tried again`);
      return false;
    }
  }

  private pause(pauseMs: number, isDeaf: boolean): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, pauseMs);
      timer.unref();
      this.interrupt = () => {
        if (isDeaf && !this.stopping.signal.aborted) return;
        clearTimeout(timer);
        resolve();
      };
      if (this.stopping.signal.aborted) this.interrupt();
    });
  }
}
