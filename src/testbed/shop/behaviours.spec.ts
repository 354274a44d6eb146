import { createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';

import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { SmallShop } from '../../../test/support/small-shop.js';
import { SOCKS } from './services/socks.js';

const EXPENSIVE = SOCKS.find(({ price }) => price > 95)?.id ?? '';
const CHEAP = SOCKS.find(({ price }) => price < 10)?.id ?? '';
const ALL = [
  'session-db',
  'catalogue-db',
  'catalogue',
  'user-db',
  'user',
  'carts-db',
  'carts',
  'orders-db',
  'orders',
  'payment',
  'rabbitmq',
  'shipping',
  'front-end',
];

let shop: SmallShop;
let blackHole: Server;
const swallowed = new Set<Socket>();

beforeEach(async () => {
  blackHole = createServer((socket) => swallowed.add(socket.on('error', () => socket.destroy())));
  await new Promise<void>((resolve) => blackHole.listen(0, '127.0.0.1', resolve));
  shop = SmallShop.open(1_000, (blackHole.address() as AddressInfo).port);
});

afterEach(async () => {
  await shop.close();
  for (const socket of swallowed) socket.destroy();
  await new Promise((resolve) => blackHole.close(resolve));
});

/** Logs in, puts a pair of socks into the cart and buys it. */
async function buy(id: string): Promise<{ readonly status: number; readonly text: string }> {
  const authorization = `Basic ${Buffer.from('user:password').toString('base64')}`;
  const login = await shop.ask('GET', 'http://front-end/login', { headers: { authorization } });
  const cookie = (login.headers['set-cookie'] ?? []).map((line) => line.split(';')[0]).join('; ');
  await shop.ask('DELETE', 'http://front-end/cart', { headers: { cookie } });
  await shop.ask('POST', 'http://front-end/cart', { headers: { cookie }, body: { id } });
  return shop.ask('POST', 'http://front-end/orders', { headers: { cookie }, body: {} });
}

describe('a healthy shop', () => {
  test('sells socks, through every service', async () => {
    await shop.startAll(...ALL, 'queue-master');
    const reply = await buy(CHEAP);
    expect(reply.status).toBe(201);
    expect(JSON.parse(reply.text)).toMatchObject({
      total: 12.98,
      customer: { firstName: 'User' },
      items: [{ itemId: CHEAP, quantity: 1 }],
    });
    await expect.poll(() => shop.part('queue-master').logs.filter((line) => line.startsWith('Received shipment task'))).toHaveLength(1);
    expect(shop.part('orders').logs.join('\n')).toMatch(/Sending payment request.*\n.*Received payment response/);
    expect(
      await shop.metric('orders', 'request_duration_seconds_count{service="orders",method="POST",route="/orders",status_code="201"}'),
    ).toBe(1);
    expect(
      await shop.metric('payment', 'request_duration_seconds_count{method="POST",route="paymentauth",status_code="200",isWS="false"}'),
    ).toBe(1);
    expect(
      await shop.metric('front-end', 'request_duration_seconds_count{service="front-end",method="POST",route="/orders",status_code="201"}'),
    ).toBe(1);
  });
});

describe('behaviour 1: /health answers 200 with "err" in the body when what is behind is down', () => {
  test.each([
    ['catalogue', 'catalogue-db', 'health'],
    ['carts', 'carts-db', 'health'],
    ['orders', 'orders-db', 'health'],
    ['shipping', 'rabbitmq', 'health'],
    ['queue-master', 'rabbitmq', 'health'],
  ])('%s without %s', async (service, _behind, path) => {
    await shop.startAll(service);
    const reply = await shop.ask('GET', `http://${service}/${path}`);
    expect(reply.status).toBe(200);
    const parts = (JSON.parse(reply.text) as { health: { service: string; status: string }[] }).health;
    expect(parts.find((part) => part.service === service)?.status).toBe('OK');
    expect(parts.find((part) => part.service !== service)?.status).toBe('err');
  });
});

describe('behaviour 2: front-end masks', () => {
  test('a failing catalogue as 200 with the error in the body', async () => {
    await shop.startAll('session-db', 'catalogue', 'front-end');
    const reply = await shop.ask('GET', 'http://front-end/catalogue');
    expect(reply.status).toBe(200);
    expect(reply.text).toContain('database connection error');
  });

  test('but a catalogue that cannot be reached as 500', async () => {
    await shop.startAll('session-db', 'front-end');
    const reply = await shop.ask('GET', 'http://front-end/catalogue');
    expect(reply.status).toBe(500);
    expect(reply.text).toContain('connect ECONNREFUSED 10.96.0.7:80');
  });

  test('every failure of user at log-in as 401', async () => {
    await shop.startAll('session-db', 'front-end');
    expect((await shop.ask('GET', 'http://front-end/login', { headers: { authorization: 'Basic dXNlcjpwYXNzd29yZA==' } })).status).toBe(
      401,
    );
  });

  test('and its probed page needs nobody', async () => {
    await shop.startAll('front-end');
    expect((await shop.ask('GET', 'http://front-end/')).status).toBe(200);
  });
});

test('behaviour 3: a Java service leaves requests whose handler threw out of its histogram', async () => {
  await shop.startAll(...ALL.filter((service) => service !== 'shipping'));
  expect((await buy(CHEAP)).status).toBe(500);
  expect((await shop.ask('GET', 'http://orders/metrics')).text).not.toContain('route="/orders"');
  expect(
    await shop.metric('front-end', 'request_duration_seconds_count{service="front-end",method="POST",route="/orders",status_code="500"}'),
  ).toBe(1);
});

test('behaviour 4: a declined payment is 200 at payment and 406 at the edge, in a healthy shop', async () => {
  await shop.startAll(...ALL);
  const reply = await buy(EXPENSIVE);
  expect(reply.status).toBe(406);
  expect(reply.text).toContain('Payment declined: amount exceeds 100.00');
  expect(
    await shop.metric('payment', 'request_duration_seconds_count{method="POST",route="paymentauth",status_code="200",isWS="false"}'),
  ).toBe(1);
});

describe('behaviour 5: orders gives up on a dependency after its time-out', () => {
  test('and says so, while payment itself is well', async () => {
    await shop.startAll(...ALL.filter((service) => service !== 'orders'));
    await shop.start('orders', { env: { 'http.timeout': '0.3' } });
    await shop.untilOpen('orders');
    shop.silent.add('payment');
    const reply = await buy(CHEAP);
    expect(reply.status).toBe(500);
    expect(reply.text).toContain('Unable to create order due to timeout from one of the services.');
    expect(shop.part('orders').logs.join('\n')).not.toContain('Received payment response');
  });

  test('while a refused connection fails at once as "unspecified IO error"', async () => {
    await shop.startAll(...ALL.filter((service) => service !== 'payment'));
    const reply = await buy(CHEAP);
    expect(reply.text).toContain('Unable to create order due to unspecified IO error.');
    expect(shop.part('orders').logs.join('\n')).toContain('Connection refused');
  });
});

test('behaviour 6: shipping says 201 without a broker, and what waits in the queue dies with the broker', async () => {
  await shop.startAll('shipping');
  const lost = await shop.ask('POST', 'http://shipping/shipping', { body: { id: '1', name: 'x' } });
  expect(lost.status).toBe(201);
  expect(shop.part('shipping').logs).toContain(
    "Unable to add to queue (the queue is probably down). Accepting anyway. Don't do this for real!",
  );

  await shop.startAll('rabbitmq');
  await shop.ask('POST', 'http://shipping/shipping', { body: { id: '2', name: 'y' } });
  await shop.stop('rabbitmq');
  await shop.startAll('rabbitmq', 'queue-master');
  await shop.ask('POST', 'http://shipping/shipping', { body: { id: '3', name: 'z' } });
  await expect
    .poll(() => shop.part('queue-master').logs.filter((line) => line.startsWith('Received')))
    .toEqual(['Received shipment task: z']);
});

describe('behaviour 7: the same dead database, opposite pods', () => {
  test('user does not open its port before its database answers', async () => {
    await shop.start('user');
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(shop.part('user').program.port(80)).toBeNull();
    await shop.start('user-db');
    await shop.untilOpen('user');
    expect((await shop.ask('GET', 'http://user/health')).status).toBe(200);
  });

  test('catalogue starts without it', async () => {
    await shop.startAll('catalogue');
    expect((await shop.ask('GET', 'http://catalogue/health')).status).toBe(200);
    expect(shop.part('catalogue').logs.join('\n')).toContain('connection refused');
  });
});

test('behaviour 8: user reads MONGO_HOST and nobody reads the env mongo of the manifest', async () => {
  await shop.start('user-db');
  await shop.start('user', { env: { mongo: 'nowhere:1' } });
  await shop.untilOpen('user');
  await shop.stop('user');
  await shop.start('user', { env: { MONGO_HOST: 'nowhere' } });
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(shop.part('user').program.port(80)).toBeNull();
});

test('behaviour 9: an open circuit keeps failing for up to 30 s after the database is back', async () => {
  const slow = SmallShop.open(10);
  try {
    await slow.startAll('catalogue');
    for (let request = 0; request < 6; request += 1) await slow.ask('GET', 'http://catalogue/catalogue');
    await slow.startAll('catalogue-db');
    const stillOpen = await slow.ask('GET', 'http://catalogue/catalogue');
    expect(stillOpen.status).toBe(500);
    expect(stillOpen.text).toContain('circuit breaker is open');
    expect((await slow.ask('GET', 'http://catalogue/tags')).status).toBe(200);
    slow.clock.advance(30_000);
    expect((await slow.ask('GET', 'http://catalogue/catalogue')).status).toBe(200);
  } finally {
    await slow.close();
  }
});

describe('a process that cannot start', () => {
  test('orders without a database host: stack trace, exit code 1', async () => {
    const { logs } = await shop.start('orders', { env: { db: '' } });
    await expect.poll(() => shop.part('orders').exitCode).toBe(1);
    expect(logs.join('\n')).toContain('the host is empty');
  });

  test('user without USER_DATABASE: "No DB selected", exit code 1', async () => {
    const { logs, exitCode } = await shop.start('user', { env: { USER_DATABASE: '' } });
    expect(exitCode).toBe(1);
    expect(logs.join('\n')).toContain('No DB selected');
  });

  test('payment with an unknown flag: exit code 2', async () => {
    const { logs, exitCode } = await shop.start('payment', { args: ['-prot=80'] });
    expect(exitCode).toBe(2);
    expect(logs[0]).toBe('flag provided but not defined: -prot');
  });

  test('catalogue with a DSN that is none: exit code 1', async () => {
    expect((await shop.start('catalogue', { args: ['-DSN=nonsense'] })).exitCode).toBe(1);
  });
});

describe('a version is a code path', () => {
  test('one release of catalogue is slow on one route alone', async () => {
    await shop.startAll('catalogue-db');
    await shop.start('catalogue', { image: 'weaveworksdemos/catalogue:0.4.0' });
    await shop.untilOpen('catalogue');
    await shop.ask('GET', 'http://catalogue/catalogue');
    await shop.ask('GET', 'http://catalogue/tags');
    expect(
      await shop.metric('catalogue', 'request_duration_seconds_sum{method="GET",route="catalogue",status_code="200",isWS="false"}'),
    ).toBeGreaterThan(0.84);
    expect(
      await shop.metric('catalogue', 'request_duration_seconds_sum{method="GET",route="tags",status_code="200",isWS="false"}'),
    ).toBeLessThan(0.5);
  });

  test('a tag that nobody published does not exist', async () => {
    await expect(shop.start('catalogue', { image: 'weaveworksdemos/catalogue:0.3.6' })).rejects.toThrow('no image');
  });

  test('front-end 0.3.12 keeps a series for every raw path, 0.3.13 for the first segment of four', async () => {
    await shop.startAll('session-db', 'front-end');
    await shop.ask('GET', 'http://front-end/archive/1');
    await shop.ask('GET', 'http://front-end/archive/2');
    expect((await shop.ask('GET', 'http://front-end/metrics')).text).toContain('route="/archive/2"');
    await shop.stop('front-end');
    await shop.start('front-end', { image: 'weaveworksdemos/front-end:0.3.13' });
    await shop.ask('GET', 'http://front-end/archive/1');
    expect((await shop.ask('GET', 'http://front-end/metrics')).text).not.toContain('archive');
  });
});

test('a CPU limit makes requests wait and is seen in the throttled periods', async () => {
  await shop.start('payment', { cpuMillicores: 10 });
  const body = { amount: 5 };
  await Promise.all(Array.from({ length: 5 }, () => shop.ask('POST', 'http://payment/paymentAuth', { body })));
  const usage = shop.part('payment').program.usage();
  expect(usage.cfsThrottledPeriodsTotal / usage.cfsPeriodsTotal).toBeGreaterThan(0.8);
});
