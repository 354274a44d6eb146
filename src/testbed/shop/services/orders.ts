import { randomBytes } from 'node:crypto';

import type { PodContext, PodProgram } from '../../world.js';
import type { Container } from '../runtime/container.js';
import { call } from '../runtime/http-call.js';
import type { Call } from '../runtime/http-call.js';
import type { Answer, Route, ShopRequest } from '../runtime/http-service.js';
import { javaMongo } from '../runtime/java-mongo.js';
import type { MongoDriver } from '../runtime/mongo-driver.js';
import { within } from '../runtime/patience.js';
import type { Release } from '../runtime/release.js';
import { boot, log, serveSpring, SpringException, springContainer } from '../runtime/spring-boot.js';

const APPLICATION = 'works.weave.socks.orders.OrderApplication';
const CONTROLLER = 'w.w.s.o.controllers.OrdersController';
const SHIPPING_COST = 4.99;
/** CPU milliseconds to send one call and read its answer; so many open orders double it, as they keep the garbage collector busy. */
const CALL_CPU_MS = 7;
const ORDERS_THAT_DOUBLE_IT = 15;

interface NewOrder {
  readonly customer: string;
  readonly address: string;
  readonly card: string;
  readonly items: string;
}

interface OrderedItem {
  readonly quantity: number;
  readonly unitPrice: number;
}

/** orders: gathers customer, address, card and items, takes the money, sends the parcel, keeps the order. No probe watches it. */
export function orders(release: Release): PodProgram {
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
  const { env } = container.context;
  const driver = javaMongo(container, env['db'] ?? 'orders-db');
  if (!driver) return;
  const timeoutMs = Number(env['http.timeout'] ?? env['HTTP_TIMEOUT'] ?? 5) * 1000;
  const service = new Orders(container, driver, timeoutMs, env['domain'] ?? '');
  await serveSpring(container, APPLICATION, {
    name: 'orders',
    routes: service.routes(),
    release,
    histogramHelp: 'Request duration in seconds.',
    cpuMs: (route) => (route === '/health' ? 1 : 4),
  });
}

class Orders {
  private open = 0;

  constructor(
    private readonly container: Container,
    private readonly driver: MongoDriver,
    private readonly timeoutMs: number,
    private readonly domain: string,
  ) {}

  routes(): Route[] {
    return [
      { method: 'POST', path: '/orders', answer: (request) => this.opened(request) },
      {
        method: 'GET',
        path: '/orders',
        answer: async () => ({ status: 200, body: { _embedded: { customerOrders: await this.driver.find('customerOrder', {}) } } }),
      },
      { method: 'GET', path: '/orders/search/customerId', answer: (request) => this.ofCustomer(request) },
      { method: 'GET', path: '/health', answer: () => this.health() },
    ];
  }

  private async opened(request: ShopRequest): Promise<Answer> {
    this.open += 1;
    try {
      return await this.create(request);
    } finally {
      this.open -= 1;
    }
  }

  private async create({ body }: ShopRequest): Promise<Answer> {
    const wanted = newOrder(body);
    const [address, customer, card, items] = await Promise.all([
      this.fetched({ method: 'GET', url: wanted.address }),
      this.fetched({ method: 'GET', url: wanted.customer }),
      this.fetched({ method: 'GET', url: wanted.card }),
      this.fetched({ method: 'GET', url: wanted.items }),
    ]);
    const amount = totalOf(items as readonly OrderedItem[]);
    await this.pay({ address, card, customer, amount });
    const customerId = (customer as { id?: string }).id ?? '';
    const shipment = await this.fetched({
      method: 'POST',
      url: this.urlOf('shipping', '/shipping'),
      body: { id: randomBytes(8).toString('hex'), name: customerId },
    });
    const order = {
      id: randomBytes(12).toString('hex'),
      customerId,
      customer,
      address,
      card,
      items,
      shipment,
      date: this.container.context.clock.now().toISOString(),
      total: amount,
    };
    await this.driver.put('customerOrder', order);
    return { status: 201, body: order };
  }

