import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { sentenceOf } from '../errors.js';

/**
 * Watches an embedded server and starts it again when it stops answering, until `signal` is aborted.
 * `restart` must start or adopt the server on the same port, so that connection pools find it again.
 */
export async function supervise(
  url: string,
  restart: () => Promise<unknown>,
  say: (sentence: string) => void,
  signal: AbortSignal,
): Promise<void> {
  const pause = (): Promise<boolean> => sleep(1_000, true, { signal }).catch(() => false);
  while (await pause()) {
    if (await answersOnce(url)) continue;
    say('The embedded PostgreSQL does not answer; starting it again.');
    await restart().catch((error: unknown) => {
      say(`It did not start: ${sentenceOf(error)}`);
    });
  }
}

async function answersOnce(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 3_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.end();
    return true;
  } catch {
    return false;
  }
}
