import { Inject, Injectable, ServiceUnavailableException } from '@nestjs/common';
import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common';
import { setTimeout as pause } from 'node:timers/promises';
import { DeliveryStore, IncidentsService } from '../incidents/index.js';
import type { Alert, ClaimedDelivery, Delivery, DeliveryOutcome } from '../incidents/index.js';
import { sentenceOf } from '../platform/errors.js';
import { Heartbeat } from '../platform/heartbeat.js';
import { logger } from '../platform/logger.js';
import type { AlertSource } from './alert-source.js';

/** Nest's token for the list of ways in. */
export const ALERT_SOURCES = Symbol('AlertSources');

/** PagerDuty gives up on an answer after 5 s. */
const KEEP_WITHIN_MS = 3_500;
const SWEEP_MS = 1_000;
const BATCH = 8;
/** A worker that dies holds its deliveries no longer than this. */
const LEASE_MS = 30_000;
const MAX_ATTEMPTS = 12;
const MAX_DETAIL_ATTEMPTS = 4;
const MAX_DELAY_MS = 60_000;

/** Webhooks are stored before they are answered, and worked on after: in order per incident, again after a crash. */
@Injectable()
export class Inbox implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly working = new Heartbeat('working on webhooks', SWEEP_MS, (signal) => this.workOff(signal));

  constructor(
    private readonly deliveries: DeliveryStore,
    private readonly incidents: IncidentsService,
    @Inject(ALERT_SOURCES) private readonly sources: readonly AlertSource[],
  ) {}

  onApplicationBootstrap(): void {
    this.working.start();
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.working.stop();
  }

  /** Stores what is new of these. @returns how many were. @throws ServiceUnavailableException while the database is away: the sender tries again. */
  async keep(deliveries: readonly Delivery[]): Promise<number> {
    try {
      const kept = await Promise.race([this.deliveries.keep(deliveries), tooLate()]);
      this.working.wake();
      return kept;
    } catch (error) {
      logger.error({ because: sentenceOf(error) }, 'a webhook could not be stored');
      throw new ServiceUnavailableException('The message cannot be stored at the moment; send it again.');
    }
  }

  private async workOff(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const claimed = await this.deliveries.claim(BATCH, LEASE_MS);
      if (claimed.length === 0) return;
      await Promise.all(claimed.map(async (delivery) => this.deliveries.settle(delivery.position, await this.outcomeOf(delivery, signal))));
    }
  }

  private async outcomeOf(delivery: ClaimedDelivery, signal: AbortSignal): Promise<DeliveryOutcome> {
    try {
      return await this.workOn(delivery, signal);
    } catch (error) {
      const sentence = sentenceOf(error);
      logger.warn({ delivery: delivery.deliveryId, attempt: delivery.attempt, because: sentence }, 'a webhook could not be worked on');
      if (delivery.attempt >= MAX_ATTEMPTS) return { status: 'failed', sentence };
      return { status: 'later', sentence, delayMs: delayOf(delivery.attempt), incidentId: delivery.incidentId };
    }
  }

  private async workOn(delivery: ClaimedDelivery, signal: AbortSignal): Promise<DeliveryOutcome> {
    const source = this.sources.find(({ name }) => name === delivery.source);
    if (source === undefined) return { status: 'failed', sentence: `Nothing here reads messages of ${delivery.source}.` };
    const reading = source.read(delivery);
    if (reading.kind === 'ignored') return { status: 'ignored', sentence: reading.why };
    const { alert, missing } = await source.enrich(reading.alert, signal);
    const { incidentId, sentence } = await this.file(delivery, alert);
    if (missing === null || incidentId === null) return { status: 'done', incidentId, sentence };
    if (!missing.mayComeLater || delivery.attempt >= MAX_DETAIL_ATTEMPTS)
      return { status: 'done', incidentId, sentence: `${sentence}; ${missing.why}` };
    return { status: 'later', sentence: missing.why, delayMs: delayOf(delivery.attempt), incidentId };
  }

  /** The first time it is filed; afterwards only what was learnt since is added. */
  private async file(delivery: ClaimedDelivery, alert: Alert): Promise<{ readonly incidentId: string | null; readonly sentence: string }> {
    if (delivery.incidentId !== null) {
      await this.incidents.learn(delivery.incidentId, alert);
      return { incidentId: delivery.incidentId, sentence: 'details added' };
    }
    const { kind, incidentId } = await this.incidents.receive(alert);
    return { incidentId, sentence: kind === 'unknown' ? 'of nothing that is open here' : kind };
  }
}

/** 1 s, 2 s, 4 s, … a minute. */
function delayOf(attempt: number): number {
  return Math.min(1_000 * 2 ** (attempt - 1), MAX_DELAY_MS);
}

async function tooLate(): Promise<never> {
  await pause(KEEP_WITHIN_MS, undefined, { ref: false });
  throw new Error(`the database did not answer within ${KEEP_WITHIN_MS} ms`);
}
