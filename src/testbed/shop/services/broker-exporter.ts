import type { PodContext, PodProgram } from '../../world.js';
import { Container, steadyFootprint } from '../runtime/container.js';
import { call } from '../runtime/http-call.js';
import { serveHttp } from '../runtime/http-service.js';
import { exposeMetric } from '../runtime/request-histogram.js';
import type { MetricLabels } from '../runtime/request-histogram.js';

const PORT = 9090;
const MANAGEMENT_PORT = 15672;

type QueueState = Readonly<Record<string, string | number>>;

/** The exporter beside rabbitmq: reads the broker's management API at every scrape. */
export function brokerExporter(): PodProgram {
  return {
    async start(context: PodContext) {
      const container = new Container(context, steadyFootprint(11));
      await serveHttp(container, PORT, {
        routes: [{ method: 'GET', path: '/metrics', answer: async () => ({ status: 200, body: exposed(await queuesOf(context)) }) }],
        cpuMs: () => 1,
        whenThrown: () => ({ status: 500, body: '' }),
        whenUnknown: () => ({ status: 404, body: '404 page not found\n' }),
        observed: () => undefined,
      });
      context.log(`time="${context.clock.now().toISOString()}" level=info msg="Starting RabbitMQ exporter" PUBLISH_PORT=${PORT}`);
      return container;
    },
  };
}

async function queuesOf(context: PodContext): Promise<readonly QueueState[] | null> {
  const address = context.localhost(MANAGEMENT_PORT);
  if (!address) return null;
  try {
    const reply = await call(() => Promise.resolve({ ...address, shown: `localhost:${MANAGEMENT_PORT}` }), {
      method: 'GET',
      url: `http://localhost:${MANAGEMENT_PORT}/api/queues`,
    });
    return JSON.parse(reply.text) as readonly QueueState[];
  } catch {
    return null;
  }
}

function exposed(queues: readonly QueueState[] | null): string {
  const up = exposeMetric('rabbitmq_up', 'gauge', 'Was the last scrape of rabbitmq successful.', [[{}, queues ? 1 : 0]]);
  if (!queues) return up;
  const gauge = (name: string, field: string, help: string): string =>
    exposeMetric(
      name,
      'gauge',
      help,
      queues.map((queue): [MetricLabels, number] => [{ queue: String(queue['name']), vhost: '/', durable: 'false' }, Number(queue[field])]),
    );
  return [
    up,
    gauge('rabbitmq_queue_messages', 'messages', 'Sum of ready and unacknowledged messages (queue depth).'),
    gauge('rabbitmq_queue_messages_ready', 'messages_ready', 'Number of messages ready to be delivered to clients.'),
    gauge(
      'rabbitmq_queue_messages_unacknowledged',
      'messages_unacknowledged',
      'Number of messages delivered to clients but not yet acknowledged.',
    ),
    gauge('rabbitmq_queue_consumers', 'consumers', 'Number of consumers.'),
    gauge('rabbitmq_queue_messages_published_total', 'published', 'Count of messages published.'),
    gauge('rabbitmq_queue_messages_ack_total', 'acknowledged', 'Count of messages acknowledged.'),
  ].join('');
}
