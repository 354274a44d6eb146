import { ConnectionError } from './connection-error.js';
import { DatabaseRefusal } from './database-server.js';

/** An error in the words of Go's standard library and of its MySQL driver. */
export function goNetworkError(error: unknown): string {
  if (error instanceof DatabaseRefusal) return `Error ${error.code}: ${error.message}`;
  if (!(error instanceof ConnectionError)) return error instanceof Error ? error.message : 'unexpected error';
  switch (error.code) {
    case 'ECONNREFUSED':
      return `dial tcp ${error.target}: connect: connection refused`;
    case 'ENOTFOUND':
      return `dial tcp: lookup ${error.target}: no such host`;
    case 'ETIMEDOUT':
      return `dial tcp ${error.target}: i/o timeout`;
    case 'ECONNRESET':
      return `read tcp ${error.target}: connection reset by peer`;
    default:
      return error.message;
  }
}
