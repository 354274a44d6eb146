import type { PodContext } from '../../world.js';
import { Container } from './container.js';
import { serveHttp } from './http-service.js';
import type { Answer, Route, ShopRequest } from './http-service.js';
import { releasedRoutes } from './release.js';
import type { Release } from './release.js';
import { exposeMetric, JAVA_BUCKETS, RequestHistogram } from './request-histogram.js';

/** An exception thrown by a handler. Spring makes the answer, and the interceptor that observes latency is not called. */
export class SpringException extends Error {
  constructor(
    readonly exception: string,
    message: string,
    readonly status: number = 500,
  ) {
    super(message);
  }
}

const REASONS: Readonly<Record<number, string>> = { 404: 'Not Found', 406: 'Not Acceptable', 500: 'Internal Server Error' };
const MEBIBYTE = 1024 * 1024;
/** Boot time of the real services on their CPU limit, in the world's milliseconds. */
const BOOT_MS = 12_000;
const OUTSIDE_HEAP_MIB = 140;
const LEAST_HEAP_MIB = 40;

export interface SpringService {
  readonly name: string;
  readonly routes: readonly Route[];
  readonly release: Release;
  /** null: no latency histogram at all. */
  readonly histogramHelp: string | null;
  cpuMs(route: string | null): number;
}

/** A JVM that grows from its boot to the heap it was given; `-Xmx` of JAVA_OPTS decides how far. */
export function springContainer(context: PodContext): Container {
  const startedAtMs = context.clock.milliseconds();
  const memoryBytes = (): number => {
    const booted = Math.min(1, (context.clock.milliseconds() - startedAtMs) / BOOT_MS);
    return (40 + booted * (OUTSIDE_HEAP_MIB - 40 + heapMiB(context) * 0.7)) * MEBIBYTE;
  };
  return new Container(context, { idleMillicores: 4, memoryBytes });
}

/** Logs the boot of a Spring Boot application and waits for it; false when the container ended meanwhile, or its heap is too small to boot. */
export async function boot(container: Container, application: string): Promise<boolean> {
  const { clock } = container.context;
  log(
    container,
    'INFO',
    'main',
    application,
    `Starting ${application.split('.').at(-1) ?? ''} on ${container.context.podName} with PID 7 (/usr/src/app/app.jar started by myuser in /usr/src/app)`,
  );
  log(container, 'INFO', 'main', application, 'No active profile set, falling back to default profiles: default');
  try {
    await clock.sleep(BOOT_MS / 2, { signal: container.ended });
    log(container, 'INFO', 'main', 's.b.c.e.t.TomcatEmbeddedServletContainer', 'Tomcat initialized with port(s): 80 (http)');
    await clock.sleep(BOOT_MS / 2, { signal: container.ended });
  } catch {
    return false;
  }
  if (heapMiB(container.context) >= LEAST_HEAP_MIB) return true;
  log(container, 'ERROR', 'main', 'o.s.boot.SpringApplication', 'Application startup failed');
  container.context.log('java.lang.OutOfMemoryError: Java heap space');
  container.exit(1);
  return false;
}

/** `-Xmx` of JAVA_OPTS. */
function heapMiB({ env }: PodContext): number {
  return Number(/-Xmx(\d+)m/.exec(env['JAVA_OPTS'] ?? '')?.[1] ?? 128);
}

/** Serves a Spring Boot application on port 80: error bodies, the histogram with its blind spot, a few JVM gauges. */
export async function serveSpring(container: Container, application: string, service: SpringService): Promise<void> {
  const histogram = new RequestHistogram('request_duration_seconds', service.histogramHelp ?? '', JAVA_BUCKETS);
  const metrics: Route = {
    method: 'GET',
    path: '/metrics',
    answer: () => ({ status: 200, body: (service.histogramHelp === null ? '' : histogram.expose()) + jvmMetrics(container) }),
  };
  const fail = (): never => {
    throw new SpringException('java.lang.NullPointerException', 'No message available');
  };
  await serveHttp(container, 80, {
    routes: [...releasedRoutes(service.routes, service.release, container.context.random, fail), metrics],
    cpuMs: (route) => service.cpuMs(route),
    whenThrown: (error, request) => thrownAnswer(container, error, request),
    whenUnknown: (request) => errorAnswer(container, 404, undefined, 'No message available', request),
    observed: ({ method, route, status, seconds, thrown }) => {
      if (!thrown && route !== null) histogram.observe({ service: service.name, method, route, status_code: String(status) }, seconds);
    },
  });
  log(container, 'INFO', 'main', 's.b.c.e.t.TomcatEmbeddedServletContainer', 'Tomcat started on port(s): 80 (http)');
  log(
    container,
    'INFO',
    'main',
    application,
    `Started ${application.split('.').at(-1) ?? ''} in ${(BOOT_MS / 1000).toFixed(3)} seconds (JVM running for ${(BOOT_MS / 1000 + 0.9).toFixed(3)})`,
  );
}

function thrownAnswer(container: Container, error: unknown, request: ShopRequest): Answer {
  const thrown =
    error instanceof SpringException
      ? error
      : new SpringException('java.lang.RuntimeException', error instanceof Error ? error.message : 'unknown');
  logThrown(container, thrown);
  return errorAnswer(container, thrown.status, thrown.exception, thrown.message, request);
}

function logThrown(container: Container, thrown: SpringException): void {
  const servlet = 'o.a.c.c.C.[.[.[/].[dispatcherServlet]';
  log(
    container,
    'ERROR',
    'p-nio-80-exec-3',
    servlet,
    `Servlet.service() for servlet [dispatcherServlet] in context with path [] threw exception [Request processing failed; nested exception is ${thrown.exception}: ${thrown.message}] with root cause`,
  );
  container.context.log('');
  container.context.log(`${thrown.exception}: ${thrown.message}`);
}

function errorAnswer(container: Container, status: number, exception: string | undefined, message: string, { path }: ShopRequest): Answer {
  return {
    status,
    body: { timestamp: Math.round(container.context.clock.milliseconds()), status, error: REASONS[status] ?? '', exception, message, path },
  };
}

function jvmMetrics(container: Container): string {
  const { memoryBytes } = container.usage();
  return exposeMetric('jvm_memory_bytes_used', 'gauge', 'Used bytes of a given JVM memory area.', [
    [{ area: 'heap' }, Math.round(memoryBytes * 0.4)],
    [{ area: 'nonheap' }, Math.round(memoryBytes * 0.25)],
  ]);
}

/** A line as Spring Boot's console appender writes it. */
export function log(container: Container, level: 'INFO' | 'WARN' | 'ERROR', thread: string, logger: string, message: string): void {
  const time = container.context.clock.now().toISOString().replace('T', ' ').replace('Z', '');
  container.context.log(`${time} ${level.padStart(5)} 7 --- [${thread.padStart(15)}] ${logger.padEnd(40)} : ${message}`);
}
