import { Controller, Get } from '@nestjs/common';
import { HealthCheckService, HealthIndicatorService } from '@nestjs/terminus';
import type { HealthCheckResult, HealthIndicatorResult } from '@nestjs/terminus';
import { DatabaseHealth } from '../../platform/database/database-health.js';
import { sentenceOf } from '../../platform/errors.js';
import { logger } from '../../platform/logger.js';

/** For the kubelet: alive means the process answers; ready means it can store what it is sent. */
@Controller('health')
export class HealthController {
  constructor(
    private readonly health: HealthCheckService,
    private readonly indicators: HealthIndicatorService,
    private readonly database: DatabaseHealth,
  ) {}

  @Get('live')
  live(): { readonly status: 'ok' } {
    return { status: 'ok' };
  }

  @Get('ready')
  ready(): Promise<HealthCheckResult> {
    return this.health.check([() => this.databaseAnswers()]);
  }

  /** Anybody may ask: what the driver says (hosts, users) goes to the log alone. */
  private async databaseAnswers(): Promise<HealthIndicatorResult> {
    const indicator = this.indicators.check('database');
    try {
      await this.database.check();
      return indicator.up();
    } catch (error) {
      logger.warn({ because: sentenceOf(error) }, 'the service is not ready: its database does not answer');
      return indicator.down({ message: 'The database does not answer.' });
    }
  }
}
