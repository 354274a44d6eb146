import type { Person } from './core/identity.js';

export interface AuditEntry {
  /** `approval.granted`, `approval.denied`, `mutation.intended`, `mutation.applied`, `run.cancelled`, `guide.promoted`, `freeze`, … */
  readonly act: string;
  readonly runId: string | null;
  readonly by: Pick<Person, 'id' | 'via'> | 'periplus';
  /** Hashed into the chain; kept beside it so that it can be erased. */
  readonly payload: Readonly<Record<string, unknown>>;
  readonly at: Date;
}

/** What checking one chain found; `brokenAt` is the position of the first link that does not hold, from 1. */
export interface ChainVerdict {
  readonly chain: string;
  readonly length: number;
  readonly brokenAt: number | null;
}

/** One hash chain per run and one of the service. Appending takes the chain's row lock. */
export abstract class AuditLog {
  abstract append(entry: AuditEntry): Promise<void>;
  /** Takes the head of a run's chain into the service's chain, once the run has ended. Does nothing where that head is in it already. */
  abstract seal(runId: string, at: Date): Promise<void>;
  /** Checks every chain; names the first broken link of each. */
  abstract verify(): Promise<readonly ChainVerdict[]>;
}
