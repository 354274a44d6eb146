import { randomBytes } from 'node:crypto';

import type { Container } from '../../runtime/container.js';
import { DatabaseClient } from '../../runtime/database-client.js';
import type { ShopRequest } from '../../runtime/http-service.js';
import { HttpProblem } from './backends.js';

const COOKIE = 'md.sid';
const LOGGED_IN = 'logged_in';

export interface ShopSession {
  readonly id: string;
  readonly customerId?: string;
}

/** Where sessions are kept. A store that is away leaves a request without a session, and its handler fails. */
export abstract class Sessions {
  /** The request's session, a new one where it brought none. */
  async of(request: ShopRequest): Promise<ShopSession> {
    const id = cookie(request, COOKIE);
    const found = id === null ? null : await this.load(id);
    if (found) return found;
    const fresh = { id: id ?? randomBytes(16).toString('hex') };
    await this.save(fresh);
    return fresh;
  }

  /** Who fills the cart: the customer who logged in, else the session itself. */
  async customerIdOf(request: ShopRequest): Promise<{ readonly customerId: string; readonly session: ShopSession }> {
    const session = await this.of(request);
    const customerId = cookie(request, LOGGED_IN) === null ? session.id : (session.customerId ?? session.id);
    return { customerId, session };
  }

  /** The customer who logged in; 401 where nobody did. */
  async loggedIn(request: ShopRequest): Promise<string> {
    if (cookie(request, LOGGED_IN) === null) throw new HttpProblem(401, 'User not logged in.');
    return (await this.customerIdOf(request)).customerId;
  }

  abstract save(session: ShopSession): Promise<void>;
  protected abstract load(id: string): Promise<ShopSession | null>;
}

export class RedisSessions extends Sessions {
  private readonly client: DatabaseClient;

  constructor(container: Container) {
    super();
    this.client = new DatabaseClient(container, { host: 'session-db', port: 6379, keepIdle: 4, timeoutMs: 2_000 });
  }

  async save(session: ShopSession): Promise<void> {
    await this.attempt('set', session.id, session);
  }

  protected async load(id: string): Promise<ShopSession | null> {
    return (await this.attempt('get', id)) as ShopSession | null;
  }

  private async attempt(verb: string, key: string, argument?: unknown): Promise<unknown> {
    try {
      return await this.client.execute(verb, `sess:${key}`, argument);
    } catch {
      throw new TypeError("Cannot read property 'customerId' of undefined");
    }
  }
}

/** Sessions of this one pod. */
export class InProcessSessions extends Sessions {
  private readonly sessions = new Map<string, ShopSession>();

  save(session: ShopSession): Promise<void> {
    this.sessions.set(session.id, session);
    return Promise.resolve();
  }

  protected load(id: string): Promise<ShopSession | null> {
    return Promise.resolve(this.sessions.get(id) ?? null);
  }
}

/** The Set-Cookie lines of a session; with a customer it counts as logged in. */
export function cookiesOf({ id, customerId }: ShopSession): Readonly<Record<string, readonly string[]>> {
  const lines = [`${COOKIE}=${id}; Path=/; HttpOnly`];
  if (customerId !== undefined) lines.push(`${LOGGED_IN}=${id}; Max-Age=3600; Path=/`);
  return { 'set-cookie': lines };
}

function cookie({ headers }: ShopRequest, name: string): string | null {
  for (const part of (headers.cookie ?? '').split(';')) {
    const [key, value] = part.trim().split('=');
    if (key === name && value !== undefined && value !== '') return value;
  }
  return null;
}
