import { sentenceOf } from '../platform/errors.js';
import { logger } from '../platform/logger.js';

/** Moves one step on; rejects where it could not be recorded. */
export type Advance = (nodeId: string) => Promise<void>;

/**
 * The steps of one run that are at work. Normally all that are ready work at once, as many as one run may have; in a run that has
 * lost its holders without getting anywhere they go one by one, each named in the store before it begins, so that the next one to
 * kill is known.
 */
export class StepLine {
  private readonly working = new Set<string>();
  private readonly again = new Set<string>();
  private readonly waiting = new Set<string>();
  private isClosed = false;

  constructor(
    private readonly most: number,
    private readonly advance: Advance,
    private readonly name: ((nodeId: string) => Promise<void>) | null,
    private readonly onIdle: () => void,
    private readonly onError: (error: unknown) => void,
  ) {}

  get size(): number {
    return this.working.size + this.waiting.size;
  }

  /** Lets a step begin or go on. One that is at work already goes round once more. */
  enter(nodeId: string): void {
    if (this.isClosed) return;
    if (this.working.has(nodeId)) this.again.add(nodeId);
    else if (this.working.size >= (this.name === null ? this.most : 1)) this.waiting.add(nodeId);
    else void this.work(nodeId);
  }

  /** Nothing begins from now on. */
  close(): void {
    this.isClosed = true;
    this.waiting.clear();
  }

  private next(): void {
    const [nodeId] = this.waiting;
    if (nodeId === undefined) return;
    this.waiting.delete(nodeId);
    void this.work(nodeId);
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
      this.next();
      this.onIdle();
    }
  }
}
