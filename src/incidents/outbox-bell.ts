import { Injectable } from '@nestjs/common';

/** Rings when something new is in the outbox, for whoever sends in this process. A ring that is lost costs a second, no message. */
@Injectable()
export class OutboxBell {
  private readonly listeners: (() => void)[] = [];

  ring(): void {
    for (const listener of this.listeners) listener();
  }

  onRing(listener: () => void): void {
    this.listeners.push(listener);
  }
}
