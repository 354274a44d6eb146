import type { PodContext, PodProgram } from '../../world.js';
import { Container } from '../runtime/container.js';
import { DatabaseRefusal, serveDatabase } from '../runtime/database-server.js';
import type { Statement } from '../runtime/database-server.js';

const PORT = 6379;
const MOST_KEYS = 5_000;
const MEBIBYTE = 1024 * 1024;

/** session-db: Redis, as far as a session store asks of it. */
export function keyValueDatabase(): PodProgram {
  return {
    async start(context: PodContext) {
      const keys = new Map<string, unknown>();
      const container = new Container(context, { idleMillicores: 2, memoryBytes: () => 3 * MEBIBYTE + keys.size * 300 });
      await serveDatabase(container, PORT, {
        cpuMs: 0.1,
        admit: () => undefined,
        execute: (statement) => Promise.resolve(execute(keys, statement)),
      });
      context.log(`1:M ${context.clock.now().toISOString()} * Ready to accept connections`);
      return container;
    },
  };
}

function execute(keys: Map<string, unknown>, { verb, collection: key, argument }: Statement): unknown {
  switch (verb) {
    case 'ping':
      return true;
    case 'get':
      return keys.get(key) ?? null;
    case 'set': {
      keys.set(key, argument);
      const oldest = keys.keys().next().value;
      if (keys.size > MOST_KEYS && oldest !== undefined) keys.delete(oldest);
      return true;
    }
    default:
      throw new DatabaseRefusal(1, `ERR unknown command '${verb}'`);
  }
}
