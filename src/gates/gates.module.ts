import { Global, Module } from '@nestjs/common';
import { dirname, join } from 'node:path';
import { Clock } from '../platform/clock.js';
import { CONFIG } from '../platform/config.js';
import type { Config } from '../platform/config.js';
import { ApiGuard } from './api.guard.js';
import { FileFreeze } from './file-freeze.js';
import { Freeze } from './freeze.js';
import { FreezeRecord } from './freeze-record.js';
import { Identity } from './identity.service.js';
import { SharedFreeze } from './shared-freeze.js';

/** Where the kill switch lies: beside the embedded database's directory, reachable without it. */
export function freezeFileOf(config: Pick<Config, 'database'>): string {
  return join(dirname(config.database.directory), 'frozen');
}

@Global()
@Module({
  providers: [
    Identity,
    ApiGuard,
    {
      provide: Freeze,
      useFactory: (config: Config, clock: Clock, record: FreezeRecord) =>
        new SharedFreeze(new FileFreeze(freezeFileOf(config), clock), record),
      inject: [CONFIG, Clock, FreezeRecord],
    },
  ],
  exports: [Identity, ApiGuard, Freeze],
})
export class GatesModule {}
