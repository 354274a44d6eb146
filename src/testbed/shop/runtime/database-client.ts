import { connect } from 'node:net';
import type { Socket } from 'node:net';

import { ConnectionError } from './connection-error.js';
import type { Container } from './container.js';
import { DatabaseRefusal } from './database-server.js';
import { onLines, parseLine, writeLine } from './line-socket.js';
import { within } from './patience.js';

interface Waiting {
  readonly settle: (result: unknown) => void;
  readonly fail: (error: Error) => void;
}

class Connection {
  private waiting: Waiting | null = null;

  constructor(readonly socket: Socket) {
    onLines(socket, (line) => {
      this.received(line);
    });
    socket.on('error', (error) => {
      this.broken(error);
    });
    socket.on('close', () => {
      this.broken(Object.assign(new Error('EOF'), { code: 'ECONNRESET' }));
    });
  }

  /** The next line, which the greeting is too. */
  next(): Promise<unknown> {
    return new Promise((settle, fail) => {
      this.waiting = { settle, fail };
    });
  }

  private received(line: string): void {
    const waiting = this.waiting;
    this.waiting = null;
    const message = parseLine(line);
    const error = message?.['error'] as { code: number; message: string } | undefined;
    if (error) waiting?.fail(new DatabaseRefusal(error.code, error.message));
    else waiting?.settle(message?.['result']);
  }

  private broken(error: Error): void {
    this.waiting?.fail(error);
    this.waiting = null;
  }
}

export interface DatabaseClientOptions {
  readonly host: string;
  readonly port: number;
  /** Idle connections kept; more are opened without limit and closed after use. */
  readonly keepIdle: number;
  /** How long the greeting, and each reply, may take in real milliseconds. */
  readonly timeoutMs: number;
}

/** A driver with a pool that has no upper bound; a kept connection that turns out dead is replaced once. Errors: ConnectionError or DatabaseRefusal. */
export class DatabaseClient {
  private readonly idle: Connection[] = [];
  private sequence = 0;

  constructor(
    private readonly container: Container,
    private readonly options: DatabaseClientOptions,
  ) {
    container.whenEnded(() => {
      for (const { socket } of this.idle) socket.destroy();
    });
  }

  async execute(verb: string, collection: string, argument?: unknown): Promise<unknown> {
    const idle = this.idleConnection();
    if (!idle) return this.ask(await this.dial(), verb, collection, argument);
    try {
      return await this.ask(idle, verb, collection, argument);
    } catch (error) {
      if (error instanceof DatabaseRefusal || isTimeout(error)) throw error;
      return this.ask(await this.dial(), verb, collection, argument);
    }
  }

  /** Is the database there? */
  async ping(): Promise<void> {
    await this.execute('ping', '');
  }

  private async ask(connection: Connection, verb: string, collection: string, argument: unknown): Promise<unknown> {
    const answered = connection.next();
    this.sequence += 1;
    writeLine(connection.socket, { id: this.sequence, verb, collection, argument });
    try {
      const result = await within(answered, this.options.timeoutMs, timedOut);
      this.release(connection);
      return result;
    } catch (error) {
      if (error instanceof DatabaseRefusal) this.release(connection);
      else connection.socket.destroy();
      throw error;
    }
  }

  private idleConnection(): Connection | undefined {
    for (;;) {
      const connection = this.idle.pop();
      if (!connection || !(connection.socket.destroyed || connection.socket.readableEnded)) return connection;
    }
  }

  private async dial(): Promise<Connection> {
    const { host, port } = this.options;
    const address = await this.container.context.resolve(host, port).catch((error: unknown) => {
      throw ConnectionError.from(error, host);
    });
    const connection = new Connection(connect({ host: address.host, port: address.port, signal: this.container.ended }));
    try {
      await within(connection.next(), this.options.timeoutMs, timedOut);
    } catch (error) {
      connection.socket.destroy();
      throw error instanceof DatabaseRefusal ? error : ConnectionError.from(error, address.shown);
    }
    return connection;
  }

  private release(connection: Connection): void {
    if (connection.socket.destroyed) return;
    if (this.idle.length < this.options.keepIdle && !this.container.ended.aborted) this.idle.push(connection);
    else connection.socket.destroy();
  }
}

function isTimeout(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ETIMEDOUT';
}

function timedOut(): Error {
  return Object.assign(new Error('i/o timeout'), { code: 'ETIMEDOUT' });
}
