import { randomBytes } from 'node:crypto';

import type { PodContext, PodProgram } from '../../world.js';
import { Container, steadyFootprint } from '../runtime/container.js';
import { GoError, logGo, readFlags, serveGoKit, took } from '../runtime/go-kit.js';
import type { Answer, Route, ShopRequest } from '../runtime/http-service.js';
import { MongoDriver } from '../runtime/mongo-driver.js';
import type { Release } from '../runtime/release.js';
import { exposeMetric } from '../runtime/request-histogram.js';
import type { Card, Customer, PostalAddress } from './user-directory.js';

const DIAL_TIMEOUT_MS = 5_000;
const ENTITIES = ['customers', 'cards', 'addresses'] as const;
type Entity = (typeof ENTITIES)[number];

/**
 * user: customers, cards, addresses and log-in. It looks for its database before it opens its port, for ever.
 * MONGO_HOST names the database (the image presets it); an env `mongo` is read by nobody.
 */
export function user(release: Release): PodProgram {
  return {
    start(context: PodContext) {
      const container = new Container(context, steadyFootprint(15));
      const flags = readFlags(container, '/user', { port: '80', zipkin: '', database: context.env['USER_DATABASE'] ?? 'mongodb' });
      if (!flags) return Promise.resolve(container);
      if (flags['database'] === '') {
        context.log(`${context.clock.now().toISOString()} No DB selected`);
        container.exit(1);
        return Promise.resolve(container);
      }
      const host = context.env['MONGO_HOST'] ?? 'user-db';
      const driver = new MongoDriver(container, {
        host,
        selectionMs: DIAL_TIMEOUT_MS,
        whenNoServer: () => new GoError('no reachable servers'),
      });
      void new User(container, driver).run(Number(flags['port']), release);
      return Promise.resolve(container);
    },
  };
}

class User {
  private readonly requestCounts = new Map<string, number>();

  constructor(
    private readonly container: Container,
    private readonly driver: MongoDriver,
  ) {}

  async run(port: number, release: Release): Promise<void> {
    await this.untilDatabaseAnswers();
    if (this.container.ended.aborted) return;
    await serveGoKit(this.container, {
      port,
      routes: this.routes(),
      release,
      cpuMs: (route) => (route === '/health' ? 0.4 : 2),
      moreMetrics: () => this.counters(),
    });
    logGo(this.container, 'main.go:137', { transport: 'HTTP', port });
  }

  private async untilDatabaseAnswers(): Promise<void> {
    while (!this.container.ended.aborted) {
      try {
        await this.driver.get('customers', '');
        return;
      } catch (error) {
        logGo(this.container, 'main.go:89', { database: 'mongodb', err: error instanceof Error ? error.message : 'no reachable servers' });
      }
    }
  }

  private routes(): Route[] {
    return [
      { method: 'GET', path: '/health', answer: () => this.health() },
      { method: 'GET', path: '/login', answer: (request) => this.counted('login', () => this.login(request)) },
      { method: 'POST', path: '/register', answer: (request) => this.counted('register', () => this.register(request)) },
      ...ENTITIES.flatMap((entity) => this.entityRoutes(entity)),
      { method: 'GET', path: '/customers/{id}/cards', answer: (request) => this.counted('getUsers', () => this.owned('cards', request)) },
      {
        method: 'GET',
        path: '/customers/{id}/addresses',
        answer: (request) => this.counted('getUsers', () => this.owned('addresses', request)),
      },
    ];
  }

  private entityRoutes(entity: Entity): Route[] {
    return [
      {
        method: 'GET',
        path: `/${entity}`,
        answer: () => this.counted(`get${entity}`, async () => this.embedded(entity, await this.driver.find(entity, {}))),
      },
      { method: 'GET', path: `/${entity}/{id}`, answer: (request) => this.counted(`get${entity}`, () => this.one(entity, request)) },
      { method: 'POST', path: `/${entity}`, answer: (request) => this.counted(`post${entity}`, () => this.post(entity, request)) },
      { method: 'DELETE', path: `/${entity}/{id}`, answer: (request) => this.counted('delete', () => this.remove(entity, request)) },
    ];
  }

