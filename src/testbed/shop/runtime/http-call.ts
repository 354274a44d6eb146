import { request } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';

import type { ServiceAddress } from '../../world.js';
import { ConnectionError } from './connection-error.js';

/** Where a name and a port are reached; rejects with ENOTFOUND for a name nobody knows. */
export type Resolve = (serviceName: string, port: number) => Promise<ServiceAddress>;

export interface Call {
  readonly method: string;
  /** `http://user/customers/1`: the host is the Service's name. */
  readonly url: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

export interface Reply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

/** One HTTP call on a connection of its own. Rejects with a ConnectionError. */
export async function call(resolve: Resolve, { method, url, body, headers, signal }: Call): Promise<Reply> {
  const target = new URL(url);
  const address = await resolve(target.hostname, Number(target.port || 80)).catch((error: unknown) => {
    throw ConnectionError.from(error, target.host);
  });
  const text = body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body);
  const options = {
    host: address.host,
    port: address.port,
    method,
    path: target.pathname + target.search,
    agent: false,
    headers: {
      host: target.host,
      ...(text === undefined ? {} : { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(text)) }),
      ...headers,
    },
    ...(signal ? { signal } : {}),
  };
  return new Promise((settle, reject) => {
    const fail = (error: Error): void => {
      reject(ConnectionError.from(error, address.shown));
    };
    const outgoing = request(options, (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.on('error', fail);
      incoming.on('end', () => {
        settle({ status: incoming.statusCode ?? 0, headers: incoming.headers, text: Buffer.concat(chunks).toString('utf8') });
      });
    });
    outgoing.on('error', fail);
    outgoing.end(text);
  });
}
