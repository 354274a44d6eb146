import { randomBytes } from 'node:crypto';

import type { PodContext, PodProgram } from '../../world.js';
import type { Container } from '../runtime/container.js';
import type { Answer, Route, ShopRequest } from '../runtime/http-service.js';
import { javaMongo } from '../runtime/java-mongo.js';
import type { MongoDriver } from '../runtime/mongo-driver.js';
import type { Release } from '../runtime/release.js';
import { boot, serveSpring, springContainer } from '../runtime/spring-boot.js';

const APPLICATION = 'works.weave.socks.cart.CartApplication';

interface CartItem {
  readonly id: string;
  readonly itemId: string;
  readonly quantity: number;
  readonly unitPrice: number;
}

interface Cart {
  readonly id: string;
  readonly customerId: string;
  readonly items: readonly CartItem[];
}

/** carts: one cart for each customer, kept in carts-db. No probe watches it. */
export function carts(release: Release): PodProgram {
  return {
    start(context: PodContext) {
      const container = springContainer(context);
      void run(container, release);
      return Promise.resolve(container);
    },
  };
}

async function run(container: Container, release: Release): Promise<void> {
  if (!(await boot(container, APPLICATION))) return;
  const driver = javaMongo(container, container.context.env['db'] ?? 'carts-db');
  if (!driver) return;
  const service = new Carts(container, driver);
  await serveSpring(container, APPLICATION, {
    name: 'carts',
    routes: service.routes(),
    release,
    histogramHelp: 'Request duration in seconds.',
    cpuMs: (route) => (route === '/health' ? 1 : 4),
  });
}

class Carts {
  constructor(
    private readonly container: Container,
    private readonly driver: MongoDriver,
  ) {}

  routes(): Route[] {
    return [
      { method: 'GET', path: '/health', answer: () => this.health() },
      {
        method: 'GET',
        path: '/carts/{customerId}',
        answer: async (request) => ({ status: 200, body: await this.cartOf(customerOf(request)) }),
      },
      { method: 'DELETE', path: '/carts/{customerId}', answer: (request) => this.remove(request) },
      { method: 'GET', path: '/carts/{customerId}/merge', answer: (request) => this.merge(request) },
      {
        method: 'GET',
        path: '/carts/{customerId}/items',
        answer: async (request) => ({ status: 200, body: (await this.cartOf(customerOf(request))).items }),
      },
      { method: 'POST', path: '/carts/{customerId}/items', answer: (request) => this.add(request) },
      { method: 'PATCH', path: '/carts/{customerId}/items', answer: (request) => this.update(request) },
      { method: 'GET', path: '/carts/{customerId}/items/{itemId}', answer: (request) => this.item(request) },
      { method: 'DELETE', path: '/carts/{customerId}/items/{itemId}', answer: (request) => this.removeItem(request) },
    ];
  }

  private async cartOf(customerId: string): Promise<Cart> {
    return (await this.driver.get<Cart>('cart', customerId)) ?? { id: customerId, customerId, items: [] };
  }

  private async change(customerId: string, edit: (items: readonly CartItem[]) => readonly CartItem[]): Promise<Cart> {
    const cart = await this.cartOf(customerId);
    const changed = { ...cart, items: edit(cart.items) };
    await this.driver.put('cart', changed);
    return changed;
  }

  private async add(request: ShopRequest): Promise<Answer> {
    const wanted = itemIn(request.body);
    const { items } = await this.change(customerOf(request), (before) => added(before, wanted));
    return { status: 201, body: items.find((item) => item.itemId === wanted.itemId) };
  }

  private async update(request: ShopRequest): Promise<Answer> {
    const wanted = itemIn(request.body);
    await this.change(customerOf(request), (before) =>
      before.map((item) => (item.itemId === wanted.itemId ? { ...item, quantity: wanted.quantity } : item)),
    );
    return { status: 202, body: '' };
  }

  private async item(request: ShopRequest): Promise<Answer> {
    const { items } = await this.cartOf(customerOf(request));
    const found = items.find((item) => item.itemId === request.parameters['itemId']);
    return found ? { status: 200, body: found } : { status: 404, body: '' };
  }

  private async removeItem(request: ShopRequest): Promise<Answer> {
    await this.change(customerOf(request), (before) => before.filter((item) => item.itemId !== request.parameters['itemId']));
    return { status: 202, body: '' };
  }

  private async remove(request: ShopRequest): Promise<Answer> {
    await this.driver.remove('cart', customerOf(request));
    return { status: 202, body: '' };
  }

  private async merge(request: ShopRequest): Promise<Answer> {
    const guest = await this.cartOf(request.query.get('sessionId') ?? '');
    if (guest.items.length > 0) {
      await this.change(customerOf(request), (before) => guest.items.reduce(added, before));
      await this.driver.remove('cart', guest.id);
    }
    return { status: 202, body: '' };
  }

  private async health(): Promise<Answer> {
    const date = this.container.context.clock.now().toISOString();
    const database = (await this.driver.isAlive()) ? 'OK' : 'err';
    return {
      status: 200,
      body: {
        health: [
          { service: 'carts', status: 'OK', date },
          { service: 'carts-db', status: database, date },
        ],
      },
    };
  }
}

function customerOf({ parameters }: ShopRequest): string {
  return parameters['customerId'] ?? '';
}

function itemIn(body: string): CartItem {
  const { itemId = '', unitPrice = 0, quantity = 1 } = JSON.parse(body) as Partial<CartItem>;
  return { id: randomBytes(12).toString('hex'), itemId, unitPrice, quantity };
}

function added(items: readonly CartItem[], wanted: CartItem): readonly CartItem[] {
  if (!items.some((item) => item.itemId === wanted.itemId)) return [...items, wanted];
  return items.map((item) => (item.itemId === wanted.itemId ? { ...item, quantity: item.quantity + wanted.quantity } : item));
}
