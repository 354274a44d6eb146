import { sentenceOf } from '../platform/errors.js';
import { logger } from '../platform/logger.js';

/** Moves one step on; rejects where it could not be recorded. */
export type Advance = (nodeId: string) => Promise<void>;

/**
 * The steps of one run that are at work. Normally all that are ready work at once; in a run that has lost its holders without
 * getting anywhere they go one by one, each named in the store before it begins, so that the next one to kill is known.
 */
export class StepLine {
  private readonly working = new Set<string>();
  private readonly again = new Set<string>();
  private readonly waiting: string[] = [];
  private isClosed = false;

  constructor(
    private readonly advance: Advance,
    private readonly name: ((nodeId: string) => Promise<void>) | null,
    private readonly onIdle: () => void,
    private readonly onError: (error: unknown) => void,
  ) {}

  get size(): number {
    return this.working.size + this.waiting.length;
  }

  /** Lets a step begin or go on. One that is at work already goes round once more. */
  enter(nodeId: string): void {
    if (this.isClosed) return;
    if (this.working.has(nodeId)) this.again.add(nodeId);
    else if (this.name !== null && this.working.size > 0) this.waiting.push(nodeId);
    else void this.work(nodeId);
  }

  /** Nothing begins from now on. */
  close(): void {
    this.isClosed = true;
    this.waiting.length = 0;
  }

  private async work(nodeId: string): Promise<void> {
    this.working.add(nodeId);
    try {
      await this.name?.(nodeId);
      do {
        this.again.delete(nodeId);
        await this.advance(nodeId);
      } while (this.again.has(nodeId) && !this.isClosed);
    } catch (error) {
      logger.error({ stepId: nodeId, sentence: sentenceOf(error) }, 'A step could not be recorded; its run is let go and taken up again.');
      this.onError(error);
    } finally {
      this.working.delete(nodeId);
      const next = this.waiting.shift();
      if (next !== undefined) void this.work(next);
      this.onIdle();
    }
  }
}
