import { DataSource } from 'typeorm';
import type { MigrationInterface, MixedList } from 'typeorm';

/** The migrations lock: any number of api and worker replicas may start at once. */
const MIGRATION_LOCK = 7_253_001;

type MigrationClass = MixedList<new () => MigrationInterface>;

export interface DataSourceOptions {
  readonly url: string;
  readonly migrations: MigrationClass;
  readonly poolSize?: number;
}

/** A connected DataSource. The hot path writes visible SQL through it. @throws the driver's error when the server is away. */
export async function connect(options: DataSourceOptions): Promise<DataSource> {
  const dataSource = new DataSource({
    type: 'postgres',
    url: options.url,
    migrations: options.migrations,
    migrationsTransactionMode: 'each',
    poolSize: options.poolSize ?? 20,
    connectTimeoutMS: 5_000,
    applicationName: 'periplus',
  });
  return dataSource.initialize();
}

/** Brings the schema up to date, one process at a time. @returns the names of the migrations it ran. */
export async function migrate(dataSource: DataSource): Promise<readonly string[]> {
  const runner = dataSource.createQueryRunner();
  await runner.connect();
  try {
    await runner.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    const ran = await dataSource.runMigrations();
    return ran.map(({ name }) => name);
  } finally {
    await runner.query('select pg_advisory_unlock($1)', [MIGRATION_LOCK]);
    await runner.release();
  }
}
