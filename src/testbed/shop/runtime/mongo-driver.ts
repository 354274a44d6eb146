import { setTimeout as sleep } from 'node:timers/promises';

import type { Container } from './container.js';
import { DatabaseClient } from './database-client.js';
import { DatabaseRefusal } from './database-server.js';

/** Between two attempts: half a second of the world's time, but never so short that a fast world burns CPU. */
const RETRY_MS = 500;
const LEAST_RETRY_REAL_MS = 100;
const PORT = 27017;

export interface MongoOptions {
  readonly host: string;
  /** How long an operation looks for a server that answers, in real milliseconds. */
  readonly selectionMs: number;
  /** The driver's words when it found none. */
  readonly whenNoServer: () => Error;
}

/** A MongoDB driver: an operation waits for a server until the selection time-out, refused or unanswered alike. */
export class MongoDriver {
  private readonly client: DatabaseClient;

  constructor(
    private readonly container: Container,
    private readonly options: MongoOptions,
  ) {
    this.client = new DatabaseClient(container, { host: options.host, port: PORT, keepIdle: 10, timeoutMs: options.selectionMs });
  }

  async get<T>(collection: string, id: string): Promise<T | null> {
    return (await this.execute('get', collection, id)) as T | null;
  }

  async find<T>(collection: string, filter: Readonly<Record<string, unknown>>): Promise<readonly T[]> {
    return (await this.execute('find', collection, filter)) as readonly T[];
  }

  async put(collection: string, document: { readonly id: string }): Promise<void> {
    await this.execute('put', collection, document);
  }

  async remove(collection: string, id: string): Promise<boolean> {
    return (await this.execute('remove', collection, id)) === true;
  }

  /** One attempt, as health checks make it. */
  async isAlive(): Promise<boolean> {
    try {
      await this.client.ping();
      return true;
    } catch {
      return false;
    }
  }

  private async execute(verb: string, collection: string, argument: unknown): Promise<unknown> {
    const deadline = performance.now() + this.options.selectionMs;
    const retryMs = Math.max(LEAST_RETRY_REAL_MS, RETRY_MS / this.container.context.clock.factor);
    for (;;) {
      try {
        return await this.client.execute(verb, collection, argument);
      } catch (error) {
        if (error instanceof DatabaseRefusal) throw error;
        if (performance.now() + retryMs >= deadline) throw this.options.whenNoServer();
      }
      await sleep(retryMs, undefined, { signal: this.container.ended });
    }
  }
}
