import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { StatusError } from '../objects/status-error.js';
import type { ClusterSide } from './cluster-side.js';
import { route } from './router.js';

const LARGEST_BODY_BYTES = 3 * 2 ** 20;
const KEEP_ALIVE_MS = 90_000;

/** The Kubernetes API over plain HTTP on loopback. Its `Date` header is the world's clock. */
export class ApiServer {
  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {}

  static open(cluster: ClusterSide, port: number): Promise<ApiServer> {
    const server = createServer((request, response) => {
      void answer(cluster, request, response);
    });
    server.keepAliveTimeout = KEEP_ALIVE_MS;
    return new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen({ host: '127.0.0.1', port }, () => {
        const address = server.address();
        const actual = typeof address === 'object' && address !== null ? address.port : port;
        resolve(new ApiServer(server, `http://127.0.0.1:${actual}`));
      });
    });
  }

  stop(): Promise<void> {
    return new Promise((resolve) => {
      this.server.close(() => {
        resolve();
      });
      this.server.closeAllConnections();
    });
  }
}

async function answer(cluster: ClusterSide, incoming: IncomingMessage, response: ServerResponse): Promise<void> {
  response.sendDate = false;
  response.setHeader('date', cluster.clock.now().toUTCString());
  response.setHeader('audit-id', crypto.randomUUID());
  response.setHeader('cache-control', 'no-cache, private');
  try {
    const url = new URL(incoming.url ?? '/', 'http://127.0.0.1');
    const body = await readAll(incoming);
    if (['/healthz', '/livez', '/readyz'].includes(url.pathname)) {
      response.end('ok');
      return;
    }
    const request = { method: incoming.method ?? 'GET', path: url.pathname, query: url.searchParams, headers: incoming.headers, body };
    const answered = route(cluster, request, response);
    if (answered !== null) send(response, answered.status, answered.body, answered.contentType);
  } catch (error) {
    sendRefusal(response, error);
  }
}

function sendRefusal(response: ServerResponse, error: unknown): void {
  const refusal = error instanceof StatusError ? error : new StatusError(500, 'InternalError', `Internal error occurred: ${String(error)}`);
  if (!(error instanceof StatusError)) console.error(error);
  if (response.headersSent) response.end();
  else send(response, refusal.code, refusal.toStatus());
}

function send(response: ServerResponse, status: number, body: unknown, contentType = 'application/json'): void {
  response.writeHead(status, { 'content-type': contentType });
  response.end(`${JSON.stringify(body)}\n`);
}

async function readAll(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > LARGEST_BODY_BYTES)
      throw new StatusError(413, 'RequestEntityTooLarge', `Request entity too large: limit is ${LARGEST_BODY_BYTES}`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
