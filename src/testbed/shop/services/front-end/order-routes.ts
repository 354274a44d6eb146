import type { Answer, Route, ShopRequest } from '../../runtime/http-service.js';
import type { Backends } from './backends.js';
import type { Sessions } from './sessions.js';

interface Link {
  readonly href: string;
}

interface CustomerBody {
  readonly status_code?: number;
  readonly _links?: { readonly self: Link; readonly addresses: Link; readonly cards: Link };
}

/** Checking out and looking back. The status of orders is handed on. */
export function orderRoutes(backends: Backends, sessions: Sessions): Route[] {
  return [
    { method: 'GET', path: '/orders', answer: (request) => past(backends, sessions, request) },
    { method: 'POST', path: '/orders', answer: (request) => checkOut(backends, sessions, request) },
  ];
}

async function past(backends: Backends, sessions: Sessions, request: ShopRequest): Promise<Answer> {
  const customerId = await sessions.loggedIn(request);
  const reply = await backends.ask('GET', 'orders', `/orders/search/customerId?sort=date&custId=${customerId}`);
  if (reply.status === 404) return { status: 201, body: [] };
  const found = (JSON.parse(reply.text) as { _embedded?: { customerOrders?: unknown } })._embedded?.customerOrders ?? [];
  return { status: 201, body: found };
}

/** The order carries links; orders follows them itself. A customer who cannot be read leaves the links out. */
async function checkOut(backends: Backends, sessions: Sessions, request: ShopRequest): Promise<Answer> {
  const customerId = await sessions.loggedIn(request);
  const order: Record<string, string | null> = {
    customer: backends.urlOf('user', `/customers/${customerId}`),
    address: null,
    card: null,
    items: backends.urlOf('carts', `/carts/${customerId}/items`),
  };
  const customer = JSON.parse((await backends.ask('GET', 'user', `/customers/${customerId}`)).text) as CustomerBody;
  if (customer.status_code !== 500 && customer._links) {
    const [address, card] = await Promise.all([
      firstLink(backends, customer._links.addresses.href, 'address'),
      firstLink(backends, customer._links.cards.href, 'card'),
    ]);
    Object.assign(order, { address, card });
  }
  backends.log(`Posting Order: ${JSON.stringify(order)}`);
  const reply = await backends.ask('POST', 'orders', '/orders', { body: order });
  backends.log(`Order response: ${reply.status}`);
  return { status: reply.status, body: reply.text, headers: { 'content-type': 'application/json; charset=utf-8' } };
}

async function firstLink(backends: Backends, url: string, kind: 'address' | 'card'): Promise<string | null> {
  const body = JSON.parse((await backends.askUrl('GET', url)).text) as { _embedded?: Record<string, { _links: { self: Link } }[]> };
  return body._embedded?.[kind]?.[0]?._links.self.href ?? null;
}
