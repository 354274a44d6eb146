import type { PodContext, PodProgram } from '../../world.js';
import { Container, steadyFootprint } from '../runtime/container.js';
import { DatabaseRefusal, serveDatabase } from '../runtime/database-server.js';
import type { Statement } from '../runtime/database-server.js';
import { SOCKS } from './socks.js';
import type { Sock } from './socks.js';

/** What a listing is asked for; page counts from 1. */
export interface Listing {
  readonly tags: readonly string[];
  readonly order: string;
  readonly page: number;
  readonly size: number;
}

const DEFAULT_CONNECTIONS = 151;
const PORT = 3306;
const LEAST_POOL_MIB = 16;
const DISK_READ_MS = 500;

/** catalogue-db: MySQL with the socks in it. `--max-connections=N` bounds it; a buffer pool of less than 16M makes it read from the disk. */
export function sockDatabase(): PodProgram {
  return {
    async start(context: PodContext) {
      const container = new Container(context, steadyFootprint(212, 2));
      const mostConnections = numberArgument(context, 'max-connections') ?? DEFAULT_CONNECTIONS;
      const readDelayMs = (numberArgument(context, 'innodb-buffer-pool-size') ?? LEAST_POOL_MIB) < LEAST_POOL_MIB ? DISK_READ_MS : 0;
      logLine(container, '[Note] mysqld (mysqld 5.7.17) starting as process 1 ...');
      await serveDatabase(container, PORT, {
        cpuMs: 0.5,
        admit: (open) => {
          if (open >= mostConnections) throw new DatabaseRefusal(1040, 'Too many connections');
        },
        execute: async (statement) => {
          if (readDelayMs > 0 && statement.verb !== 'ping') await new Promise((resolve) => setTimeout(resolve, readDelayMs));
          return execute(statement);
        },
      });
      logLine(container, '[Note] mysqld: ready for connections.');
      container.context.log("Version: '5.7.17'  socket: '/var/run/mysqld/mysqld.sock'  port: 3306  MySQL Community Server (GPL)");
      return container;
    },
  };
}

function numberArgument(context: PodContext, name: string): number | null {
  const argument = context.args.find((each) => each.startsWith(`--${name}=`));
  return argument === undefined ? null : parseInt(argument.split('=')[1] ?? '', 10);
}

function logLine(container: Container, message: string): void {
  container.context.log(`${container.context.clock.now().toISOString()} 0 ${message}`);
}

function execute({ verb, argument }: Statement): unknown {
  switch (verb) {
    case 'ping':
      return true;
    case 'list':
      return listed(argument as Listing);
    case 'count':
      return tagged((argument as Listing).tags).length;
    case 'get':
      return SOCKS.find((sock) => sock.id === argument) ?? null;
    case 'tags':
      return [...new Set(SOCKS.flatMap((sock) => sock.tag))];
    default:
      throw new DatabaseRefusal(1064, `You have an error in your SQL syntax near '${verb}'`);
  }
}

function tagged(tags: readonly string[]): readonly Sock[] {
  return tags.length === 0 ? SOCKS : SOCKS.filter((sock) => sock.tag.some((tag) => tags.includes(tag)));
}

function listed({ tags, order, page, size }: Listing): readonly Sock[] {
  const key = order === 'price' || order === 'name' || order === 'count' ? order : 'id';
  const sorted = [...tagged(tags)].sort((left, right) => (left[key] < right[key] ? -1 : 1));
  return sorted.slice((page - 1) * size, page * size);
}
