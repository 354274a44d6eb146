import { Injectable } from '@nestjs/common';
import { Announcer } from './announcer.service.js';
import { OutboxBell } from './outbox-bell.js';
import { Outbox } from './outbox.js';
import type { Saying } from './outbox.js';

/** Puts what is to be said into the outbox and wakes whoever says it. */
@Injectable()
export class Speaker {
  constructor(
    private readonly outbox: Outbox,
    private readonly bell: OutboxBell,
    private readonly announcer: Announcer,
  ) {}

  async say(incidentId: string, sayings: readonly Saying[]): Promise<void> {
    await this.outbox.append(incidentId, sayings);
    this.bell.ring();
  }

  /** From now on the run's events are told. The announcer would find it by itself, a moment later. */
  async follow(runId: string, incidentId: string): Promise<void> {
    await this.outbox.follow([{ runId, incidentId }]);
    this.announcer.wake();
  }
}
