import { Inject, Injectable } from '@nestjs/common';
import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common';
import { OutboxBell } from '../incidents/index.js';
import { Heartbeat } from '../platform/heartbeat.js';
import type { Channel } from './channel.js';
import { OutboxSender } from './outbox-sender.service.js';

/** Nest's token for the list of ways out. */
export const CHANNELS = Symbol('Channels');

const SWEEP_MS = 1_000;

/** Gives every channel a line of its own: one that is slow or down holds up nobody else. */
@Injectable()
export class FanOutNotifier implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly lines: readonly Heartbeat[];

  constructor(
    @Inject(CHANNELS) channels: readonly Channel[],
    private readonly sender: OutboxSender,
    private readonly bell: OutboxBell,
  ) {
    this.lines = channels.map((channel) => new Heartbeat(`sending to ${channel.name}`, SWEEP_MS, (signal) => this.drain(channel, signal)));
  }

  onApplicationBootstrap(): void {
    for (const line of this.lines) {
      this.bell.onRing(() => {
        line.wake();
      });
      line.start();
    }
  }

  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all(this.lines.map((line) => line.stop()));
  }

  private async drain(channel: Channel, signal: AbortSignal): Promise<void> {
    while (!signal.aborted && (await this.sender.sendNext(channel, signal)));
  }
}
