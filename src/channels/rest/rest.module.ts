import { Module } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import { ApiErrorFilter } from './api-error.filter.js';
import { DecisionsController } from './decisions.controller.js';
import { RunsController } from './runs.controller.js';
import { StatusController } from './status.controller.js';

/** The REST API under /api/v1. Gates, memory and the configuration are global; the services come from their rooms. */
@Module({
  controllers: [RunsController, DecisionsController, StatusController],
  providers: [{ provide: APP_FILTER, useClass: ApiErrorFilter }],
})
export class RestModule {}
