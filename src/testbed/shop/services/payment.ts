import type { PodContext, PodProgram } from '../../world.js';
import { Container, steadyFootprint } from '../runtime/container.js';
import { logGo, readFlags, serveGoKit, took } from '../runtime/go-kit.js';
import type { Answer, Route, ShopRequest } from '../runtime/http-service.js';
import type { Release } from '../runtime/release.js';

/** payment: authorises every amount up to its limit. A decline is an ordinary answer with status 200. */
export function payment(release: Release): PodProgram {
  return {
    async start(context: PodContext) {
      const container = new Container(context, steadyFootprint(9));
      const flags = readFlags(container, '/app', { port: '80', decline: '100', zipkin: context.env['ZIPKIN'] ?? '' });
      if (!flags) return container;
      const routes: Route[] = [
        { method: 'POST', path: '/paymentAuth', answer: (request) => authorise(container, Number(flags['decline']), request) },
        { method: 'GET', path: '/health', answer: () => health(container) },
      ];
      await serveGoKit(container, { port: Number(flags['port']), routes, release, cpuMs: (route) => (route === '/health' ? 0.3 : 2) });
      logGo(container, 'main.go:84', { transport: 'HTTP', port: Number(flags['port']) });
      return container;
    },
  };
}

function authorise(container: Container, limit: number, request: ShopRequest): Answer {
  const startedAt = performance.now();
  const amount = amountOf(request.body);
  if (amount === null || amount <= 0)
    return { status: 500, body: { error: 'Invalid payment amount', status_code: 500, status_text: 'Internal Server Error' } };
  const authorised = amount <= limit;
  const message = authorised ? 'Payment authorised' : `Payment declined: amount exceeds ${limit.toFixed(2)}`;
  logGo(container, 'logging.go:34', { method: 'Authorise', result: authorised, took: took(startedAt) });
  return { status: 200, body: { authorised, message } };
}

function amountOf(body: string): number | null {
  try {
    const { amount } = JSON.parse(body) as { amount?: unknown };
    return typeof amount === 'number' ? amount : null;
  } catch {
    return null;
  }
}

function health(container: Container): Answer {
  const startedAt = performance.now();
  logGo(container, 'logging.go:48', { method: 'Health', result: 1, took: took(startedAt) });
  return { status: 200, body: { health: [{ service: 'payment', status: 'OK', time: container.context.clock.now().toISOString() }] } };
}
