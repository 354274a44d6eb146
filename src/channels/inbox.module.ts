import { Module } from '@nestjs/common';
import { IncidentsModule } from '../incidents/incidents.module.js';
import { CONFIG } from '../platform/config.js';
import { alertSourcesOf } from './channels.js';
import { ALERT_SOURCES, Inbox } from './inbox.service.js';

/** Where every webhook goes: stored, answered, then read and filed. */
@Module({
  imports: [IncidentsModule],
  providers: [Inbox, { provide: ALERT_SOURCES, useFactory: alertSourcesOf, inject: [CONFIG] }],
  exports: [Inbox],
})
export class InboxModule {}
