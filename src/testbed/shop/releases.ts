import type { Release } from './runtime/release.js';

const SLOW_MS = 850;
const FAILING_SHARE = 0.3;

interface Line {
  readonly good: readonly string[];
  /** A version whose main route is slow, one whose route fails for a share of the requests. */
  readonly slow?: readonly [tag: string, method: string, path: string];
  readonly failing?: readonly [tag: string, method: string, path: string];
  readonly more?: readonly Release[];
}

/** Every published version of every service; a tag that is not here cannot be pulled. */
const LINES: Readonly<Record<string, Line>> = {
  'front-end': {
    good: ['0.3.13'],
    slow: ['0.4.0', 'GET', '/category.html'],
    failing: ['0.4.1', 'GET', '/detail.html'],
    more: [
      { tag: '0.3.11', rawPathLabels: true },
      { tag: '0.3.12', rawPathLabels: true },
    ],
  },
  catalogue: { good: ['0.3.4', '0.3.5'], slow: ['0.4.0', 'GET', '/catalogue'], failing: ['0.4.1', 'GET', '/catalogue/{id}'] },
  user: { good: ['0.4.6', '0.4.7'], slow: ['0.5.0', 'GET', '/customers/{id}'], failing: ['0.5.1', 'GET', '/customers/{id}'] },
  payment: { good: ['0.4.2', '0.4.3'], slow: ['0.5.0', 'POST', '/paymentAuth'], failing: ['0.5.1', 'POST', '/paymentAuth'] },
  carts: {
    good: ['0.4.7', '0.4.8'],
    slow: ['0.5.0', 'POST', '/carts/{customerId}/items'],
    failing: ['0.5.1', 'POST', '/carts/{customerId}/items'],
  },
  orders: { good: ['0.4.6', '0.4.7'], slow: ['0.5.0', 'POST', '/orders'], failing: ['0.5.1', 'POST', '/orders'] },
  shipping: { good: ['0.4.7', '0.4.8'], slow: ['0.5.0', 'POST', '/shipping'], failing: ['0.5.1', 'POST', '/shipping'] },
  'queue-master': { good: ['0.3.0', '0.3.1'], more: [{ tag: '0.4.0', consumerDelayMs: 600_000 }] },
  'catalogue-db': { good: ['0.3.0'] },
  'user-db': { good: ['0.3.0'] },
};

/** The release that a tag of a service stands for, or null where nobody published it. */
export function releaseOf(service: string, tag: string): Release | null {
  const line = LINES[service];
  if (!line) return null;
  if (line.good.includes(tag)) return { tag };
  if (line.slow?.[0] === tag) return { tag, slow: { method: line.slow[1], path: line.slow[2], delayMs: SLOW_MS } };
  if (line.failing?.[0] === tag) return { tag, failing: { method: line.failing[1], path: line.failing[2], share: FAILING_SHARE } };
  return line.more?.find((release) => release.tag === tag) ?? null;
}

/** The tag of the version that is slow, of the one that fails, or of the one that stalls its queue; null where a service has none. */
export function tagWith(service: string, flaw: 'slow' | 'failing' | 'stalling'): string | null {
  const line = LINES[service];
  if (flaw === 'stalling') return line?.more?.find((release) => release.consumerDelayMs !== undefined)?.tag ?? null;
  return line?.[flaw]?.[0] ?? null;
}
