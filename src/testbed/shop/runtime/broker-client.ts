import { connect } from 'node:net';
import type { Socket } from 'node:net';

import type { Container } from './container.js';
import { onLines, parseLine, writeLine } from './line-socket.js';
import { within } from './patience.js';

const PORT = 5672;
const CONFIRM_MS = 5_000;

/** A connection to the broker: opened when needed, opened anew after it broke. */
export class BrokerClient {
  private socket: Promise<Socket> | null = null;
  private readonly unconfirmed: { readonly settle: () => void; readonly fail: (error: Error) => void }[] = [];

  constructor(
    private readonly container: Container,
    private readonly host: string,
  ) {}

  /** Publishes and waits for the broker's word; rejects where there is no broker. */
  async publish(queue: string, message: unknown): Promise<void> {
    await this.confirmed({ verb: 'publish', queue, message });
  }

  async isAlive(): Promise<boolean> {
    try {
      await this.confirmed({ verb: 'ping' });
      return true;
    } catch {
      return false;
    }
  }

  private async confirmed(frame: unknown): Promise<void> {
    const socket = await (this.socket ??= this.open());
    const answered = new Promise<void>((settle, fail) => this.unconfirmed.push({ settle, fail }));
    writeLine(socket, frame);
    await within(answered, CONFIRM_MS, () => new Error('no confirmation from the broker'));
  }

  private async open(): Promise<Socket> {
    try {
      const socket = await openBroker(this.container, this.host);
      onLines(socket, () => this.unconfirmed.shift()?.settle());
      socket.once('close', () => {
        this.socket = null;
        for (const { fail } of this.unconfirmed.splice(0)) fail(new Error('connection to the broker lost'));
      });
      return socket;
    } catch (error) {
      this.socket = null;
      throw error;
    }
  }
}

/** Calls back with every message of a queue until the connection breaks; a message is acknowledged when the callback is done. */
export async function consume(
  container: Container,
  host: string,
  queue: string,
  receive: (message: unknown) => Promise<void>,
): Promise<void> {
  const socket = await openBroker(container, host);
  writeLine(socket, { verb: 'consume', queue });
  onLines(socket, (line) => {
    void receive(parseLine(line)?.['message']).then(() => {
      writeLine(socket, { verb: 'ack', queue });
    });
  });
  await new Promise<void>((resolve) =>
    socket.once('close', () => {
      resolve();
    }),
  );
}

async function openBroker(container: Container, host: string): Promise<Socket> {
  const address = await container.context.resolve(host, PORT);
  const socket = connect({ host: address.host, port: address.port, signal: container.ended });
  socket.on('error', () => socket.destroy());
  const greeted = new Promise<void>((settle, fail) => {
    socket.once('data', () => {
      settle();
    });
    socket.once('close', () => {
      fail(Object.assign(new Error('Connection refused'), { code: 'ECONNREFUSED' }));
    });
  });
  try {
    await within(greeted, CONFIRM_MS, () => new Error('Connection timed out'));
  } catch (error) {
    socket.destroy();
    throw error;
  }
  return socket;
}
