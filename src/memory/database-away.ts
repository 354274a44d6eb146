import { PeriplusError, TransientError } from '../platform/errors.js';

/** SQLSTATE classes and codes after which the same statement may succeed: connection, resources, shutdown, serialisation. */
const PASSING = /^(08|53|57P|40001|40P01|55P03)/u;
const NETWORK = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH']);
/** What the driver says where it has no code. */
const DRIVER =
  /connection (terminated|ended|closed)|timeout (exceeded )?when trying to connect|not queryable|client was closed|server closed the connection/iu;

/** @throws TransientError `database-away` where PostgreSQL cannot be reached at the moment; other errors as they are. */
export async function whileAway<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof PeriplusError || !isPassing(error)) throw error;
    throw new TransientError('database-away', 'The database does not answer at the moment.', { cause: error });
  }
}

function isPassing(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const inner = 'driverError' in error ? error.driverError : error;
  const code = inner instanceof Error && 'code' in inner && typeof inner.code === 'string' ? inner.code : '';
  return PASSING.test(code) || NETWORK.has(code) || DRIVER.test(error.message) || error instanceof AggregateError;
}
