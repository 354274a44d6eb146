import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { ControlProblem, type ControlRoute } from '../world.js';

const LARGEST_BODY_BYTES = 2 ** 20;

/** The testbed's own HTTP address, for what no cluster has: faults, load, status, stop. */
export class ControlServer {
  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {}

  static open(routes: readonly ControlRoute[]): Promise<ControlServer> {
    const server = createServer((request, response) => {
      void answer(routes, request, response);
    });
    return new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen({ host: '127.0.0.1', port: 0 }, () => {
        const address = server.address();
        const port = typeof address === 'object' && address !== null ? address.port : 0;
        resolve(new ControlServer(server, `http://127.0.0.1:${port}`));
      });
    });
  }

  stop(): Promise<void> {
    return new Promise((resolve) => {
      this.server.close(() => {
        resolve();
      });
      this.server.closeIdleConnections();
    });
  }
}

async function answer(routes: readonly ControlRoute[], incoming: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    const { pathname, searchParams } = new URL(incoming.url ?? '/', 'http://127.0.0.1');
    const route = routes.find((each) => each.method === incoming.method && matches(each.path, pathname));
    if (route === undefined)
      throw new ControlProblem(404, `There is no ${incoming.method ?? ''} ${pathname}. There are: ${listOf(routes)}.`);
    const body = await readJson(incoming);
    send(response, 200, (await route.answer({ path: pathname, query: searchParams, body })) ?? {});
  } catch (error) {
    if (error instanceof ControlProblem) {
      send(response, error.status, { error: error.message });
      return;
    }
    console.error(error);
    send(response, 500, { error: error instanceof Error ? error.message : String(error) });
  }
}

function matches(route: string, path: string): boolean {
  return route.endsWith('/*') ? path.startsWith(route.slice(0, -1)) : route === path;
}

function listOf(routes: readonly ControlRoute[]): string {
  return routes.map((route) => `${route.method} ${route.path}`).join(', ');
}

async function readJson(incoming: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > LARGEST_BODY_BYTES) throw new ControlProblem(400, 'The body is larger than 1 MiB.');
    chunks.push(chunk);
  }
  if (size === 0) return undefined;
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8')) as unknown;
  } catch {
    throw new ControlProblem(400, 'The body is no JSON. Send an object, for example {"level":"light"}.');
  }
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(`${JSON.stringify(body)}\n`);
}
