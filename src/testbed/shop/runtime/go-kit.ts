import type { Container } from './container.js';
import { serveHttp } from './http-service.js';
import type { Answer, Route } from './http-service.js';
import { releasedRoutes } from './release.js';
import type { Release } from './release.js';
import { RequestHistogram } from './request-histogram.js';

/** An error that the Go services turn into an answer with this status. */
export class GoError extends Error {
  constructor(
    message: string,
    readonly status: number = 500,
  ) {
    super(message);
  }
}

const STATUS_TEXT: Readonly<Record<number, string>> = { 401: 'Unauthorized', 404: 'Not Found', 500: 'Internal Server Error' };

export interface GoService {
  readonly port: number;
  readonly routes: readonly Route[];
  readonly release: Release;
  cpuMs(route: string | null): number;
  /** Further metrics behind the histogram. */
  readonly moreMetrics?: () => string;
}

/** Serves a Go service: the go-kit error body, and the histogram of weaveworks/common with route names made of the path. */
export async function serveGoKit(container: Container, service: GoService): Promise<void> {
  const histogram = new RequestHistogram('request_duration_seconds', 'Time (in seconds) spent serving HTTP requests.');
  const metrics: Route = {
    method: 'GET',
    path: '/metrics',
    answer: () => ({ status: 200, body: histogram.expose() + (service.moreMetrics?.() ?? '') }),
  };
  const fail = (): never => {
    throw new GoError('unexpected end of JSON input');
  };
  await serveHttp(container, service.port, {
    routes: [...releasedRoutes(service.routes, service.release, container.context.random, fail), metrics],
    cpuMs: (route) => service.cpuMs(route),
    whenThrown: (error) => errorAnswer(error),
    whenUnknown: () => ({ status: 404, body: '404 page not found\n' }),
    observed: ({ method, route, status, seconds }) => {
      histogram.observe(
        { method, route: route === null ? 'other' : routeName(route), status_code: String(status), isWS: 'false' },
        seconds,
      );
    },
  });
}

function errorAnswer(error: unknown): Answer {
  const status = error instanceof GoError ? error.status : 500;
  const message = error instanceof Error ? error.message : 'internal error';
  return { status, body: { error: message, status_code: status, status_text: STATUS_TEXT[status] ?? '' } };
}

/** `/catalogue/{id}` is observed as `catalogue_id`. */
export function routeName(path: string): string {
  const name = path
    .replace(/[^a-zA-Z0-9]+/g, '_')
    .replace(/^_|_$/g, '')
    .toLowerCase();
  return name === '' ? 'root' : name;
}

/** A line as go-kit's logfmt logger writes it. */
export function logGo(container: Container, caller: string, fields: Readonly<Record<string, string | number | boolean | null>>): void {
  const pairs = Object.entries(fields).map(([key, value]) => `${key}=${quoted(String(value))}`);
  container.context.log(`ts=${container.context.clock.now().toISOString()} caller=${caller} ${pairs.join(' ')}`);
}

function quoted(value: string): string {
  return /[\s="]/.test(value) ? JSON.stringify(value) : value;
}

/** Milliseconds since a moment of performance.now(), as Go prints a duration. */
export function took(startedAt: number): string {
  const milliseconds = performance.now() - startedAt;
  return milliseconds < 1000 ? `${milliseconds.toFixed(3)}ms` : `${(milliseconds / 1000).toFixed(6)}s`;
}

/** Reads `-name=value` arguments; ends the process with code 2, as Go's flag package does, for one it does not know. */
export function readFlags(
  container: Container,
  program: string,
  defaults: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> | null {
  const flags: Record<string, string> = { ...defaults };
  for (const argument of container.context.args) {
    const [, name = '', value = 'true'] = /^--?([\w-]+)(?:=(.*))?$/.exec(argument) ?? [];
    if (!(name in defaults)) {
      container.context.log(`flag provided but not defined: ${argument.split('=')[0] ?? argument}`);
      container.context.log(`Usage of ${program}:`);
      for (const [flag, preset] of Object.entries(defaults)) container.context.log(`  -${flag} string (default "${preset}")`);
      container.exit(2);
      return null;
    }
    flags[name] = value;
  }
  return flags;
}
