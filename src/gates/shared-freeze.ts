import { sentenceOf } from '../platform/errors.js';
import { logger } from '../platform/logger.js';
import type { Person } from './core/identity.js';
import { Freeze } from './freeze.js';
import type { FreezeNotice } from './freeze.js';
import type { FreezeRecord } from './freeze-record.js';

/** This host's file first, which needs no database; then the record that stops the workers of other hosts as well. */
export class SharedFreeze extends Freeze {
  constructor(
    private readonly file: Freeze,
    private readonly record: FreezeRecord,
  ) {
    super();
  }

  async notice(): Promise<FreezeNotice | null> {
    return (await this.file.notice()) ?? (await this.record.read().catch(() => null));
  }

  async freeze(by: Pick<Person, 'id'>, why: string): Promise<FreezeNotice> {
    const notice = await this.file.freeze(by, why);
    await this.record.write(notice).catch((error: unknown) => {
      logger.error({ because: sentenceOf(error) }, 'Changes are frozen on this host alone: freeze again once the database answers.');
    });
    return notice;
  }

  async thaw(): Promise<boolean> {
    const wasRecorded = await this.record.clear();
    return (await this.file.thaw()) || wasRecorded;
  }
}
