import { BullModule, getQueueToken } from '@nestjs/bull';
import { Global, Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import type { Queue } from 'bull';
import { BullDispatcher, RUN_QUEUE } from './bull.dispatcher.js';
import type { WakeJob } from './bull.dispatcher.js';
import { InProcessDispatcher } from './in-process.dispatcher.js';
import { RunDispatcher } from './run-dispatcher.js';

/** How wake-ups travel: through Redis where there is one, else within the process. */
@Global()
@Module({})
export class DispatchModule {
  static for(redisUrl: string | undefined): DynamicModule {
    if (redisUrl === undefined) {
      return { module: DispatchModule, providers: [{ provide: RunDispatcher, useClass: InProcessDispatcher }], exports: [RunDispatcher] };
    }
    return {
      module: DispatchModule,
      imports: [BullModule.registerQueue({ name: RUN_QUEUE, url: redisUrl })],
      providers: [
        { provide: RunDispatcher, useFactory: (queue: Queue<WakeJob>) => new BullDispatcher(queue), inject: [getQueueToken(RUN_QUEUE)] },
      ],
      exports: [RunDispatcher],
    };
  }
}
