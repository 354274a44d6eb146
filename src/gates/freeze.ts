import type { Person } from './core/identity.js';

export interface FreezeNotice {
  readonly by: string;
  readonly why: string;
  readonly at: string;
}

/** The kill switch: while it is on, no mutation is sent by anybody. It works without the database. */
export abstract class Freeze {
  /** Who froze, why and since when; null while mutations may be sent. A notice that cannot be read counts as frozen. */
  abstract notice(): Promise<FreezeNotice | null>;
  abstract freeze(by: Pick<Person, 'id'>, why: string): Promise<FreezeNotice>;
  /** @returns false where nothing was frozen. */
  abstract thaw(): Promise<boolean>;
}
