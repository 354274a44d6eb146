import type { PodContext, PodProgram } from '../../../world.js';
import { Container } from '../../runtime/container.js';
import { serveHttp } from '../../runtime/http-service.js';
import type { Answer, Observation, Route, ShopRequest } from '../../runtime/http-service.js';
import { releasedRoutes } from '../../runtime/release.js';
import type { Release } from '../../runtime/release.js';
import { RequestHistogram } from '../../runtime/request-histogram.js';
import { Backends, HttpProblem } from './backends.js';
import { cartRoutes } from './cart-routes.js';
import { orderRoutes } from './order-routes.js';
import { pageRoutes } from './pages.js';
import { proxyRoutes } from './proxy-routes.js';
import { InProcessSessions, RedisSessions, Sessions } from './sessions.js';
import { userRoutes } from './user-routes.js';

const MEBIBYTE = 1024 * 1024;
/** What one more label value costs a version that keeps a series for every raw path. */
const MEMORY_PER_PATH_BYTES = 3 * MEBIBYTE;
const RECORDED_SEGMENTS: readonly string[] = ['cart', 'catalogue', 'orders', 'user'];

/** front-end: the shop's face and the only way in. Its probes ask for a static page, whatever happens behind. */
export function frontEnd(release: Release): PodProgram {
  return {
    async start(context: PodContext) {
      const metrics = new FrontEndMetrics(release.rawPathLabels === true);
      const container = new Container(context, {
        idleMillicores: 3,
        memoryBytes: () => 62 * MEBIBYTE + metrics.pathCount * MEMORY_PER_PATH_BYTES,
      });
      const port = Number(context.env['PORT'] ?? 8079);
      await serveHttp(container, port, {
        routes: [...releasedRoutes(routesOf(container), release, context.random, fail), metrics.route],
        cpuMs: (route) => (route === '/' || route?.endsWith('.html') === true ? 1 : 2.5),
        whenThrown: (error) => errorAnswer(container, error),
        whenUnknown: (request) => ({ status: 404, body: `Cannot ${request.method} ${request.path}\n` }),
        observed: (observation) => {
          metrics.observe(observation);
          logRequest(container, observation);
        },
      });
      if ((context.env['SESSION_REDIS'] ?? '') !== '') context.log('Using the redis based session manager');
      else context.log('Using local session manager');
      context.log(`App now running in production mode on port ${port}`);
      return container;
    },
  };
}

function routesOf(container: Container): Route[] {
  const { args, env } = container.context;
  const domain = args.map((argument) => /^--domain=(.*)$/.exec(argument)?.[1]).find((each) => each !== undefined) ?? '';
  const backends = new Backends(container, domain);
  const sessions: Sessions = (env['SESSION_REDIS'] ?? '') === '' ? new InProcessSessions() : new RedisSessions(container);
  return [
    ...pageRoutes(),
    ...proxyRoutes(backends),
    ...cartRoutes(backends, sessions),
    ...userRoutes(backends, sessions),
    ...orderRoutes(backends, sessions),
  ];
}

function fail(): never {
  throw new TypeError("Cannot read property 'id' of undefined");
}

function errorAnswer(container: Container, error: unknown): Answer {
  const status = error instanceof HttpProblem ? error.status : 500;
  const message = error instanceof Error ? error.message : 'unknown';
  if (status === 500) container.context.log(`Error: ${message}`);
  return { status, body: { message, error: status === 500 ? {} : { status } } };
}

/** morgan's short line; static pages are served before it and leave none. */
function logRequest({ context }: Container, { method, path, status, seconds, bytes }: Observation): void {
  if (path === '/' || path === '/metrics' || path.endsWith('.html')) return;
  context.log(`${method} ${path} ${status} ${(seconds * 1000).toFixed(3)} ms - ${bytes}`);
}

class FrontEndMetrics {
  private readonly histogram = new RequestHistogram('request_duration_seconds', 'request duration in seconds');
  private readonly paths = new Set<string>();

  constructor(private readonly rawPaths: boolean) {}

  /** Paths beyond those of the shop itself: only they grow without bound. */
  get pathCount(): number {
    return Math.max(0, this.paths.size - 40);
  }

  get route(): Route {
    return { method: 'GET', path: '/metrics', answer: (_request: ShopRequest) => ({ status: 200, body: this.histogram.expose() }) };
  }

  observe({ method, path, status, seconds }: Observation): void {
    const segment = path.split('/')[1] ?? '';
    if (!this.rawPaths && !RECORDED_SEGMENTS.includes(segment)) return;
    const route = this.rawPaths ? path : segment;
    this.paths.add(route);
    this.histogram.observe({ service: 'front-end', method, route, status_code: String(status) }, seconds);
  }
}
