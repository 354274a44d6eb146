import { setTimeout as sleep } from 'node:timers/promises';

import type { Route, ShopRequest } from './http-service.js';

/** What the code of one image tag does differently from the version that is known to be good. */
export interface Release {
  readonly tag: string;
  /** This route (method and path) takes so many real milliseconds longer. */
  readonly slow?: { readonly method: string; readonly path: string; readonly delayMs: number };
  /** This route fails for a share of its requests. */
  readonly failing?: { readonly method: string; readonly path: string; readonly share: number };
  /** Handles each message of a queue so much slower, in the world's milliseconds. */
  readonly consumerDelayMs?: number;
  /** Metrics name each request by its raw path, one series each, for ever. */
  readonly rawPathLabels?: boolean;
}

/** The routes as this release carries them out. `fail` throws what the service's own code would throw. */
export function releasedRoutes(routes: readonly Route[], release: Release, random: () => number, fail: () => never): Route[] {
  const { slow, failing } = release;
  return routes.map((route) => {
    const isSlow = slow?.method === route.method && slow.path === route.path;
    const isFailing = failing?.method === route.method && failing.path === route.path;
    if (!isSlow && !isFailing) return route;
    const answer = async (request: ShopRequest): ReturnType<typeof waited> => {
      if (isFailing && random() < failing.share) fail();
      return waited(route, request, isSlow ? slow.delayMs : 0);
    };
    return { ...route, answer };
  });
}

async function waited(route: Route, request: ShopRequest, delayMs: number): Promise<Awaited<ReturnType<Route['answer']>>> {
  if (delayMs > 0) await sleep(delayMs);
  return route.answer(request);
}
