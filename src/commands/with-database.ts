import { MIGRATIONS } from '../../migrations/index.js';
import type { Config } from '../platform/config.js';
import { connect, migrate } from '../platform/database/data-source.js';
import { startEmbeddedPostgres } from '../platform/database/embedded-postgres.js';

type DataSource = Awaited<ReturnType<typeof connect>>;

/** Runs `act` on the configured database. An embedded server that runs already (the service's own) is used and left running. */
export async function withDatabase<T>(config: Config, act: (dataSource: DataSource) => Promise<T>): Promise<T> {
  const { url, directory, port } = config.database;
  if (url !== undefined) return onDatabase(url, act);
  const server = await startEmbeddedPostgres({ directory, port });
  try {
    return await onDatabase(server.url, act);
  } finally {
    if (!server.adopted) await server.stop();
  }
}

async function onDatabase<T>(url: string, act: (dataSource: DataSource) => Promise<T>): Promise<T> {
  const dataSource = await connect({ url, migrations: MIGRATIONS, poolSize: 2 });
  try {
    await migrate(dataSource);
    return await act(dataSource);
  } finally {
    await dataSource.destroy();
  }
}
