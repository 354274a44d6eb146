import { randomUUID } from 'node:crypto';

import type { PodContext, PodProgram } from '../../world.js';
import { BrokerClient } from '../runtime/broker-client.js';
import type { Container } from '../runtime/container.js';
import type { Answer, Route, ShopRequest } from '../runtime/http-service.js';
import type { Release } from '../runtime/release.js';
import { boot, log, serveSpring, springContainer } from '../runtime/spring-boot.js';

const APPLICATION = 'works.weave.socks.shipping.ShippingServiceApplication';
export const SHIPPING_QUEUE = 'shipping-task';

/** shipping: puts every parcel into the queue, and says 201 even when there is no queue. No probe watches it. */
export function shipping(release: Release): PodProgram {
  return {
    start(context: PodContext) {
      const container = springContainer(context);
      void run(container, release);
      return Promise.resolve(container);
    },
  };
}

async function run(container: Container, release: Release): Promise<void> {
  if (!(await boot(container, APPLICATION))) return;
  const broker = new BrokerClient(container, container.context.env['spring.rabbitmq.host'] ?? 'rabbitmq');
  const routes: Route[] = [
    { method: 'GET', path: '/shipping', answer: () => ({ status: 200, body: 'GET ALL Shipping Resource.' }) },
    {
      method: 'GET',
      path: '/shipping/{id}',
      answer: ({ parameters }) => ({ status: 200, body: `GET Shipping Resource with id: ${parameters['id'] ?? ''}` }),
    },
    { method: 'POST', path: '/shipping', answer: (request) => ship(container, broker, request) },
    { method: 'GET', path: '/health', answer: () => health(container, broker) },
  ];
  await serveSpring(container, APPLICATION, {
    name: 'shipping',
    routes,
    release,
    histogramHelp: 'Request duration in seconds.',
    cpuMs: (route) => (route === '/health' ? 1 : 3),
  });
}

async function ship(container: Container, broker: BrokerClient, { body }: ShopRequest): Promise<Answer> {
  const wanted = JSON.parse(body) as { id?: string; name?: string };
  const shipment = { id: wanted.id ?? randomUUID(), name: wanted.name ?? '' };
  container.context.log('Adding shipment to queue...');
  try {
    await broker.publish(SHIPPING_QUEUE, shipment);
  } catch {
    container.context.log("Unable to add to queue (the queue is probably down). Accepting anyway. Don't do this for real!");
  }
  return { status: 201, body: shipment };
}

async function health(container: Container, broker: BrokerClient): Promise<Answer> {
  const date = container.context.clock.now().toISOString();
  const alive = await broker.isAlive();
  if (!alive) log(container, 'WARN', 'p-nio-80-exec-2', 'o.s.a.r.c.CachingConnectionFactory', 'Attempting to connect to: rabbitmq:5672');
  return {
    status: 200,
    body: {
      health: [
        { service: 'shipping', status: 'OK', date },
        { service: 'shipping-rabbitmq', status: alive ? 'OK' : 'err', date },
      ],
    },
  };
}
