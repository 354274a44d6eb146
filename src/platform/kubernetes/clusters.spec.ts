import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { configSchema } from '../config.js';
import { PeriplusError, TerminalError, TransientError } from '../errors.js';
import type { ResourceType } from './cluster.js';
import { Connection } from './connection.js';
import { createClusters } from './create-clusters.js';
import { Throttle } from './throttle.js';

const PODS: ResourceType = { group: '', version: 'v1', plural: 'pods', kind: 'Pod', namespaced: true, shortNames: ['po'] };

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

let server: Server;
let address: string;
let answer: Answer;
let asked: IncomingMessage[];

beforeEach(async () => {
  asked = [];
  server = createServer((request, response) => {
    asked.push(request);
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  address = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
});

afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

function json(status: number, body: unknown, headers: Record<string, string> = {}): Answer {
  return (_request, response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
  };
}

function clustersAt(cluster: Record<string, unknown>): ReturnType<typeof createClusters> {
  return createClusters(configSchema.parse({ clusters: { shop: cluster } }));
}

async function errorOf(promise: Promise<unknown>): Promise<PeriplusError> {
  const error: unknown = await promise.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(PeriplusError);
  return error as PeriplusError;
}

describe('what a cluster answers becomes a sentence that names it and says whether to try again', () => {
  test.each([
    [401, 'unauthorized', TerminalError],
    [403, 'forbidden', TerminalError],
    [404, 'not-found', TerminalError],
    [409, 'conflict', TransientError],
    [410, 'expired', TransientError],
    [422, 'bad-request', TerminalError],
    [429, 'too-many-requests', TransientError],
    [500, 'cluster-unwell', TransientError],
    [503, 'cluster-unwell', TransientError],
  ])('%i is %s', async (status, code, kind) => {
    answer = json(status, { kind: 'Status', message: 'pods "x" cannot be had' });
    const error = await errorOf(clustersAt({ server: address }).reader('shop').get(PODS, 'x', 'ns'));
    expect(error).toBeInstanceOf(kind);
    expect(error.code).toBe(code);
    expect(error.message).toBe(`Cluster shop (${address}) answered ${String(status)}: pods "x" cannot be had`);
  });

  test('a page of HTML is no Kubernetes API, and none of it is repeated', async () => {
    answer = (_request, response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<html>sign in</html>');
    const error = await errorOf(clustersAt({ server: address }).reader('shop').get(PODS, 'x', 'ns'));
    expect(error.code).toBe('not-kubernetes');
    expect(error.message).not.toContain('html');
  });

  test('an unexpected shape is refused, not believed', async () => {
    answer = json(200, { hello: 'world' });
    const reader = clustersAt({ server: address }).reader('shop');
    expect((await errorOf(reader.list(PODS, {}))).code).toBe('not-kubernetes');
    expect((await errorOf(reader.table(PODS, {}))).code).toBe('not-kubernetes');
  });

  test('a cluster that is away may be back later', async () => {
    await new Promise((resolve) => server.close(resolve));
    const error = await errorOf(clustersAt({ server: address }).reader('shop').get(PODS, 'x', 'ns'));
    expect(error).toBeInstanceOf(TransientError);
    expect(error.message).toBe(`Cluster shop (${address}) cannot be reached: the connection was refused.`);
  });

  test('a cluster that never answers is given up, and a cancelled call says so', async () => {
    answer = () => undefined;
    const slow = new Connection('shop', { inCluster: false, server: address }, new Throttle({ maxConcurrent: 1, ratePerMinute: 60 }), 50);
    expect((await errorOf(slow.request({ method: 'GET', path: '/x' }))).code).toBe('cluster-timeout');
    const stop = new AbortController();
    const pending = errorOf(clustersAt({ server: address }).reader('shop').get(PODS, 'x', 'ns', stop.signal));
    stop.abort();
    expect((await pending).code).toBe('cancelled');
  });
});

describe('reading', () => {
  test('the time of an answer is the API server’s own', async () => {
    answer = json(200, { metadata: { name: 'x' } }, { date: 'Sat, 21 Nov 2026 10:00:00 GMT' });
    const { observedAt } = await clustersAt({ server: address }).reader('shop').get(PODS, 'x', 'ns');
    expect(observedAt).toBe('2026-11-21T10:00:00.000Z');
  });

  test('a long list is read to its end, and its objects know their type', async () => {
    answer = (request, response) => {
      const next = new URL(request.url ?? '', address).searchParams.get('continue');
      json(200, { items: [{ metadata: { name: next ?? 'a' } }], metadata: next === null ? { continue: 'b' } : {} })(request, response);
    };
    const { value } = await clustersAt({ server: address }).reader('shop').list(PODS, { namespace: 'ns', labelSelector: 'a in (b, c)' });
    expect(value.map(({ metadata, kind }) => `${kind ?? ''}/${metadata.name}`)).toEqual(['Pod/a', 'Pod/b']);
    expect(new URL(asked[0]?.url ?? '', address).searchParams.get('labelSelector')).toBe('a in (b, c)');
  });

  test('a name can never leave its place in the path', async () => {
    answer = json(200, { metadata: { name: 'x' } });
    await clustersAt({ server: address }).reader('shop').get(PODS, '../../secrets?x=', 'ns/../kube-system');
    expect(asked[0]?.url).toBe('/api/v1/namespaces/ns%2F..%2Fkube-system/pods/..%2F..%2Fsecrets%3Fx%3D');
  });
});

describe('who speaks to which cluster', () => {
  test('an unknown cluster is named with those there are', () => {
    expect(() => clustersAt({ server: address }).reader('prod')).toThrow('There is no cluster "prod"; periplus.yaml names shop.');
    expect(() => createClusters({ clusters: {} }).reader('prod')).toThrow('No Kubernetes cluster is configured.');
    expect(() => clustersAt({ server: address }).reader('constructor')).toThrow('There is no cluster "constructor"');
  });

  test('without a second identity a cluster is read-only', () => {
    expect(() => clustersAt({ server: address }).writer('shop')).toThrow('The cluster shop is read-only');
  });

  test('reader and actor come with their own credentials, and a dry run says so', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'periplus-cluster-'));
    await writeFile(join(directory, 'reader'), 'read-me\n');
    await writeFile(join(directory, 'actor'), 'act-me\n');
    answer = json(200, { metadata: { name: 'x' } });
    const clusters = clustersAt({
      server: address,
      token: { file: join(directory, 'reader') },
      actor: { token: { file: join(directory, 'actor') } },
    });
    await clusters.reader('shop').get(PODS, 'x', 'ns');
    const request = { method: 'PATCH' as const, path: '/api/v1/x', contentType: 'application/merge-patch+json', body: {} };
    await clusters.writer('shop').send(request, { dryRun: true });
    expect(asked.map(({ headers }) => headers.authorization)).toEqual(['Bearer read-me', 'Bearer act-me']);
    expect(asked[1]?.url).toBe('/api/v1/x?dryRun=All');
    await rm(directory, { recursive: true });
  });

  test('the dry run of a deletion says so in its body: beside a body the API server does not look at the query, and would delete', async () => {
    const bodies: unknown[] = [];
    answer = (request, response) => {
      void request.toArray().then((chunks: Buffer[]) => {
        bodies.push(JSON.parse(Buffer.concat(chunks).toString('utf8')));
        json(200, { metadata: { name: 'x' } })(request, response);
      });
    };
    const writer = clustersAt({ server: address, actor: {} }).writer('shop');
    const preconditions = { uid: '1', resourceVersion: '2' };
    const request = { method: 'DELETE' as const, path: '/api/v1/x', contentType: 'application/json', body: { preconditions } };
    await writer.send(request, { dryRun: true });
    await writer.send(request, { dryRun: false });
    expect(bodies).toEqual([{ preconditions, dryRun: ['All'] }, { preconditions }]);
  });

  test('a credential is never sent unencrypted to another machine', async () => {
    process.env['PERIPLUS_SPEC_TOKEN'] = 'secret';
    const clusters = clustersAt({ server: 'http://cluster.example.org', token: { env: 'PERIPLUS_SPEC_TOKEN' } });
    const error = await errorOf(clusters.reader('shop').get(PODS, 'x', 'ns'));
    delete process.env['PERIPLUS_SPEC_TOKEN'];
    expect(error.message).toBe('The cluster shop (http://cluster.example.org) would get its credential unencrypted.');
  });

  test('the environment’s KUBECONFIG is never looked at', async () => {
    process.env['KUBECONFIG'] = '/nonexistent/kubeconfig';
    const error = await errorOf(clustersAt({}).reader('shop').get(PODS, 'x', 'ns'));
    delete process.env['KUBECONFIG'];
    expect(error.message).toBe('The cluster shop has no address.');
  });

  test('a kubeconfig that cannot be read, or has no such context, is said with what to mend', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'periplus-cluster-'));
    const file = join(directory, 'kubeconfig');
    expect((await errorOf(clustersAt({ kubeconfig: file }).reader('shop').get(PODS, 'x', 'ns'))).message).toContain(file);
    await writeFile(file, JSON.stringify({ clusters: [], users: [], contexts: [{ name: 'one', context: { cluster: 'a', user: 'b' } }] }));
    const error = await errorOf(clustersAt({ kubeconfig: file, context: 'two' }).reader('shop').get(PODS, 'x', 'ns'));
    expect(error.message).toContain('has no context "two"');
    expect(error.hint).toContain('It has one');
    await rm(directory, { recursive: true });
  });
});

