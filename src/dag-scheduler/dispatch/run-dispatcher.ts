/** A run that something has woken; `wakeSeq` numbers its wake-ups, so that each is dispatched once. */
export interface Wake {
  readonly runId: string;
  readonly wakeSeq: number;
}

/** Tells a worker that a run may be due. A wake-up only: losing or doubling one is harmless, the sweep finds what was lost. */
export abstract class RunDispatcher {
  /** Never rejects and never waits long: the run is on record already. */
  abstract dispatch(wake: Wake): Promise<void>;
  /** Called once by a worker: `onDue` is told of every run dispatched from then on. */
  abstract consume(onDue: (runId: string) => void): void;
  /** Takes no more wake-ups. */
  abstract close(): Promise<void>;
}
