import { Module } from '@nestjs/common';
import { DagSchedulerModule } from '../dag-scheduler/dag-scheduler.module.js';
import { IncidentsModule } from '../incidents/incidents.module.js';
import { CONFIG } from '../platform/config.js';
import { channelsOf } from './channels.js';
import { CHANNELS, FanOutNotifier } from './fan-out.notifier.js';
import { OutboxSender } from './outbox-sender.service.js';

/** What is to be said goes out here, to every channel of `channels.ts`. */
@Module({
  imports: [IncidentsModule, DagSchedulerModule],
  providers: [OutboxSender, FanOutNotifier, { provide: CHANNELS, useFactory: channelsOf, inject: [CONFIG] }],
})
export class OutboxModule {}
