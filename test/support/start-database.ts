import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { startEmbeddedPostgres } from '../../src/platform/database/embedded-postgres.js';

declare module 'vitest' {
  interface ProvidedContext {
    databaseServer: string;
  }
}

/** One real PostgreSQL for the whole test run, on a directory of its own; gone afterwards. */
export default async function startDatabase(project: TestProject): Promise<() => Promise<void>> {
  const parent = await mkdtemp(join(tmpdir(), 'periplus-test-'));
  const settings = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' };
  const server = await startEmbeddedPostgres({ directory: join(parent, 'postgres'), port: 0, settings });
  project.provide('databaseServer', server.url);
  return async () => {
    await server.stop();
    await rm(parent, { recursive: true, force: true });
    await rm(server.directory, { recursive: true, force: true });
  };
}
