import { request } from 'node:http';
import type { IncomingHttpHeaders, RequestOptions } from 'node:http';

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

interface Sent {
  readonly options: RequestOptions;
  readonly text: string | undefined;
  readonly shown: string;
}

/** One HTTP call on a connection of its own. Rejects with a ConnectionError. */
export async function call(resolve: Resolve, wanted: Call): Promise<Reply> {
  const { host, hostname, port } = new URL(wanted.url);
  const address = await resolve(hostname, Number(port || 80)).catch((error: unknown) => {
    throw ConnectionError.from(error, host);
  });
  return exchange(sentTo(address, wanted));
}

function sentTo(address: ServiceAddress, { method, url, body, headers, signal }: Call): Sent {
  const target = new URL(url);
  const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
  const described = text === undefined ? {} : { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(text)) };
  const options: RequestOptions = {
    host: address.host,
    port: address.port,
    method,
    path: target.pathname + target.search,
    agent: false,
    headers: { host: target.host, ...described, ...headers },
    ...(signal ? { signal } : {}),
  };
  return { options, text, shown: address.shown };
}

function exchange({ options, text, shown }: Sent): Promise<Reply> {
  return new Promise((settle, reject) => {
    const fail = (error: Error): void => {
      reject(ConnectionError.from(error, shown));
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
