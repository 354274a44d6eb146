import { Module } from '@nestjs/common';
import { AlertmanagerModule } from './alertmanager/alertmanager.module.js';
import { OutboxModule } from './outbox.module.js';
import { PagerDutyModule } from './pagerduty/pagerduty.module.js';

/** Everything that comes in or goes out. */
@Module({ imports: [PagerDutyModule, AlertmanagerModule, OutboxModule] })
export class ChannelsModule {}
