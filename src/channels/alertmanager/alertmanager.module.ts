import { Module } from '@nestjs/common';
import { CONFIG } from '../../platform/config.js';
import type { Config } from '../../platform/config.js';
import { readCredential } from '../../platform/load-config.js';
import { InboxModule } from '../inbox.module.js';
import { ALERTMANAGER_TOKEN, AlertmanagerController } from './alertmanager.controller.js';

@Module({
  imports: [InboxModule],
  controllers: [AlertmanagerController],
  providers: [
    {
      provide: ALERTMANAGER_TOKEN,
      useFactory: ({ alertmanager }: Config) => (alertmanager.token === undefined ? null : readCredential(alertmanager.token)),
      inject: [CONFIG],
    },
  ],
})
export class AlertmanagerModule {}
