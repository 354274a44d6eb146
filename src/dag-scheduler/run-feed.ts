import { EventEmitter } from 'node:events';

/** Tells listeners in this process that events of a run have been committed. A wake-up only: what happened is in the store. */
export class RunFeed {
  private readonly emitter = new EventEmitter().setMaxListeners(0);

  committed(runId: string, lastSeq: number): void {
    this.emitter.emit(runId, lastSeq);
    this.emitter.emit('*', runId, lastSeq);
  }

  /** @returns stops listening */
  onRun(runId: string, listener: () => void): () => void {
    this.emitter.on(runId, listener);
    return () => this.emitter.off(runId, listener);
  }

  /** A run has ended, and that is committed. */
  ended(runId: string): void {
    this.emitter.emit('ended', runId);
  }

  /** @returns stops listening */
  onEnd(listener: (runId: string) => void): () => void {
    this.emitter.on('ended', listener);
    return () => this.emitter.off('ended', listener);
  }

  /** Every run of this process, with the number of its newest event. @returns stops listening */
  onAny(listener: (runId: string, lastSeq: number) => void): () => void {
    this.emitter.on('*', listener);
    return () => this.emitter.off('*', listener);
  }
}
