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

/** One hash chain per run and one of the service. Appending takes the chain's row lock. */
export abstract class AuditLog {
  abstract append(entry: AuditEntry): Promise<void>;
  /** Checks every chain; names the first broken link of each. */
  abstract verify(): Promise<readonly { readonly chain: string; readonly length: number; readonly brokenAt: number | null }[]>;
}
