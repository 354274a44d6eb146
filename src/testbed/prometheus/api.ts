import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';

import type { ScaledClock } from '../scaled-clock.js';
import type { Exporter } from './exporters/exporters.js';
import { PromqlExecutionError, PromqlParseError } from './promql/promql-error.js';
import { answerLabelNames, answerLabelValues, answerQuery, answerRangeQuery, answerSeries } from './query-api.js';
import { SCRAPE_INTERVAL_MS } from './scrape-loop.js';
import type { Scraper } from './scraper.js';
import type { SeriesStore } from './series-store.js';

const LARGEST_FORM_BYTES = 1024 * 1024;
const BUILD = {
  version: '3.5.0',
  revision: 'embedded',
  branch: 'HEAD',
  buildUser: 'testbed',
  buildDate: '20250714-15:23:18',
  goVersion: 'go1.24.5',
};

export interface PrometheusParts {
  readonly clock: ScaledClock;
  readonly store: SeriesStore;
  readonly scraper: Scraper;
  readonly exporters: readonly Exporter[];
  /** What another Prometheus needs to scrape the same targets, in the form of http_sd_config. */
  readonly targetGroups: () => unknown;
}

/** Prometheus's HTTP API under /api/v1, the exporters' pages, and /sd. */
export function prometheusServer(parts: PrometheusParts): Server {
  return createServer((request, response) => {
    void serve(parts, request, response);
  });
}

async function serve(parts: PrometheusParts, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://prometheus');
  try {
    const parameters =
      request.method === 'POST'
        ? new URLSearchParams([...url.searchParams, ...new URLSearchParams(await formOf(request))])
        : url.searchParams;
    const page = plainPage(parts, url.pathname);
    if (page !== null) send(parts, response, 200, page);
    else sendJson(parts, response, 200, { status: 'success', data: answer(parts, url.pathname, parameters) });
  } catch (error) {
    sendProblem(parts, response, error);
  }
}

function plainPage({ exporters, targetGroups }: PrometheusParts, path: string): string | null {
  if (path === '/-/healthy' || path === '/-/ready') return 'Prometheus Server is Ready.\n';
  if (path === '/sd') return JSON.stringify(targetGroups());
  return exporters.find((exporter) => exporter.path === path)?.page() ?? null;
}

class NoSuchPath extends Error {}

function answer(parts: PrometheusParts, path: string, parameters: URLSearchParams): unknown {
  const { store } = parts;
  const nowMs = Math.round(parts.clock.milliseconds());
  const label = /^\/api\/v1\/label\/([^/]+)\/values$/.exec(path)?.[1];
  if (label !== undefined) return answerLabelValues(store, decodeURIComponent(label), parameters, nowMs);
  switch (path) {
    case '/api/v1/query':
      return answerQuery(store, parameters, nowMs);
    case '/api/v1/query_range':
      return answerRangeQuery(store, parameters);
    case '/api/v1/series':
      return answerSeries(store, parameters, nowMs);
    case '/api/v1/labels':
      return answerLabelNames(store, parameters, nowMs);
    case '/api/v1/metadata':
      return metadata(parts.scraper, parameters);
    case '/api/v1/targets':
      return { activeTargets: parts.scraper.targets.map(shownTarget), droppedTargets: [] };
    case '/api/v1/status/buildinfo':
      return BUILD;
    case '/api/v1/rules':
      return { groups: [] };
    case '/api/v1/alerts':
      return { alerts: [] };
    default:
      throw new NoSuchPath(path);
  }
}

function metadata({ families }: Scraper, parameters: URLSearchParams): unknown {
  const metric = parameters.get('metric');
  const wanted = [...families.values()].filter(({ name }) => metric === null || metric === '' || name === metric);
  return Object.fromEntries(wanted.map(({ name, type, help }) => [name, [{ type, help, unit: '' }]]));
}

function shownTarget({ target, health }: Scraper['targets'][number]): unknown {
  return {
    discoveredLabels: target.discoveredLabels,
    labels: target.labels,
    scrapePool: target.job,
    scrapeUrl: target.scrapeUrl,
    globalUrl: target.scrapeUrl,
    lastError: health?.lastError ?? '',
    lastScrape: (health?.lastScrape ?? new Date(0)).toISOString(),
    lastScrapeDuration: health?.lastScrapeSeconds ?? 0,
    health: health === null ? 'unknown' : health.up ? 'up' : 'down',
    scrapeInterval: `${SCRAPE_INTERVAL_MS / 1000}s`,
    scrapeTimeout: '10s',
  };
}

function sendProblem(parts: PrometheusParts, response: ServerResponse, error: unknown): void {
  if (error instanceof NoSuchPath) send(parts, response, 404, `404 page not found\n`);
  else if (error instanceof PromqlParseError)
    sendJson(parts, response, 400, { status: 'error', errorType: 'bad_data', error: error.message });
  else if (error instanceof PromqlExecutionError)
    sendJson(parts, response, 422, { status: 'error', errorType: 'execution', error: error.message });
  else
    sendJson(parts, response, 500, {
      status: 'error',
      errorType: 'internal',
      error: error instanceof Error ? error.message : 'internal error',
    });
}

function sendJson(parts: PrometheusParts, response: ServerResponse, status: number, body: unknown): void {
  send(parts, response, status, JSON.stringify(body), 'application/json');
}

/** The Date header is the world's: a client that takes the time from it asks about the right moment. */
function send(
  { clock }: PrometheusParts,
  response: ServerResponse,
  status: number,
  body: string,
  type = body.startsWith('[') || body.startsWith('{') ? 'application/json' : 'text/plain; charset=utf-8',
): void {
  response.writeHead(status, { 'content-type': type, date: clock.now().toUTCString() }).end(body);
}

async function formOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += (chunk as Buffer).length;
    if (size > LARGEST_FORM_BYTES) throw new PromqlParseError('the request body is too large');
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks).toString('utf8');
}
