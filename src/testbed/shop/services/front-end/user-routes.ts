import type { Answer, Route, ShopRequest } from '../../runtime/http-service.js';
import type { Backends } from './backends.js';
import { cookiesOf } from './sessions.js';
import type { Sessions } from './sessions.js';

/** Log-in, registration, and the customer's own card and address. Whatever goes wrong with user at log-in is told as 401. */
export function userRoutes(backends: Backends, sessions: Sessions): Route[] {
  return [
    { method: 'GET', path: '/login', answer: (request) => login(backends, sessions, request) },
    { method: 'POST', path: '/register', answer: (request) => register(backends, sessions, request) },
    { method: 'GET', path: '/card', answer: (request) => owned(backends, sessions, request, 'card') },
    { method: 'GET', path: '/address', answer: (request) => owned(backends, sessions, request, 'address') },
  ];
}

async function login(backends: Backends, sessions: Sessions, request: ShopRequest): Promise<Answer> {
  const session = await sessions.of(request);
  const customerId = await customerBehind(backends, request);
  if (customerId === null) return { status: 401, body: '' };
  await sessions.save({ ...session, customerId });
  await backends.ask('GET', 'carts', `/carts/${customerId}/merge?sessionId=${session.id}`).catch((error: unknown) => {
    backends.log(`Error merging the carts: ${error instanceof Error ? error.message : 'unknown'}`);
  });
  return { status: 200, body: 'Cookie is set', headers: cookiesOf({ id: session.id, customerId }) };
}

async function customerBehind(backends: Backends, { headers }: ShopRequest): Promise<string | null> {
  try {
    const reply = await backends.ask('GET', 'user', '/login', { headers: { authorization: headers.authorization ?? '' } });
    if (reply.status !== 200) return null;
    return (JSON.parse(reply.text) as { user?: { id?: string } }).user?.id ?? null;
  } catch (error) {
    backends.log(`Error with log in: ${error instanceof Error ? error.message : 'unknown'}`);
    return null;
  }
}

async function register(backends: Backends, sessions: Sessions, request: ShopRequest): Promise<Answer> {
  const session = await sessions.of(request);
  const reply = await backends.ask('POST', 'user', '/register', { body: request.body });
  if (reply.status !== 200) return { status: 500, body: '' };
  const { id } = JSON.parse(reply.text) as { id: string };
  await sessions.save({ ...session, customerId: id });
  return { status: 200, body: reply.text, headers: cookiesOf({ id: session.id, customerId: id }) };
}

async function owned(backends: Backends, sessions: Sessions, request: ShopRequest, what: 'card' | 'address'): Promise<Answer> {
  const customerId = await sessions.loggedIn(request);
  const { text } = await backends.ask('GET', 'user', `/customers/${customerId}/${what === 'card' ? 'cards' : 'addresses'}`);
  const embedded = (JSON.parse(text) as { _embedded?: Record<string, unknown[]> })._embedded?.[what] ?? [];
  if (embedded.length === 0) return { status: 200, body: JSON.stringify({ status_code: 500 }) };
  return { status: 200, body: embedded[0] };
}
