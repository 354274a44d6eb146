import { useSyncExternalStore } from 'react';

/** Where we are: the address bar is the only truth. */
export type Route =
  | { readonly page: 'newest' }
  | { readonly page: 'incident'; readonly id: string }
  | { readonly page: 'guides' }
  | { readonly page: 'guide'; readonly id: string }
  | { readonly page: 'outbox' }
  | { readonly page: 'nowhere' };

export function routeOf(path: string): Route {
  const [room = '', id] = path.split('/').filter(Boolean).map(decodeURIComponent);
  if (room === '') return { page: 'newest' };
  if (room === 'incidents') return id === undefined ? { page: 'newest' } : { page: 'incident', id };
  if (room === 'guides') return id === undefined ? { page: 'guides' } : { page: 'guide', id };
  if (room === 'outbox') return { page: 'outbox' };
  return { page: 'nowhere' };
}

const listeners = new Set<() => void>();

export function go(path: string): void {
  history.pushState(null, '', path);
  for (const listener of listeners) listener();
}

export function useRoute(): Route {
  return routeOf(useSyncExternalStore(subscribe, () => location.pathname));
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  addEventListener('popstate', listener);
  return () => {
    listeners.delete(listener);
    removeEventListener('popstate', listener);
  };
}
