/** Tells a worker that a run may be due. A wake-up only: losing or doubling one is harmless, the sweep finds what was lost. */
export abstract class RunDispatcher {
  abstract dispatch(runId: string): Promise<void>;
  /** Called once by a worker: `onDue` is told of every run dispatched from then on. */
  abstract consume(onDue: (runId: string) => void): void;
}
