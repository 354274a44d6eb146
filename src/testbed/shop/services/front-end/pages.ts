import type { Route } from '../../runtime/http-service.js';

const TITLES: Readonly<Record<string, string>> = {
  '/': 'WeaveSocks',
  '/index.html': 'WeaveSocks',
  '/category.html': 'Our socks',
  '/detail.html': 'A sock',
  '/basket.html': 'Your basket',
  '/customer-orders.html': 'Your orders',
};

/** The static pages; they need no backend. */
export function pageRoutes(): Route[] {
  return Object.entries(TITLES).map(([path, title]) => ({
    method: 'GET',
    path,
    answer: () => ({
      status: 200,
      body: `<!DOCTYPE html><html><head><title>${title}</title></head><body></body></html>`,
      headers: { 'content-type': 'text/html; charset=UTF-8' },
    }),
  }));
}
