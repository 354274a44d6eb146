import type { Answer, Route, ShopRequest } from '../../runtime/http-service.js';
import type { Backends } from './backends.js';

/**
 * The routes that hand a backend's body on. They answer 200 whatever status the backend gave:
 * only where no connection comes about at all does the caller see a 500.
 */
export function proxyRoutes(backends: Backends): Route[] {
  const masked = (path: string, service: string): Route => ({
    method: 'GET',
    path,
    answer: async (request: ShopRequest): Promise<Answer> => {
      const query = request.query.toString();
      const { text } = await backends.ask('GET', service, request.path + (query === '' ? '' : `?${query}`));
      return { status: 200, body: text, headers: { 'content-type': 'application/json; charset=utf-8' } };
    },
  });
  return [
    masked('/catalogue', 'catalogue'),
    masked('/catalogue/*', 'catalogue'),
    masked('/tags', 'catalogue'),
    masked('/customers', 'user'),
    masked('/cards', 'user'),
    masked('/addresses', 'user'),
  ];
}
