import { createServer } from 'node:http';
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';

import type { Container } from './container.js';

export interface ShopRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  /** Values of the `{name}` parts of the route's path. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface Answer {
  readonly status: number;
  /** A string goes out as it is, anything else as JSON. */
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
}

export interface Route {
  readonly method: string;
  /** `/catalogue/{id}`; a part may end in `*` for everything below it. */
  readonly path: string;
  readonly answer: (request: ShopRequest) => Promise<Answer> | Answer;
}

/** What a request came to, for metrics and access logs. */
export interface Observation {
  readonly method: string;
  readonly path: string;
  /** The route's path, or null where none matched. */
  readonly route: string | null;
  readonly status: number;
  readonly seconds: number;
  readonly bytes: number;
  /** The handler threw, and the framework made the answer. */
  readonly thrown: boolean;
}

export interface HttpService {
  readonly routes: readonly Route[];
  /** CPU milliseconds that a request of this route costs. */
  cpuMs(route: string | null): number;
  /** What the framework answers when a handler throws. */
  whenThrown(error: unknown, request: ShopRequest): Answer;
  whenUnknown(request: ShopRequest): Answer;
  observed(observation: Observation): void;
}

interface CompiledRoute extends Route {
  readonly pattern: RegExp;
}

const LARGEST_BODY_BYTES = 1024 * 1024;

/** Serves HTTP on a containerPort until the container ends. */
export async function serveHttp(container: Container, containerPort: number, service: HttpService): Promise<void> {
  const routes = service.routes.map((route) => ({ ...route, pattern: patternOf(route.path) }));
  const server = createServer((incoming, outgoing) => {
    incoming.on('error', () => outgoing.destroy());
    void exchange(container, service, routes, incoming, outgoing);
  });
  server.on('clientError', (_error, socket) => socket.destroy());
  await container.listen(containerPort, server);
}

function patternOf(path: string): RegExp {
  const source = path
    .replaceAll('.', '\\.')
    .replace(/\{(\w+)\}/g, '(?<$1>[^/]+)')
    .replace(/\*$/, '.*');
  return new RegExp(`^${source}$`);
}

async function exchange(
  container: Container,
  service: HttpService,
  routes: readonly CompiledRoute[],
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const startedAt = performance.now();
  const { pathname: path, searchParams: query } = new URL(incoming.url ?? '/', 'http://shop');
  const method = incoming.method ?? 'GET';
  const route = routes.find((each) => each.method === method && each.pattern.test(path)) ?? null;
  const parameters = { ...route?.pattern.exec(path)?.groups };
  const request = { method, path, query, parameters, headers: incoming.headers, body: await bodyOf(incoming) };
  const { answer, thrown } = await answered(container, service, route, request);
  const bytes = write(outgoing, answer);
  const seconds = (performance.now() - startedAt) / 1000;
  service.observed({ method, path, route: route?.path ?? null, status: answer.status, seconds, bytes, thrown });
}

async function answered(
  container: Container,
  service: HttpService,
  route: CompiledRoute | null,
  request: ShopRequest,
): Promise<{ readonly answer: Answer; readonly thrown: boolean }> {
  try {
    await container.cpu.spend(service.cpuMs(route?.path ?? null));
    return { answer: await (route ? route.answer(request) : service.whenUnknown(request)), thrown: false };
  } catch (error) {
    return { answer: service.whenThrown(error, request), thrown: true };
  }
}

function write(outgoing: ServerResponse, { status, body, headers }: Answer): number {
  const plain = typeof body === 'string';
  const text = plain ? body : body === undefined ? '' : JSON.stringify(body);
  const contentType = plain ? 'text/plain; charset=utf-8' : 'application/json; charset=utf-8';
  const bytes = Buffer.byteLength(text);
  if (!outgoing.destroyed)
    outgoing.writeHead(status, { 'content-type': contentType, 'content-length': String(bytes), ...mutable(headers) }).end(text);
  return bytes;
}

function mutable(headers: Answer['headers']): Record<string, string | string[]> {
  return Object.fromEntries(Object.entries(headers ?? {}).map(([name, value]) => [name, typeof value === 'string' ? value : [...value]]));
}

async function bodyOf(incoming: IncomingMessage): Promise<string> {
  if (incoming.method === 'GET' || incoming.method === 'HEAD') {
    incoming.resume();
    return '';
  }
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of incoming) {
      size += (chunk as Buffer).length;
      if (size > LARGEST_BODY_BYTES) break;
      chunks.push(chunk as Buffer);
    }
  } catch {
    return '';
  }
  return Buffer.concat(chunks).toString('utf8');
}
