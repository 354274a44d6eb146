import type { Socket } from 'node:net';

import type { PodContext, PodProgram } from '../../world.js';
import { Container } from '../runtime/container.js';
import { serveHttp } from '../runtime/http-service.js';
import { onLines, parseLine, writeLine } from '../runtime/line-socket.js';

const AMQP_PORT = 5672;
const MANAGEMENT_PORT = 15672;
const MEBIBYTE = 1024 * 1024;

/** A queue that lives in memory alone: what waits in it is lost with the broker. */
class Queue {
  private readonly ready: unknown[] = [];
  private readonly consumers = new Map<Socket, unknown[]>();
  published = 0;
  acknowledged = 0;

  constructor(readonly name: string) {}

  publish(message: unknown): void {
    this.published += 1;
    this.ready.push(message);
    this.deliver();
  }

  consume(socket: Socket): void {
    this.consumers.set(socket, []);
    socket.once('close', () => {
      this.ready.unshift(...(this.consumers.get(socket) ?? []));
      this.consumers.delete(socket);
      this.deliver();
    });
    this.deliver();
  }

  acknowledge(socket: Socket): void {
    if (this.consumers.get(socket)?.shift() !== undefined) this.acknowledged += 1;
    this.deliver();
  }

  state(): Readonly<Record<string, string | number>> {
    const unacknowledged = [...this.consumers.values()].reduce((sum, held) => sum + held.length, 0);
    const messages = this.ready.length + unacknowledged;
    const { name, published, acknowledged } = this;
    return {
      name,
      messages,
      messages_ready: this.ready.length,
      messages_unacknowledged: unacknowledged,
      consumers: this.consumers.size,
      published,
      acknowledged,
    };
  }

  /** One message at a time to each consumer that holds none. */
  private deliver(): void {
    for (const [socket, held] of this.consumers) {
      if (held.length > 0 || this.ready.length === 0) continue;
      const message = this.ready.shift();
      held.push(message);
      writeLine(socket, { message });
    }
  }
}

/** rabbitmq: queues on 5672, their state on 15672. */
export function messageBroker(): PodProgram {
  return {
    async start(context: PodContext) {
      const queues = new Map<string, Queue>();
      const waiting = (): number => [...queues.values()].reduce((sum, queue) => sum + Number(queue.state()['messages']), 0);
      const container = new Container(context, { idleMillicores: 6, memoryBytes: () => 82 * MEBIBYTE + waiting() * 1_024 });
      await container.listenTcp(AMQP_PORT, (socket) => {
        serveClient(container, queues, socket);
      });
      await serveHttp(container, MANAGEMENT_PORT, {
        routes: [
          { method: 'GET', path: '/api/queues', answer: () => ({ status: 200, body: [...queues.values()].map((queue) => queue.state()) }) },
        ],
        cpuMs: () => 1,
        whenThrown: () => ({ status: 500, body: { error: 'internal_server_error' } }),
        whenUnknown: () => ({ status: 404, body: { error: 'Object Not Found', reason: 'Not Found' } }),
        observed: () => undefined,
      });
      const time = context.clock.now().toISOString().replace('T', ' ').slice(0, 23);
      context.log(`${time} [info] Starting RabbitMQ 3.6.8 on Erlang 19.2.1`);
      context.log(`${time} [info] Server startup complete; 6 plugins started.`);
      return container;
    },
  };
}

function serveClient(container: Container, queues: Map<string, Queue>, socket: Socket): void {
  writeLine(socket, { ready: true });
  onLines(socket, (line) => {
    const frame = parseLine(line);
    const name = typeof frame?.['queue'] === 'string' ? frame['queue'] : '';
    void container.cpu.spend(0.2);
    switch (frame?.['verb']) {
      case 'publish':
        queueOf(queues, name).publish(frame['message']);
        writeLine(socket, { confirmed: true });
        break;
      case 'ping':
        writeLine(socket, { confirmed: true });
        break;
      case 'consume':
        queueOf(queues, name).consume(socket);
        break;
      case 'ack':
        queueOf(queues, name).acknowledge(socket);
        break;
      default:
        socket.destroy();
    }
  });
}

function queueOf(queues: Map<string, Queue>, name: string): Queue {
  const queue = queues.get(name) ?? new Queue(name);
  queues.set(name, queue);
  return queue;
}
