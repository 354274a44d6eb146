import { Injectable } from '@nestjs/common';
import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common';
import { Runs } from '../dag-scheduler/index.js';
import type { GuideMode, RunEvent } from '../dag-scheduler/index.js';
import { sentenceOf } from '../platform/errors.js';
import { Heartbeat } from '../platform/heartbeat.js';
import { about, logger } from '../platform/logger.js';
import { sayingsOf } from './core/sayings-of.js';
import type { IncidentReport } from './core/report.js';
import { IncidentFile } from './incident-file.service.js';
import { OutboxBell } from './outbox-bell.js';
import { Outbox } from './outbox.js';
import type { Telling } from './outbox.js';

/** Runs of other processes, and those started by anybody (a person, a retry, a process that died a moment later), are found this often. */
const SWEEP_MS = 1_000;
const NEWEST_RUNS = 200;
const MOST_AT_ONCE = 200;

/**
 * Looks for committed events that are not told yet and puts what is to be said of them into the outbox. Its place in each run is
 * kept in the same transaction as the sayings, so that after a crash nothing is said twice and nothing is left out. Sending is not
 * its business, no run waits for it, and a run that waits costs it nothing but its place in one query.
 */
@Injectable()
export class Announcer implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private known: ReadonlySet<string> = new Set();
  private readonly sweeping = new Heartbeat('telling what runs do', SWEEP_MS, (signal) => this.sweep(signal));

  constructor(
    private readonly runs: Runs,
    private readonly outbox: Outbox,
    private readonly file: IncidentFile,
    private readonly bell: OutboxBell,
  ) {}

  onApplicationBootstrap(): void {
    this.runs.onNews(() => {
      this.wake();
    });
    this.sweeping.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.sweeping.stop();
  }

  wake(): void {
    this.sweeping.wake();
  }

  private async sweep(signal: AbortSignal): Promise<void> {
    const newest = await this.runs.list({ limit: NEWEST_RUNS });
    await this.outbox.follow(newest.filter(({ id }) => !this.known.has(id)).map(({ id, incidentId }) => ({ runId: id, incidentId })));
    this.known = new Set(newest.map(({ id }) => id));
    const behind = await this.outbox.behind(MOST_AT_ONCE);
    await Promise.all(behind.map((telling) => about({ runId: telling.runId }, () => this.tellRun(telling, signal))));
    if (behind.length === MOST_AT_ONCE) this.wake();
  }

  private async tellRun(telling: Telling, signal: AbortSignal): Promise<void> {
    try {
      const { mode } = await this.runs.summary(telling.runId);
      let from = telling;
      for (const event of await this.runs.events(telling.runId, telling.toldSeq)) {
        if (signal.aborted || (await this.tell(from, event, mode)) === 'behind') return;
        from = { ...from, toldSeq: event.seq };
      }
    } catch (error) {
      if (!signal.aborted) logger.warn({ because: sentenceOf(error) }, 'telling a run was interrupted and goes on at the next sweep');
    }
  }

  private async tell(from: Telling, event: RunEvent, mode: GuideMode): Promise<'told' | 'behind'> {
    const ended = event.event.type === 'run-ended';
    const report = ended ? await this.reportOf(event.runId) : null;
    const told = await this.outbox.tell(from, { seq: event.seq, ended, at: new Date(event.at) }, sayingsOf(event, mode, report));
    this.bell.ring();
    return told;
  }

  /** A report that cannot be built must not keep the end of a run from being told. */
  private async reportOf(runId: string): Promise<IncidentReport | null> {
    try {
      return await this.file.reportOfRun(runId);
    } catch (error) {
      logger.error({ because: sentenceOf(error) }, 'the report could not be built');
      return null;
    }
  }
}
