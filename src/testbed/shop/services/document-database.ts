import type { PodContext, PodProgram } from '../../world.js';
import { Container } from '../runtime/container.js';
import { DatabaseRefusal, serveDatabase } from '../runtime/database-server.js';
import type { Statement } from '../runtime/database-server.js';

export interface StoredDocument {
  readonly id: string;
}

export type Collections = Readonly<Record<string, readonly StoredDocument[]>>;

/** Older documents make room: a shop under load for days must not fill this machine. */
const MOST_DOCUMENTS = 2_000;
const PORT = 27017;
const MEBIBYTE = 1024 * 1024;

/** A MongoDB: collections of documents by id, gone with the pod, seeded anew with it. */
export function documentDatabase(seed: Collections = {}): PodProgram {
  return {
    async start(context: PodContext) {
      const collections = new Map(
        Object.entries(seed).map(([name, documents]) => [name, new Map(documents.map((each) => [each.id, each]))]),
      );
      const count = (): number => [...collections.values()].reduce((sum, collection) => sum + collection.size, 0);
      const container = new Container(context, { idleMillicores: 3, memoryBytes: () => 86 * MEBIBYTE + count() * 2_048 });
      await serveDatabase(container, PORT, {
        cpuMs: 0.4,
        admit: () => undefined,
        execute: (statement) => Promise.resolve(execute(collections, statement)),
      });
      const time = context.clock.now().toISOString();
      context.log(`${time} I CONTROL  [initandlisten] MongoDB starting : pid=1 port=27017 dbpath=/data/db 64-bit host=${context.podName}`);
      context.log(`${time} I NETWORK  [thread1] waiting for connections on port 27017`);
      return container;
    },
  };
}

function execute(collections: Map<string, Map<string, StoredDocument>>, { verb, collection, argument }: Statement): unknown {
  const documents = collections.get(collection) ?? new Map<string, StoredDocument>();
  collections.set(collection, documents);
  switch (verb) {
    case 'ping':
      return true;
    case 'get':
      return documents.get(String(argument)) ?? null;
    case 'find':
      return [...documents.values()].filter((each) => matches(each, argument));
    case 'put':
      put(documents, argument as StoredDocument);
      return true;
    case 'remove':
      return documents.delete(String(argument));
    default:
      throw new DatabaseRefusal(59, `no such command: '${verb}'`);
  }
}

function put(documents: Map<string, StoredDocument>, document: StoredDocument): void {
  documents.delete(document.id);
  documents.set(document.id, document);
  const oldest = documents.keys().next().value;
  if (documents.size > MOST_DOCUMENTS && oldest !== undefined) documents.delete(oldest);
}

/** A filter of fields that must be equal; null finds everything. */
function matches(document: StoredDocument, filter: unknown): boolean {
  const fields = document as unknown as Readonly<Record<string, unknown>>;
  return Object.entries((filter ?? {}) as Record<string, unknown>).every(([name, value]) => fields[name] === value);
}