  private async pay(payment: {
    readonly address: unknown;
    readonly card: unknown;
    readonly customer: unknown;
    readonly amount: number;
  }): Promise<void> {
    this.note(`Sending payment request: PaymentRequest{address=Address, card=Card, customer=Customer, amount=${payment.amount}}`);
    const answer = (await this.fetched({ method: 'POST', url: this.urlOf('payment', '/paymentAuth'), body: payment })) as {
      authorised?: boolean;
      message?: string;
    };
    this.note(`Received payment response: PaymentResponse{authorised=${answer.authorised === true}, message=${answer.message ?? 'null'}}`);
    if (answer.authorised !== true) {
      throw new SpringException(
        'works.weave.socks.orders.controllers.OrdersController$PaymentDeclinedException',
        answer.message ?? 'Payment declined',
        406,
      );
    }
  }

  /** One dependency, given up after the time-out. Every other failure, an error status included, is "I/O". */
  private async fetched(request: Call): Promise<unknown> {
    const late = (): Error =>
      new SpringException('java.lang.IllegalStateException', 'Unable to create order due to timeout from one of the services.');
    return within(this.exchanged(request), this.timeoutMs, late);
  }

  private async exchanged(request: Call): Promise<unknown> {
    try {
      await this.container.cpu.spend(CALL_CPU_MS * (1 + this.open / ORDERS_THAT_DOUBLE_IT));
      const reply = await call((name, port) => this.container.context.resolve(name, port), { ...request, signal: this.container.ended });
      if (reply.status >= 400) throw new Error(`${reply.status} from ${new URL(request.url).hostname}`);
      return JSON.parse(reply.text) as unknown;
    } catch (error) {
      log(this.container, 'ERROR', 'cTaskExecutor-1', CONTROLLER, javaIoError(error, request));
      throw new SpringException('java.lang.IllegalStateException', 'Unable to create order due to unspecified IO error.');
    }
  }

  private async ofCustomer({ query }: ShopRequest): Promise<Answer> {
    const found = await this.driver.find('customerOrder', { customerId: query.get('custId') ?? '' });
    return { status: 200, body: { _embedded: { customerOrders: found.slice(-50) } } };
  }

  private async health(): Promise<Answer> {
    const date = this.container.context.clock.now().toISOString();
    const database = (await this.driver.isAlive()) ? 'OK' : 'err';
    return {
      status: 200,
      body: {
        health: [
          { service: 'orders', status: 'OK', date },
          { service: 'orders-db', status: database, date },
        ],
      },
    };
  }

  private urlOf(service: string, path: string): string {
    return `http://${service}${this.domain === '' ? '' : `.${this.domain}`}${path}`;
  }

  private note(message: string): void {
    log(this.container, 'INFO', 'p-nio-80-exec-1', CONTROLLER, message);
  }
}

function newOrder(body: string): NewOrder {
  const order = JSON.parse(body) as Partial<NewOrder>;
  const { customer, address, card, items } = order;
  if (!customer || !address || !card || !items) {
    throw new SpringException(
      'works.weave.socks.orders.controllers.OrdersController$InvalidOrderException',
      'Invalid order request. Order requires customer, address, card and items.',
      406,
    );
  }
  return { customer, address, card, items };
}

function totalOf(items: readonly OrderedItem[]): number {
  const goods = items.reduce((sum, item) => sum + item.quantity * item.unitPrice, 0);
  return Math.round((goods + SHIPPING_COST) * 100) / 100;
}

function javaIoError(error: unknown, { method, url }: Call): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const target = new URL(url);
  if (code === 'ECONNREFUSED') return `I/O error on ${method} request for "${url}": Connection refused (Connection refused)`;
  if (code === 'ENOTFOUND') return `I/O error on ${method} request for "${url}": ${target.hostname}: Name or service not known`;
  if (code === 'ECONNRESET') return `I/O error on ${method} request for "${url}": Connection reset`;
  return `org.springframework.web.client.HttpServerErrorException: ${error instanceof Error ? error.message : 'unknown'}`;
}
