import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { SmallShop } from '../../../test/support/small-shop.js';
import { createAdmission } from '../objects/admission.js';
import { ObjectStore } from '../objects/object-store.js';
import { ScaledClock } from '../scaled-clock.js';
import type { ControlRequest, Part, World } from '../world.js';
import { startLoad } from './start-load.js';
import { visit } from './visitor.js';

describe('a visitor', () => {
  let shop: SmallShop;

  beforeEach(async () => {
    shop = SmallShop.open(1_000);
    await shop.startAll(
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
      'shipping',
      'front-end',
    );
  });

  afterEach(async () => {
    await shop.close();
  });

  const sendVisitor = (retries: number): ReturnType<typeof visit> =>
    visit({
      resolve: (name) => shop.resolve(name),
      shopUrl: 'http://front-end.sock-shop',
      random: () => 0.5,
      signal: new AbortController().signal,
      retries,
    });

  test('looks around, logs in and buys: nine requests, none fails', async () => {
    expect(await sendVisitor(0)).toEqual({ requests: 9, failures: 0 });
  });

  test('who insists tries a failed check-out again at once', async () => {
    await shop.stop('payment');
    expect(await sendVisitor(3)).toEqual({ requests: 12, failures: 4 });
  });

  test('leaves a shop whose catalogue is empty', async () => {
    await shop.stop('catalogue-db');
    expect(await sendVisitor(0)).toEqual({ requests: 4, failures: 0 });
  });
});

describe('the level of the load', () => {
  let part: Part;

  beforeEach(async () => {
    const objects = new ObjectStore(new ScaledClock(1), createAdmission(1));
    part = await startLoad({ objects, namespace: 'sock-shop' } as unknown as World);
  });

  const post = (body: unknown): unknown =>
    part.routes
      .find(({ method }) => method === 'POST')
      ?.answer({ path: '/load', query: new URLSearchParams(), body } satisfies ControlRequest);

  test('is light unless somebody says otherwise', () => {
    expect(part.status()).toEqual({ level: 'light', replicas: 1 });
  });

  test.each([
    ['none', 0],
    ['moderate', 2],
    ['heavy', 5],
  ])('%s is so many pods: %i', (level, replicas) => {
    expect(post({ level })).toEqual({ level, replicas });
  });

  test.each([[{ level: 'enormous' }], [{}], [null]])('%j is refused with the levels there are', (body) => {
    expect(() => post(body)).toThrow(/say none, light, moderate or heavy/);
  });
});
