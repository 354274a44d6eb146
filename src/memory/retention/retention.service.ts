import { Inject, Injectable } from '@nestjs/common';
import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { CONFIG } from '../../platform/config.js';
import type { Config } from '../../platform/config.js';
import { Heartbeat } from '../../platform/heartbeat.js';
import { logger } from '../../platform/logger.js';
import { deleteDeliveries, deleteEvents, deleteRuns } from './delete-old.js';
import type { DeleteOld } from './delete-old.js';

const EVERY_MS = 3_600_000;
const RUNS_AT_ONCE = 100;
const DELIVERIES_AT_ONCE = 1_000;

/** Deletes what is older than the configuration keeps it, in small batches, an hour after the other. */
@Injectable()
export class Retention implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly beat = new Heartbeat('deleting what is old', EVERY_MS, (signal) => this.prune(signal));

  constructor(
    private readonly dataSource: DataSource,
    @Inject(CONFIG) private readonly config: Pick<Config, 'retention' | 'role'>,
  ) {}

  onApplicationBootstrap(): void {
    if (this.config.role !== 'worker') this.beat.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.beat.stop();
  }

  async prune(signal: AbortSignal): Promise<void> {
    const { deliveriesDays, eventsDays, runsDays } = this.config.retention;
    const runs = await this.all(deleteRuns, runsDays, RUNS_AT_ONCE, signal);
    const histories = await this.all(deleteEvents, eventsDays, RUNS_AT_ONCE, signal);
    const deliveries = await this.all(deleteDeliveries, deliveriesDays, DELIVERIES_AT_ONCE, signal);
    if (runs + histories + deliveries > 0) logger.info({ runs, histories, deliveries }, 'deleted what was older than it is kept');
  }

  private async all(deleteOld: DeleteOld, days: number, limit: number, signal: AbortSignal): Promise<number> {
    let total = 0;
    for (let deleted = limit; deleted === limit && !signal.aborted; total += deleted)
      deleted = await deleteOld(this.dataSource, days, limit);
    return total;
  }
}
