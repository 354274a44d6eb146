/** Wakes one listener. What arrives while nobody waits is not missed; a wait that is over leaves nothing behind. */
export class News {
  private wake: (() => void) | null = null;
  private hasArrived = false;

  arrive(): void {
    this.hasArrived = true;
    this.wake?.();
  }

  /** Resolves once something has arrived since the wait before, after `atMostMs`, or when the signal is aborted. */
  async wait(atMostMs: number, signal: AbortSignal): Promise<void> {
    if (!this.hasArrived && !signal.aborted) await this.pause(atMostMs, signal);
    this.hasArrived = false;
  }

  private pause(atMostMs: number, signal: AbortSignal): Promise<void> {
    return new Promise((go) => {
      const end = (): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', end);
        this.wake = null;
        go();
      };
      const timer = setTimeout(end, atMostMs);
      signal.addEventListener('abort', end);
      this.wake = end;
    });
  }
}
