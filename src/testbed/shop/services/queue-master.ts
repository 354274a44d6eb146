import type { PodContext, PodProgram } from '../../world.js';
import { BrokerClient, consume } from '../runtime/broker-client.js';
import type { Container } from '../runtime/container.js';
import type { Answer } from '../runtime/http-service.js';
import type { Release } from '../runtime/release.js';
import { boot, log, serveSpring, springContainer } from '../runtime/spring-boot.js';
import { SHIPPING_QUEUE } from './shipping.js';

const APPLICATION = 'works.weave.socks.queuemaster.QueueMasterApplication';
const RECONNECT_MS = 5_000;
const CPU_MS_PER_MESSAGE = 6;

/** queue-master: takes the parcels out of the queue. It exports no latency histogram. */
export function queueMaster(release: Release): PodProgram {
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
  const host = container.context.env['spring.rabbitmq.host'] ?? 'rabbitmq';
  const broker = new BrokerClient(container, host);
  await serveSpring(container, APPLICATION, {
    name: 'queue-master',
    routes: [{ method: 'GET', path: '/health', answer: () => health(container, broker) }],
    release,
    histogramHelp: null,
    cpuMs: () => 1,
  });
  await consumeForEver(container, host, release.consumerDelayMs ?? 0);
}

async function consumeForEver(container: Container, host: string, delayMs: number): Promise<void> {
  const { clock } = container.context;
  while (!container.ended.aborted) {
    try {
      await consume(container, host, SHIPPING_QUEUE, async (message) => {
        container.context.log(`Received shipment task: ${(message as { name?: string }).name ?? ''}`);
        await container.cpu.spend(CPU_MS_PER_MESSAGE);
        if (delayMs > 0) await clock.sleep(delayMs, { signal: container.ended }).catch(() => undefined);
      });
    } catch {
      log(
        container,
        'WARN',
        'cTaskExecutor-1',
        'o.s.a.r.l.SimpleMessageListenerContainer',
        'Consumer raised exception, processing can restart if the connection factory supports it. Exception summary: org.springframework.amqp.AmqpConnectException: java.net.ConnectException: Connection refused (Connection refused)',
      );
    }
    await clock.sleep(RECONNECT_MS, { signal: container.ended }).catch(() => undefined);
  }
}

async function health(container: Container, broker: BrokerClient): Promise<Answer> {
  const date = container.context.clock.now().toISOString();
  const queue = (await broker.isAlive()) ? 'OK' : 'err';
  return {
    status: 200,
    body: {
      health: [
        { service: 'queue-master', status: 'OK', date },
        { service: 'queue-master-rabbitmq', status: queue, date },
      ],
    },
  };
}
