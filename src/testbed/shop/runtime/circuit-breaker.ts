import type { ScaledClock } from '../../scaled-clock.js';

/** Failures in a row after which the circuit opens, and how long it stays open (world time): gobreaker as catalogue sets it. */
const MOST_FAILURES = 5;
const OPEN_MS = 30_000;

/** Fails at once while open, so that callers see errors for up to 30 s after the cause is gone. */
export class CircuitBreaker {
  private failures = 0;
  private openUntilMs = -Infinity;
  private probing = false;

  constructor(private readonly clock: ScaledClock) {}

  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.clock.milliseconds() < this.openUntilMs) throw new Error('circuit breaker is open');
    const halfOpen = this.openUntilMs > -Infinity;
    if (halfOpen && this.probing) throw new Error('too many requests');
    this.probing = halfOpen;
    try {
      const result = await work();
      this.failures = 0;
      this.openUntilMs = -Infinity;
      return result;
    } catch (error) {
      this.failures += 1;
      if (halfOpen || this.failures > MOST_FAILURES) this.openUntilMs = this.clock.milliseconds() + OPEN_MS;
      throw error;
    } finally {
      this.probing = false;
    }
  }
}
