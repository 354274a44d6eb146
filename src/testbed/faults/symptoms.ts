import { parsed } from './shop-probe.js';
import type { ShopProbe } from './shop-probe.js';

/** A shop that lists its socks and sells them, every Deployment rolled out. */
export async function shopSymptoms(probe: ShopProbe): Promise<readonly string[]> {
  return [...probe.rolloutProblems(), ...(await listingSymptoms(probe)), ...(await checkOutSymptoms(probe))];
}

export async function listingSymptoms(probe: ShopProbe): Promise<readonly string[]> {
  const { status, text } = await probe.ask('GET', 'front-end', '/catalogue');
  const socks = parsed(text);
  return status === 200 && Array.isArray(socks) && socks.length > 0 ? [] : [`GET /catalogue does not list socks (status ${status})`];
}

export async function checkOutSymptoms(probe: ShopProbe): Promise<readonly string[]> {
  const { status, text } = await probe.buy();
  return status === 201 ? [] : [`POST /orders answers ${status}: ${text.slice(0, 120)}`];
}

/** The route answers within the time given. */
export async function latencySymptoms(probe: ShopProbe, service: string, path: string, mostMs: number): Promise<readonly string[]> {
  const { status, milliseconds } = await probe.ask('GET', service, path);
  return status > 0 && milliseconds < mostMs ? [] : [`GET ${path} of ${service} takes ${Math.round(milliseconds)} ms`];
}
