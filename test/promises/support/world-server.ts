import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** What workers in other processes read and change: it outlives them and counts what reached it. */
export interface WorldServer {
  readonly url: string;
  readonly asked: string[];
  /** Changes it accepted, as `name=value`. */
  readonly accepted: string[];
  readonly objects: Map<string, { value: string; version: number }>;
  readonly close: () => Promise<void>;
}

/** Readings are answered with their own text; `wait 50 …` after so many milliseconds. */
export async function startWorldServer(): Promise<WorldServer> {
  const asked: string[] = [];
  const accepted: string[] = [];
  const objects: WorldServer['objects'] = new Map();
  const server = createServer((request, response) => {
    void answer(request).then((body) => response.end(JSON.stringify(body)));
  });

  async function answer(request: IncomingMessage): Promise<unknown> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = JSON.parse(Buffer.concat(chunks).toString('utf8')) as { text: string; name: string; value: string; version: number };
    if (request.url === '/read') {
      asked.push(body.text);
      await sleep(Number(/^wait (\d+)/u.exec(body.text)?.[1] ?? 0));
      return { text: body.text };
    }
    const object = objects.get(body.name) ?? { value: '', version: 1 };
    if (request.url === '/look') return object;
    if (object.version !== body.version) return { conflict: true };
    objects.set(body.name, { value: body.value, version: object.version + 1 });
    accepted.push(`${body.name}=${body.value}`);
    return { conflict: false };
  }

  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const close = (): Promise<void> => {
    server.closeAllConnections();
    return new Promise((closed) =>
      server.close(() => {
        closed();
      }),
    );
  };
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked, accepted, objects, close };
}
