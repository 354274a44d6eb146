import { Module } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import { DagSchedulerModule } from '../../dag-scheduler/dag-scheduler.module.js';
import { IncidentsModule } from '../../incidents/incidents.module.js';
import { TsgParserModule } from '../../tsg-parser/tsg-parser.module.js';
import { ApiErrorFilter } from './api-error.filter.js';
import { DecisionsController } from './decisions.controller.js';
import { GuidesController } from './guides.controller.js';
import { IncidentsController } from './incidents.controller.js';
import { OutboxController } from './outbox.controller.js';
import { RunsController } from './runs.controller.js';
import { StatusController } from './status.controller.js';

/** The REST API under /api/v1. Gates, memory and the configuration are global. */
@Module({
  imports: [DagSchedulerModule, IncidentsModule, TsgParserModule],
  controllers: [IncidentsController, RunsController, DecisionsController, GuidesController, OutboxController, StatusController],
  providers: [{ provide: APP_FILTER, useClass: ApiErrorFilter }],
})
export class RestModule {}
