import type { PodContext, PodProgram } from '../../world.js';
import { CircuitBreaker } from '../runtime/circuit-breaker.js';
import { Container, steadyFootprint } from '../runtime/container.js';
import { DatabaseClient } from '../runtime/database-client.js';
import { GoError, logGo, readFlags, serveGoKit, took } from '../runtime/go-kit.js';
import type { Answer, Route, ShopRequest } from '../runtime/http-service.js';
import { goNetworkError } from '../runtime/go-network-error.js';
import { longTimeoutMs } from '../runtime/patience.js';
import type { Release } from '../runtime/release.js';
import type { Listing } from './sock-database.js';

const DEFAULT_DSN = 'catalogue_user:default_password@tcp(catalogue-db:3306)/socksdb';
/** The driver sets no time-out; this is the kernel's for a connection that nobody answers. */
const KERNEL_TIMEOUT_MS = 127_000;
const CPU_MS: Readonly<Record<string, number>> = {
  '/catalogue': 8,
  '/catalogue/{id}': 2,
  '/tags': 2,
  '/catalogue/size': 2,
  '/health': 0.5,
};

/** catalogue: lists the socks of catalogue-db. It starts without its database, and opens as many connections as there are requests. */
export function catalogue(release: Release): PodProgram {
  return {
    async start(context: PodContext) {
      const container = new Container(context, steadyFootprint(14));
      const flags = readFlags(container, '/app', {
        port: '80',
        DSN: DEFAULT_DSN,
        images: './images/',
        zipkin: context.env['ZIPKIN'] ?? '',
      });
      if (!flags) return container;
      const target = /@tcp\(([^:)]+):(\d+)\)\//.exec(flags['DSN'] ?? '');
      if (!target) {
        logGo(container, 'main.go:101', { err: 'invalid DSN: missing the slash separating the database name' });
        container.exit(1);
        return container;
      }
      const database = new DatabaseClient(container, {
        host: target[1] ?? '',
        port: Number(target[2]),
        keepIdle: 2,
        timeoutMs: longTimeoutMs(context.clock, KERNEL_TIMEOUT_MS),
      });
      await new Catalogue(container, database).serve(Number(flags['port']), release);
      return container;
    },
  };
}

class Catalogue {
  private readonly breakers = new Map<string, CircuitBreaker>();

  constructor(
    private readonly container: Container,
    private readonly database: DatabaseClient,
  ) {}

  async serve(port: number, release: Release): Promise<void> {
    await this.database.ping().catch((error: unknown) => {
      logGo(this.container, 'main.go:111', { Error: `Unable to connect to Database: ${goNetworkError(error)}` });
    });
    await serveGoKit(this.container, { port, routes: this.routes(), release, cpuMs: (route) => CPU_MS[route ?? ''] ?? 1 });
    logGo(this.container, 'main.go:147', { transport: 'HTTP', port });
  }

  private routes(): Route[] {
    return [
      { method: 'GET', path: '/catalogue', answer: (request) => this.list(request) },
      { method: 'GET', path: '/catalogue/size', answer: (request) => this.size(request) },
      {
        method: 'GET',
        path: '/catalogue/images/*',
        answer: () => ({ status: 200, body: 'JPEG', headers: { 'content-type': 'image/jpeg' } }),
      },
      { method: 'GET', path: '/catalogue/{id}', answer: (request) => this.get(request) },
      { method: 'GET', path: '/tags', answer: () => this.tags() },
      { method: 'GET', path: '/health', answer: () => this.health() },
    ];
  }

  private async list({ query }: ShopRequest): Promise<Answer> {
    const listing = listingOf(query);
    const body = await this.query(
      'List',
      { tags: listing.tags.join(','), order: listing.order, pageNum: listing.page, pageSize: listing.size },
      'list',
      listing,
    );
    return { status: 200, body };
  }

  private async size({ query }: ShopRequest): Promise<Answer> {
    const listing = listingOf(query);
    return { status: 200, body: { size: await this.query('Count', { tags: listing.tags.join(',') }, 'count', listing), err: null } };
  }

  private async get({ parameters }: ShopRequest): Promise<Answer> {
    const id = parameters['id'] ?? '';
    return { status: 200, body: await this.query('Get', { id }, 'get', id) };
  }

  private async tags(): Promise<Answer> {
    return { status: 200, body: { tags: await this.query('Tags', {}, 'tags', null), err: null } };
  }

  /** One endpoint: behind its own breaker, logged with its time, every database error told as the same sentence. */
  private async query(method: string, shown: Readonly<Record<string, string | number>>, verb: string, argument: unknown): Promise<unknown> {
    const breaker = this.breakers.get(method) ?? new CircuitBreaker(this.container.context.clock);
    this.breakers.set(method, breaker);
    return breaker.run(async () => {
      const startedAt = performance.now();
      try {
        const result = await this.database.execute(verb, 'sock', argument);
        if (result === null) throw new GoError('not found', 404);
        logGo(this.container, 'logging.go:36', { method, ...shown, err: null, took: took(startedAt) });
        return result;
      } catch (error) {
        const known = error instanceof GoError ? error : this.databaseError(error);
        logGo(this.container, 'logging.go:36', { method, ...shown, err: known.message, took: took(startedAt) });
        throw known;
      }
    });
  }

  private databaseError(error: unknown): GoError {
    logGo(this.container, 'service.go:98', { 'database error': goNetworkError(error) });
    return new GoError('database connection error');
  }

  private async health(): Promise<Answer> {
    const startedAt = performance.now();
    const time = this.container.context.clock.now().toISOString();
    const alive = await this.database.ping().then(
      () => true,
      () => false,
    );
    logGo(this.container, 'logging.go:81', { method: 'Health', result: 2, took: took(startedAt) });
    const parts = [
      { service: 'catalogue', status: 'OK', time },
      { service: 'catalogue-db', status: alive ? 'OK' : 'err', time },
    ];
    return { status: 200, body: { health: parts } };
  }
}

function listingOf(query: URLSearchParams): Listing {
  const tags = (query.get('tags') ?? '').split(',').filter((tag) => tag !== '');
  return {
    tags,
    order: query.get('order') ?? 'id',
    page: Number(query.get('page') ?? 1) || 1,
    size: Number(query.get('size') ?? 10) || 10,
  };
}
