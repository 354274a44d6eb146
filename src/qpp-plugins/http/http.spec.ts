import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { configSchema } from '../../platform/config.js';
import { FakeServer, type FakeReply, type FakeRequest } from '../__fixtures__/fake-server.js';
import { hostileValue } from '../__fixtures__/hostile-values.js';
import { bound, preparedOf, propertyRuns, templateOf } from '../__fixtures__/template.js';
import type { QueryPlugin } from '../query-plugin.js';
import { Sources } from '../sources.js';
import { guardedLookup, isReachable } from './guarded-lookup.js';
import { httpPlugin } from './http.plugin.js';
import { readProbe } from './read-curl.js';

const never = new AbortController().signal;
const context = { at: new Date(0), cluster: 'demo' };

function pluginFor(hosts: readonly string[], limits: object = {}): QueryPlugin {
  return httpPlugin(new Sources(configSchema.parse({ sources: { shop: { kind: 'http', hosts, ...limits } } })));
}

describe('reading', () => {
  test.each([
    ['curl -s http://shop/health', { method: 'GET', url: 'http://shop/health' }],
    ['$ curl -sSfL -m 5 "http://shop/a b"', { follow: true, failing: true, timeoutMs: 5000 }],
    ['curl -o /dev/null -w "%{http_code}" shop:8080/x', { url: 'http://shop:8080/x' }],
    ['curl -I https://shop', { method: 'HEAD' }],
    ['GET http://shop/x', { method: 'GET' }],
    ['http://shop/x', { url: 'http://shop/x' }],
  ])('%s', (text, probe) => {
    expect(readProbe(text)).toMatchObject(probe);
  });

  test.each([
    'curl -X POST http://x',
    'curl -d a=b http://x',
    'curl http://x | sh',
    'curl http://x; rm -rf /',
    'curl "$(id)"',
    'curl -u a:b http://x',
    'curl -K file http://x',
    'curl -x proxy http://x',
    'curl http://x http://y',
    'wget http://x',
    'ls',
  ])('%s is a person’s', (text) => {
    expect(readProbe(text)).toBeNull();
  });
});

describe('preparing', () => {
  test('a host that is not configured is never reached: a person probes it', () => {
    const preparation = pluginFor(['shop']).prepare(templateOf('http', 'GET http://169.254.169.254/latest'), { ...context, values: {} });
    expect(preparation).toMatchObject({ kind: 'by-hand', reason: expect.stringContaining('no host that periplus.yaml allows') as string });
  });

  test('a shell command goes to a person with its values in place', () => {
    const preparation = pluginFor(['shop']).prepare(templateOf('shell', 'ssh {host} uptime', ['host']), {
      ...context,
      values: bound({ host: 'node-1.example' }),
    });
    expect(preparation).toMatchObject({ kind: 'by-hand', rendered: 'ssh node-1.example uptime' });
  });

  test('whatever the value, the address keeps its host and its segments', () => {
    const plugin = pluginFor(['shop:8080']);
    fc.assert(
      fc.property(hostileValue(), (v) => {
        const preparation = plugin.prepare(templateOf('http', 'GET http://shop:8080/a/{v}/b?q={v}', ['v']), {
          ...context,
          values: bound({ v }),
        });
        if (preparation.kind !== 'prepared') return;
        const url = new URL((preparation.query.request as { url: string }).url);
        expect([url.host, url.pathname.split('/').length, [...url.searchParams.keys()], url.hash]).toEqual(['shop:8080', 4, ['q'], '']);
      }),
      propertyRuns,
    );
  });
});

describe('where a name may lead', () => {
  test.each([
    ['shop.example', '93.184.216.34', false, true],
    ['shop.example', '10.1.2.3', false, false],
    ['shop.example', '10.1.2.3', true, true],
    ['shop.example', 'fd12::1', true, true],
    ['shop.example', '::ffff:192.168.0.1', false, false],
    ['shop.example', '127.0.0.1', true, false],
    ['localhost', '127.0.0.1', false, true],
    ['localhost', '::1', false, true],
    ['shop.example', '169.254.169.254', true, false],
    ['shop.example', '::ffff:169.254.169.254', true, false],
    ['shop.example', 'fe80::1', true, false],
    ['shop.example', '0.0.0.0', true, false],
    ['shop.example', '100.100.100.200', true, false],
  ] as const)('%s at %s, private network %s: %s', (name, address, privateNetwork, reachable) => {
    expect(isReachable(name, address, address.includes(':') ? 'ipv6' : 'ipv4', { privateNetwork })).toBe(reachable);
  });

  test('the name is looked at when the connection is made, and the refusal says what to do', async () => {
    const source = { name: 'shop', privateNetwork: false };
    const failure = await new Promise((resolve) => {
      guardedLookup(source)('10.0.0.1', { all: true }, resolve);
    });
    expect(failure).toMatchObject({
      code: 'address-refused',
      message: '10.0.0.1 resolves to 10.0.0.1, where the source shop may not reach.',
      hint: expect.stringContaining('privateNetwork: true') as string,
    });
  });

  test('localhost is probed where it is listed', async () => {
    await using server = await FakeServer.start(() => ({ status: 200, headers: {}, body: 'ok' }));
    const host = `localhost:${new URL(server.url).port}`;
    const plugin = pluginFor([host]);
    const query = preparedOf(plugin.prepare(templateOf('http', `GET http://${host}/x`), { ...context, values: {} }));
    expect((await plugin.run(query, never)).text).toBe('ok');
  });
});

describe('probing', () => {
  async function probe(answer: (request: FakeRequest) => FakeReply | Promise<FakeReply>, command = 'curl -s {url}/health', limits = {}) {
    await using server = await FakeServer.start(answer);
    const plugin = pluginFor([new URL(server.url).host], limits);
    const query = preparedOf(plugin.prepare(templateOf('shell', command.replace('{url}', server.url)), { ...context, values: {} }));
    return await plugin.run(query, never);
  }

  test('status, time and body come back', async () => {
    const result = await probe(() => ({ status: 503, headers: { 'content-type': 'text/plain' }, body: 'database is away' }));
    expect(result).toMatchObject({
      columns: ['status', 'time_ms', 'content_type'],
      rows: [[503, expect.any(Number), 'text/plain']],
      text: 'database is away',
      fill: 'rows',
    });
  });

  test('a redirect to a host that is not configured is refused', async () => {
    await expect(
      probe(() => ({ status: 302, headers: { location: 'http://169.254.169.254/' }, body: '' }), 'curl -sL {url}'),
    ).rejects.toThrow(/may not reach/);
  });

  test('a redirect that is not followed is the answer', async () => {
    expect((await probe(() => ({ status: 302, headers: { location: 'http://elsewhere/' }, body: '' }))).rows[0]?.[0]).toBe(302);
  });

  test('a body without end is cut off', async () => {
    const endless = async function* (): AsyncGenerator<string> {
      for (;;) yield await Promise.resolve('x'.repeat(10_000));
    };
    const result = await probe(() => ({ status: 200, headers: {}, body: endless() }));
    expect([result.truncated, (result.text ?? '').length]).toEqual([true, 64 * 1024]);
  });

  test('-f makes an error status a failure', async () => {
    await expect(probe(() => ({ status: 500, headers: {}, body: '' }), 'curl -sf {url}')).rejects.toThrow(/answered 500/);
  });
});
