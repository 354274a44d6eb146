import { Injectable } from '@nestjs/common';
import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common';
import { Heartbeat } from '../platform/heartbeat.js';
import type { Held } from './core/incident.js';
import { IncidentStore } from './incident-store.js';
import { RunDesk } from './run-desk.service.js';

const LOOK_EVERY_MS = 5_000;
const MAX_LOOKED_AT = 200;

/** Held for want of room: they start as soon as there is some, unless they have become late. */
const FOR_WANT_OF_ROOM: readonly Held[] = ['service-limit', 'total-limit'];

/** Looks again at incidents whose run was held by a limit, the oldest first. */
@Injectable()
export class HeldRuns implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly looking = new Heartbeat('looking at held runs', LOOK_EVERY_MS, (signal) => this.look(signal));

  constructor(
    private readonly store: IncidentStore,
    private readonly desk: RunDesk,
  ) {}

  onApplicationBootstrap(): void {
    this.looking.start();
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.looking.stop();
  }

  private async look(signal: AbortSignal): Promise<void> {
    const unresolved = await this.store.list({ status: ['open', 'acknowledged'], limit: MAX_LOOKED_AT });
    const held = unresolved.filter((incident) => incident.held !== null && FOR_WANT_OF_ROOM.includes(incident.held.why));
    for (const { id } of held.toReversed()) if (!signal.aborted) await this.desk.consider(id);
  }
}
