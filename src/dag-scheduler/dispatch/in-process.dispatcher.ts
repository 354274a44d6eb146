import { RunDispatcher } from './run-dispatcher.js';
import type { Wake } from './run-dispatcher.js';

/** For one process that is api and worker at once. */
export class InProcessDispatcher extends RunDispatcher {
  private onDue: ((runId: string) => void) | null = null;

  dispatch({ runId }: Wake): Promise<void> {
    this.onDue?.(runId);
    return Promise.resolve();
  }

  consume(onDue: (runId: string) => void): void {
    this.onDue = onDue;
  }

  close(): Promise<void> {
    this.onDue = null;
    return Promise.resolve();
  }
}
