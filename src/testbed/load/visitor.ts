import { setTimeout as sleep } from 'node:timers/promises';

import { call } from '../shop/runtime/http-call.js';
import type { Reply, Resolve } from '../shop/runtime/http-call.js';

const PAUSE_MS = 15;
const LOGINS = ['user:password', 'user1:password'].map((login) => `Basic ${Buffer.from(login).toString('base64')}`);

export interface VisitOptions {
  readonly resolve: Resolve;
  /** `http://front-end.sock-shop`. */
  readonly shopUrl: string;
  readonly random: () => number;
  readonly signal: AbortSignal;
  /** How often a failed check-out is tried again at once. */
  readonly retries: number;
}

/** How many requests a visit made, and how many of them failed. */
export interface VisitOutcome {
  readonly requests: number;
  readonly failures: number;
}

/** One visitor who looks around, logs in, takes one pair of socks at random and buys it: the shop's own mix. */
export async function visit(options: VisitOptions): Promise<VisitOutcome> {
  const visitor = new Visitor(options);
  await visitor.buySomething();
  return { requests: visitor.requests, failures: visitor.failures };
}

class Visitor {
  requests = 0;
  failures = 0;
  private readonly cookies = new Map<string, string>();

  constructor(private readonly options: VisitOptions) {}

  async buySomething(): Promise<void> {
    const catalogue = await this.ask('GET', '/catalogue');
    const id = this.anyIdIn(catalogue);
    await this.ask('GET', '/');
    await this.ask('GET', '/login', { headers: { authorization: this.any(LOGINS) ?? '' } });
    await this.ask('GET', '/category.html');
    if (id === null) return;
    await this.ask('GET', `/detail.html?id=${id}`);
    await this.ask('DELETE', '/cart');
    await this.ask('POST', '/cart', { body: { id, quantity: 1 } });
    await this.ask('GET', '/basket.html');
    for (let attempt = 0; attempt <= this.options.retries; attempt += 1) {
      const reply = await this.ask('POST', '/orders', { body: {} });
      if (reply !== null && reply.status < 500) return;
    }
  }

  private anyIdIn(reply: Reply | null): string | null {
    try {
      const socks = JSON.parse(reply?.text ?? '') as { id?: string }[];
      return this.any(socks)?.id ?? null;
    } catch {
      return null;
    }
  }

  private any<T>(choices: readonly T[]): T | undefined {
    return choices[Math.floor(this.options.random() * choices.length)];
  }

  private async ask(
    method: string,
    path: string,
    more: { readonly body?: unknown; readonly headers?: Record<string, string> } = {},
  ): Promise<Reply | null> {
    await sleep(PAUSE_MS, undefined, { signal: this.options.signal });
    this.requests += 1;
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const headers = { ...more.headers, ...(cookie === '' ? {} : { cookie }) };
    try {
      const reply = await call(this.options.resolve, {
        method,
        url: this.options.shopUrl + path,
        body: more.body,
        headers,
        signal: this.options.signal,
      });
      if (reply.status >= 400) this.failures += 1;
      this.keepCookies(reply);
      return reply;
    } catch {
      this.failures += 1;
      return null;
    }
  }

  private keepCookies({ headers }: Reply): void {
    for (const line of headers['set-cookie'] ?? []) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (name !== undefined && value !== undefined) this.cookies.set(name, value);
    }
  }
}
