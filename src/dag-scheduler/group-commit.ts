/** Waiting to be written, with what becomes of it. */
interface Waiting<Item, Verdict> {
  readonly item: Item;
  readonly done: (verdict: Verdict) => void;
  readonly failed: (error: unknown) => void;
}

/** Writes a batch, all or nothing. @returns a verdict for each item, in order */
export type WriteBatch<Item, Verdict> = (items: readonly Item[]) => Promise<readonly Verdict[]>;

const MOST_IN_BATCH = 500;

/**
 * One writer. While a batch is being committed the next one forms: no timer, and the busier it is the larger the batches.
 * A batch that is refused is halved until the item at fault stands alone.
 */
export class GroupCommit<Item, Verdict> {
  private readonly queue: Waiting<Item, Verdict>[] = [];
  private writing: Promise<void> | null = null;

  constructor(private readonly writeBatch: WriteBatch<Item, Verdict>) {}

  /** Resolves once committed; rejects with what the store has against this very item. */
  write(item: Item): Promise<Verdict> {
    return new Promise((done, failed) => {
      this.queue.push({ item, done, failed });
      this.writing ??= this.drain();
    });
  }

  /** How many wait to be written. */
  get size(): number {
    return this.queue.length;
  }

  /** Resolves once nothing waits to be written. */
  async idle(): Promise<void> {
    while (this.writing !== null) await this.writing;
  }

  private async drain(): Promise<void> {
    // Everything that comes in this turn of the event loop goes into the first batch.
    await new Promise(setImmediate);
    while (this.queue.length > 0) await this.commit(this.queue.splice(0, MOST_IN_BATCH));
    this.writing = null;
  }

  private async commit(batch: readonly Waiting<Item, Verdict>[]): Promise<void> {
    try {
      const verdicts = await this.writeBatch(batch.map(({ item }) => item));
      for (const [index, { done, failed }] of batch.entries()) {
        const verdict = verdicts[index];
        if (verdict === undefined) failed(new TypeError('The writer gave no verdict.'));
        else done(verdict);
      }
    } catch (error) {
      if (batch.length <= 1) {
        for (const { failed } of batch) failed(error);
        return;
      }
      const half = Math.ceil(batch.length / 2);
      await this.commit(batch.slice(0, half));
      await this.commit(batch.slice(half));
    }
  }
}
