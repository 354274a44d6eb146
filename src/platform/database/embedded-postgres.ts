import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmod, chown, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { sentenceOf, TerminalError } from '../errors.js';
import { poll } from '../poll.js';
import { isReachable, postgresBinaries, reachableStandIn } from './postgres-binaries.js';
import type { PostgresBinaries } from './postgres-binaries.js';
import { serverAccount } from './server-account.js';
import type { ServerAccount } from './server-account.js';

export interface EmbeddedPostgresOptions {
  /** Where the data is kept, absolute or relative to the working directory. */
  readonly directory: string;
  /** 0: a free port, kept for as long as the server runs. */
  readonly port: number;
  /** Further `-c name=value` settings, for tests. */
  readonly settings?: Readonly<Record<string, string>>;
}

export interface EmbeddedPostgres {
  readonly url: string;
  readonly directory: string;
  readonly port: number;
  /** True when a server left behind by an earlier run was taken over. */
  readonly adopted: boolean;
  /** Stops the server after its clients are cut off; committed data stays. */
  stop(): Promise<void>;
}

interface Place {
  readonly directory: string;
  readonly password: string;
  readonly account: ServerAccount | null;
  readonly binaries: PostgresBinaries;
}

const USER = 'periplus';

/**
 * Starts the PostgreSQL that came with npm on a data directory, or adopts the one that runs there already (its parent
 * may have been killed). The server is a daemon of its own: it outlives a crash of this process.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const place = await placeFor(resolve(options.directory));
  const running = await runningPort(place);
  const port = running ?? (options.port === 0 ? await freePort() : options.port);
  if (running === null) await startServer(place, port, options.settings ?? {});
  return {
    url: urlOf(place, port),
    directory: place.directory,
    port,
    adopted: running !== null,
    stop: () => control(place, ['stop', '-m', 'fast']),
  };
}

async function placeFor(wanted: string): Promise<Place> {
  const account = await serverAccount();
  const directory = account === null || (await isReachable(wanted)) ? wanted : join(reachableStandIn(wanted), 'postgres');
  const binaries = await postgresBinaries(account);
  await mkdir(dirname(directory), { recursive: true });
  const password = await passwordOf(directory);
  const place = { directory, password, account, binaries };
  const isInitialised = await stat(join(directory, 'PG_VERSION')).then(
    () => true,
    () => false,
  );
  if (!isInitialised) await initialise(place);
  return place;
}

/** The superuser's password, made once and kept beside the data, readable by us alone. */
async function passwordOf(directory: string): Promise<string> {
  const file = `${directory}.password`;
  const kept = await readFile(file, 'utf8').catch(() => null);
  if (kept !== null && kept !== '') return kept;
  const made = randomBytes(18).toString('base64url');
  await writeFile(file, made, { mode: 0o600 });
  return made;
}

async function initialise(place: Place): Promise<void> {
  await rm(place.directory, { recursive: true, force: true });
  await mkdir(place.directory, { recursive: true });
  await chmod(place.directory, 0o700);
  const passwordFile = `${place.directory}.initdb`;
  await writeFile(passwordFile, place.password, { mode: 0o600 });
  if (place.account !== null) {
    await chown(place.directory, place.account.uid, place.account.gid);
    await chown(passwordFile, place.account.uid, place.account.gid);
  }
  try {
    const flags = ['--auth=scram-sha-256', '--encoding=UTF8', '--locale=C', `--username=${USER}`, `--pwfile=${passwordFile}`];
    await runBinary(place, place.binaries.initdb, ['--pgdata', place.directory, ...flags]);
  } finally {
    await rm(passwordFile, { force: true });
  }
}

/** The port of a live server on this data directory, from its `postmaster.pid` (pid on line 1, port on 4, state on 8). */
async function runningPort(place: Place): Promise<number | null> {
  const lines = (await readFile(join(place.directory, 'postmaster.pid'), 'utf8').catch(() => '')).split('\n');
  const [pid, port] = [Number(lines[0]), Number(lines[3])];
  if (!Number.isInteger(pid) || pid <= 0 || !isAlive(pid) || !(port > 0)) return null;
  const isReady = lines[7]?.trim() === 'ready';
  return (await answers(urlOf(place, port), isReady ? 500 : 10_000)) ? port : null;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

async function startServer(place: Place, port: number, settings: Readonly<Record<string, string>>): Promise<void> {
  const all = { port: String(port), listen_addresses: '127.0.0.1', unix_socket_directories: '', max_connections: '200', ...settings };
  const flags = Object.entries(all)
    .map(([name, value]) => `-c ${name}='${value}'`)
    .join(' ');
  await startPatiently(place, ['start', '-t', '60', '-l', join(place.directory, 'server.log'), '-o', flags]);
  if (!(await answers(urlOf(place, port), 30_000))) {
    throw new TerminalError(
      'postgres-silent',
      `The embedded PostgreSQL in ${place.directory} started but does not answer on port ${port}.`,
      {
        hint: `Read ${join(place.directory, 'server.log')}.`,
      },
    );
  }
}

/** A killed server's children hold its shared memory for a moment; PostgreSQL refuses to start until they are gone. */
async function startPatiently(place: Place, flags: readonly string[]): Promise<void> {
  for (let delayMs = 250; ; delayMs *= 2) {
    try {
      await control(place, flags);
      return;
    } catch (error) {
      if (delayMs > 8_000) throw error;
      await sleep(delayMs);
    }
  }
}

async function control(place: Place, flags: readonly string[]): Promise<void> {
  await runBinary(place, place.binaries.pgCtl, ['-D', place.directory, '-w', ...flags]);
}

function runBinary(place: Place, binary: string, flags: readonly string[]): Promise<void> {
  const identity = place.account === null ? {} : { uid: place.account.uid, gid: place.account.gid };
  return new Promise((done, refuse) => {
    const child = spawn(binary, flags, {
      ...identity,
      cwd: '/',
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
      env: { PATH: process.env['PATH'], LC_ALL: 'C' },
    });
    let said = '';
    const hear = (chunk: Buffer): void => void (said += chunk.toString());
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.on('error', refuse);
    child.on('exit', (code) => {
      child.stdout.destroy();
      child.stderr.destroy();
      if (code === 0) done();
      else
        refuse(
          new TerminalError('postgres-not-started', `The embedded PostgreSQL in ${place.directory} failed: ${said.trim().slice(-600)}`, {
            hint: `Read ${join(place.directory, 'server.log')}, or set DATABASE_URL to a server of your own.`,
          }),
        );
    });
  });
}

function urlOf(place: Place, port: number): string {
  return `postgres://${USER}:${place.password}@127.0.0.1:${port}/postgres`;
}

async function answers(url: string, withinMs: number): Promise<boolean> {
  return (await poll(() => answersNow(url), { everyMs: 100, withinMs })) ?? false;
}

/** Null: not yet, it may be starting. */
async function answersNow(url: string): Promise<boolean | null> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.end();
    return true;
  } catch (error) {
    const words = sentenceOf(error) + String((error as NodeJS.ErrnoException).code);
    return /starting up|recovery|ECONNREFUSED|shutting down/u.test(words) ? null : false;
  }
}

function freePort(): Promise<number> {
  return new Promise((found, refuse) => {
    const probe = createServer();
    probe.on('error', refuse);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => {
        found(typeof address === 'object' && address !== null ? address.port : 0);
      });
    });
  });
}
