import 'reflect-metadata';
import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { MIGRATIONS } from '../migrations/index.js';
import { AppModule } from './app.module.js';
import { mountOpenApi } from './channels/index.js';
import { refuseOpenDoor } from './gates/index.js';
import type { Person } from './gates/index.js';
import type { Config } from './platform/config.js';
import { connect, migrate } from './platform/database/data-source.js';
import { startEmbeddedPostgres } from './platform/database/embedded-postgres.js';
import type { EmbeddedPostgres } from './platform/database/embedded-postgres.js';
import { supervise } from './platform/database/supervise.js';
import { TerminalError } from './platform/errors.js';
import { NestLog } from './platform/nest-log.js';
import { logger } from './platform/logger.js';
import { DirectoryFolder, GuideImporter } from './tsg-parser/index.js';
import type { ImportedGuide } from './tsg-parser/index.js';

/** Who takes in the configured guides. */
const PERIPLUS: Person = { id: 'periplus', name: 'periplus', role: 'admin', via: 'cli' };

export interface RunningService {
  readonly app: NestExpressApplication;
  readonly url: string;
  stop(): Promise<void>;
}

/** Database, schema, parsers, application, door: in this order. @throws TerminalError with what to do. */
export async function startService(config: Config): Promise<RunningService> {
  refuseOpenDoor(config);
  const database = await openDatabase(config);
  try {
    await bringUpToDate(database.url);
    const app = await createApp(config, database.url);
    await takeInGuides(app, config);
    const url = await listen(app, config);
    return { app, url, stop: () => stop(app, database) };
  } catch (error) {
    await database.close();
    throw error;
  }
}

export interface RunningWorker {
  readonly context: INestApplicationContext;
  stop(): Promise<void>;
}

/** The service without a door: what the command line runs guides with. A server that others use is left running. */
export async function startWorker(config: Config): Promise<RunningWorker> {
  const database = await openDatabase(config);
  await bringUpToDate(database.url);
  const context = await NestFactory.createApplicationContext(AppModule.for(config, database.url), {
    logger: new NestLog(),
    abortOnError: false,
  });
  return {
    context,
    stop: async () => {
      await context.close();
      if (!database.adopted) await database.close();
      else database.leave();
    },
  };
}

interface OpenDatabase {
  readonly adopted: boolean;
  /** Stops watching; the server goes on. */
  leave(): void;
  readonly url: string;
  close(): Promise<void>;
}

/** A server by URL, or the embedded one, watched for as long as the service runs. */
export async function openDatabase(config: Config): Promise<OpenDatabase> {
  if (config.database.url !== undefined)
    return { url: config.database.url, adopted: true, leave: () => undefined, close: () => Promise.resolve() };
  const options = { directory: config.database.directory, port: config.database.port };
  const server = await startEmbeddedPostgres(options);
  if (server.adopted) logger.info(`Took over the PostgreSQL that an earlier run left on port ${server.port}.`);
  const watching = new AbortController();
  void supervise(
    server.url,
    () => startEmbeddedPostgres({ ...options, port: server.port }),
    (sentence) => {
      logger.warn(sentence);
    },
    watching.signal,
  );
  return {
    url: server.url,
    adopted: server.adopted,
    leave: () => {
      watching.abort();
    },
    close: () => closeServer(server, watching),
  };
}

async function closeServer(server: EmbeddedPostgres, watching: AbortController): Promise<void> {
  watching.abort();
  await server.stop();
}

/** Runs the migrations that are missing. */
export async function bringUpToDate(url: string): Promise<void> {
  const dataSource = await connect({ url, migrations: MIGRATIONS, poolSize: 2 });
  try {
    const ran = await migrate(dataSource);
    if (ran.length > 0) logger.info(`Ran ${ran.length} migrations: ${ran.join(', ')}.`);
  } finally {
    await dataSource.destroy();
  }
}

async function createApp(config: Config, databaseUrl: string): Promise<NestExpressApplication> {
  const app = await NestFactory.create<NestExpressApplication>(AppModule.for(config, databaseUrl), {
    rawBody: true,
    // A dashboard that follows a run never hangs up by itself: it would hold up a graceful end for ever.
    forceCloseConnections: true,
    logger: new NestLog(),
    abortOnError: false,
  });
  app.useBodyParser('json', { limit: '1mb' });
  mountOpenApi(app);
  app.enableShutdownHooks([]);
  return app;
}

/** The configured folders of guides, again at each start: what changed becomes a new version. */
async function takeInGuides(app: NestExpressApplication, config: Config): Promise<void> {
  const importer = app.get(GuideImporter);
  const { defaultMode } = config.guides;
  for (const directory of config.guides.directories) {
    const imported: ImportedGuide[] = [];
    for await (const one of importer.import(new DirectoryFolder(directory), PERIPLUS, { defaultMode })) {
      if ('why' in one) logger.warn(`${directory}: ${one.name} is left out. ${one.why}`);
      else imported.push(one);
    }
    const refused = imported.filter(({ guide }) => !guide.runnable).length;
    logger.info(`${directory}: ${imported.length} guides, ${refused} of them cannot be run.`);
  }
}

async function listen(app: NestExpressApplication, config: Config): Promise<string> {
  const { host, port } = config.http;
  try {
    await app.listen(port, host);
  } catch (cause) {
    await app.close();
    if ((cause as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw cause;
    throw new TerminalError('port-taken', `Port ${port} on ${host} is taken by another program.`, {
      cause,
      hint: 'End it, or set PERIPLUS_PORT (or http.port in periplus.yaml) to another port.',
    });
  }
  const address = app.getHttpServer().address();
  const actual = typeof address === 'object' && address !== null ? address.port : port;
  return `http://${host.includes(':') ? `[${host}]` : host}:${actual}`;
}

async function stop(app: NestExpressApplication, database: OpenDatabase): Promise<void> {
  try {
    await app.close();
  } finally {
    await database.close();
  }
}
