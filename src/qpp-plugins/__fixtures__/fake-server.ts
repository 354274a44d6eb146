import type { IncomingMessage, Server } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

export interface FakeRequest {
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  body(): Promise<string>;
}

export interface FakeReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | AsyncIterable<string>;
}

/** A small HTTP server on a random port of 127.0.0.1 that answers as a test says. */
export class FakeServer implements AsyncDisposable {
  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {}

  static async start(answer: (request: FakeRequest) => Promise<FakeReply> | FakeReply): Promise<FakeServer> {
    const server = createServer((request, response) => {
      const ask: FakeRequest = { path: request.url ?? '/', headers: request.headers, body: () => read(request) };
      void Promise.resolve(answer(ask)).then(async (reply) => {
        response.writeHead(reply.status, { ...reply.headers });
        if (typeof reply.body === 'string') response.end(reply.body);
        else await pipeline(Readable.from(reply.body), response).catch(() => undefined);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new FakeServer(server, `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.server.closeAllConnections();
    await new Promise<void>((resolve) =>
      this.server.close(() => {
        resolve();
      }),
    );
  }
}

async function read(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}
