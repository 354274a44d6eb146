import type { FreezeNotice } from './freeze.js';

/** The kill switch as all hosts see it: a worker elsewhere does not see this host's file. Filled by `memory`. */
export abstract class FreezeRecord {
  abstract read(): Promise<FreezeNotice | null>;
  abstract write(notice: FreezeNotice): Promise<void>;
  /** @returns false where nothing was frozen. */
  abstract clear(): Promise<boolean>;
}
