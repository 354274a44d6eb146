import type { Socket } from 'node:net';

import type { Container } from './container.js';
import { onLines, parseLine, writeLine } from './line-socket.js';

/** A request to a database: a verb and its arguments. */
export interface Statement {
  readonly verb: string;
  readonly collection: string;
  readonly argument: unknown;
}

/** A refusal that the client sees with its code and words, as a driver's error. */
export class DatabaseRefusal extends Error {
  constructor(
    readonly code: number,
    message: string,
  ) {
    super(message);
  }
}

export interface DatabaseService {
  readonly cpuMs: number;
  /** Throws a DatabaseRefusal where the server has no room for another connection. */
  admit(openConnections: number): void;
  execute(statement: Statement): Promise<unknown>;
}

/** Serves a database on its port: a greeting, then one JSON line a request and one a reply, in order. */
export async function serveDatabase(container: Container, port: number, service: DatabaseService): Promise<void> {
  const open = new Set<Socket>();
  await container.listenTcp(port, (socket) => {
    try {
      service.admit(open.size);
    } catch (error) {
      socket.end(`${JSON.stringify({ error: described(error) })}\n`);
      return;
    }
    open.add(socket);
    socket.once('close', () => open.delete(socket));
    writeLine(socket, { ready: true });
    onLines(socket, (line) => {
      void reply(container, service, socket, line);
    });
  });
}

async function reply(container: Container, service: DatabaseService, socket: Socket, line: string): Promise<void> {
  const message = parseLine(line);
  if (!message) {
    socket.destroy();
    return;
  }
  try {
    await container.cpu.spend(service.cpuMs);
    const statement = { verb: String(message['verb']), collection: String(message['collection']), argument: message['argument'] };
    writeLine(socket, { id: message['id'], result: await service.execute(statement) });
  } catch (error) {
    writeLine(socket, { id: message['id'], error: described(error) });
  }
}

function described(error: unknown): { code: number; message: string } {
  if (error instanceof DatabaseRefusal) return { code: error.code, message: error.message };
  return { code: 1, message: error instanceof Error ? error.message : 'internal error' };
}
