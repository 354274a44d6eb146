import { Module } from '@nestjs/common';
import { AlertmanagerModule } from './alertmanager/alertmanager.module.js';
import { DashboardModule } from './dashboard/dashboard.module.js';
import { HealthModule } from './health/health.module.js';
import { OutboxModule } from './outbox.module.js';
import { PagerDutyModule } from './pagerduty/pagerduty.module.js';
import { RestModule } from './rest/rest.module.js';

/** Everything that comes in or goes out. */
@Module({
  imports: [PagerDutyModule, AlertmanagerModule, OutboxModule, RestModule, HealthModule, DashboardModule],
})
export class ChannelsModule {}