describe('limits of a cluster', () => {
  test('no more calls at once than configured, and each gets its turn', async () => {
    const throttle = new Throttle({ maxConcurrent: 2, ratePerMinute: 6000 });
    let running = 0;
    let most = 0;
    const calls = Array.from({ length: 20 }, () =>
      throttle.run(async () => {
        running += 1;
        most = Math.max(most, running);
        await new Promise((resolve) => setImmediate(resolve));
        running -= 1;
      }, new AbortController().signal),
    );
    await Promise.all(calls);
    expect(most).toBe(2);
  });

  test('a call that is cancelled while it waits for its turn never starts', async () => {
    let now = 0;
    const throttle = new Throttle({ maxConcurrent: 10, ratePerMinute: 2 }, () => now);
    const signal = new AbortController().signal;
    await throttle.run(() => Promise.resolve(), signal);
    const cancelled = new AbortController();
    const second = throttle.run(() => Promise.resolve('ran'), cancelled.signal);
    cancelled.abort(new Error('gave up'));
    await expect(second).rejects.toThrow('gave up');
    now = 60_000;
    await expect(throttle.run(() => Promise.resolve('ran'), signal)).resolves.toBe('ran');
  });

  test.each([60, 600, 7])('of %i a minute no minute ever sees more, however many want to call at once', async (ratePerMinute) => {
    let now = 0;
    const throttle = new Throttle({ maxConcurrent: 10, ratePerMinute }, () => now);
    const seconds: number[] = [];
    for (let second = 0; second < 180; second += 1, now += 1_000) seconds.push(await callsPossible(throttle));
    const minutes = seconds.map((_calls, second) => seconds.slice(second, second + 60).reduce((sum, calls) => sum + calls, 0));
    expect(Math.max(...minutes)).toBeLessThanOrEqual(ratePerMinute);
    expect(minutes[0]).toBeGreaterThan(ratePerMinute * 0.8);
  });
});

/** How many calls get their turn at this instant. */
async function callsPossible(throttle: Throttle): Promise<number> {
  for (let calls = 0; ; calls += 1) {
    const cut = new AbortController();
    const call = throttle.run(() => Promise.resolve(true), cut.signal);
    setImmediate(() => {
      cut.abort(new Error('not now'));
    });
    if (!(await call.catch(() => false))) return calls;
  }
}