  private async counted(method: string, work: () => Promise<Answer>): Promise<Answer> {
    const startedAt = performance.now();
    this.requestCounts.set(method, (this.requestCounts.get(method) ?? 0) + 1);
    try {
      return await work();
    } finally {
      logGo(this.container, 'middlewares.go:31', { method, took: took(startedAt) });
    }
  }

  private async login({ headers }: ShopRequest): Promise<Answer> {
    const [username, password] = Buffer.from((headers.authorization ?? '').replace(/^Basic /, ''), 'base64')
      .toString('utf8')
      .split(':');
    const [customer] = await this.driver.find<Customer>('customers', { username: username ?? '' });
    if (customer?.password !== password || !customer) throw new GoError('Unauthorized', 401);
    return { status: 200, body: { user: this.represented('customers', customer) } };
  }

  private async register({ body }: ShopRequest): Promise<Answer> {
    const customer = { ...(parsed(body) as Customer), id: newId() };
    await this.driver.put('customers', customer);
    return { status: 200, body: { id: customer.id } };
  }

  private async one(entity: Entity, { parameters }: ShopRequest): Promise<Answer> {
    const found = await this.driver.get<Customer | Card | PostalAddress>(entity, parameters['id'] ?? '');
    if (!found) throw new GoError('not found', 500);
    return { status: 200, body: this.represented(entity, found) };
  }

  private async owned(entity: 'cards' | 'addresses', { parameters }: ShopRequest): Promise<Answer> {
    return this.embedded(entity, await this.driver.find(entity, { customerId: parameters['id'] ?? '' }));
  }

  private async post(entity: Entity, { body }: ShopRequest): Promise<Answer> {
    const { userID, ...fields } = parsed(body) as { userID?: string };
    const document = { ...fields, customerId: userID ?? '', id: newId() };
    await this.driver.put(entity, document);
    return { status: 200, body: { id: document.id } };
  }

  private async remove(entity: Entity, { parameters }: ShopRequest): Promise<Answer> {
    return { status: 200, body: { status: await this.driver.remove(entity, parameters['id'] ?? '') } };
  }

  private embedded(entity: Entity, documents: readonly { readonly id: string }[]): Answer {
    const name = entity === 'addresses' ? 'address' : entity === 'cards' ? 'card' : 'customer';
    return { status: 200, body: { _embedded: { [name]: documents.map((each) => this.represented(entity, each)) } } };
  }

  /** With the links other services follow, and without secrets. */
  private represented(entity: Entity, document: { readonly id: string }): unknown {
    const base = 'http://user';
    const self = { self: { href: `${base}/${entity}/${document.id}` } };
    if (entity !== 'customers') return { ...document, customerId: undefined, _links: self };
    const links = {
      ...self,
      addresses: { href: `${base}/customers/${document.id}/addresses` },
      cards: { href: `${base}/customers/${document.id}/cards` },
    };
    return { ...document, password: undefined, _links: links };
  }

  private async health(): Promise<Answer> {
    const alive = await this.driver.isAlive();
    const time = this.container.context.clock.now().toISOString();
    const parts = [
      { service: 'user', status: 'OK', time },
      { service: 'user-db', status: alive ? 'OK' : 'err', time },
    ];
    return { status: 200, body: { health: parts } };
  }

  private counters(): string {
    const samples = [...this.requestCounts].map(([method, count]): [Record<string, string>, number] => [{ method }, count]);
    return exposeMetric('microservices_demo_user_request_count', 'counter', 'Number of requests received.', samples);
  }
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body) as unknown;
  } catch {
    throw new GoError('invalid character in request body');
  }
}

function newId(): string {
  return randomBytes(12).toString('hex');
}
