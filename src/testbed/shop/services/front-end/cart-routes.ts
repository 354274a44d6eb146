import type { Answer, Route, ShopRequest } from '../../runtime/http-service.js';
import type { Backends } from './backends.js';
import { cookiesOf } from './sessions.js';
import type { Sessions } from './sessions.js';

/** The cart: reading and emptying hand the status of carts on; adding asks catalogue for the price first. */
export function cartRoutes(backends: Backends, sessions: Sessions): Route[] {
  const forwarded = (method: string, path: string, target: (customerId: string, request: ShopRequest) => string): Route => ({
    method,
    path,
    answer: async (request): Promise<Answer> => {
      const { customerId, session } = await sessions.customerIdOf(request);
      backends.log(`Request received: ${path}, ${customerId}`);
      const reply = await backends.ask(method, 'carts', target(customerId, request));
      return { status: reply.status, body: reply.text, headers: cookiesOf(session) };
    },
  });
  return [
    forwarded('GET', '/cart', (customerId) => `/carts/${customerId}/items`),
    forwarded('DELETE', '/cart', (customerId) => `/carts/${customerId}`),
    forwarded('DELETE', '/cart/{id}', (customerId, { parameters }) => `/carts/${customerId}/items/${parameters['id'] ?? ''}`),
    { method: 'POST', path: '/cart', answer: (request) => changeItem(backends, sessions, request, 'POST') },
    { method: 'POST', path: '/cart/update', answer: (request) => changeItem(backends, sessions, request, 'PATCH') },
  ];
}

async function changeItem(backends: Backends, sessions: Sessions, request: ShopRequest, method: 'POST' | 'PATCH'): Promise<Answer> {
  const { id, quantity } = JSON.parse(request.body) as { id?: string; quantity?: number };
  if (id === undefined) throw new Error('Must pass id of item to add');
  const { customerId, session } = await sessions.customerIdOf(request);
  const item = JSON.parse((await backends.ask('GET', 'catalogue', `/catalogue/${id}`)).text) as { id?: string; price?: number };
  const body = { itemId: item.id, unitPrice: item.price, ...(method === 'PATCH' ? { quantity } : {}) };
  const reply = await backends.ask(method, 'carts', `/carts/${customerId}/items`, { body });
  const expected = method === 'POST' ? 201 : 202;
  if (reply.status !== expected) throw new Error(`Unable to add to cart. Status code: ${reply.status}`);
  return { status: expected, body: '', headers: cookiesOf(session) };
}
