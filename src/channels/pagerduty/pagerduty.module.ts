import { Module } from '@nestjs/common';
import { CONFIG } from '../../platform/config.js';
import { InboxModule } from '../inbox.module.js';
import { PAGERDUTY_SECRETS, secretsOf } from './pagerduty.config.js';
import { PagerDutyController } from './pagerduty.controller.js';

@Module({
  imports: [InboxModule],
  controllers: [PagerDutyController],
  providers: [{ provide: PAGERDUTY_SECRETS, useFactory: secretsOf, inject: [CONFIG] }],
})
export class PagerDutyModule {}
