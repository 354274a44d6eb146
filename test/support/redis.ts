import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './free-port.js';

export interface RedisServer {
  readonly url: string;
  /** `kill -9`; `start` brings an empty one up on the same port. */
  readonly kill: () => Promise<void>;
  readonly start: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/** `redis-server` on the PATH, or where PERIPLUS_TEST_REDIS_SERVER points. Tests that need one are skipped without. */
const binary = process.env['PERIPLUS_TEST_REDIS_SERVER'] ?? 'redis-server';
export const hasRedis = spawnSync(binary, ['--version']).status === 0;

/** A real Redis of the test's own, in memory only, on a free port of this machine. */
export async function startRedis(): Promise<RedisServer> {
  const directory = await mkdtemp(join(tmpdir(), 'periplus-redis-'));
  const port = await freePort();
  let server: ChildProcess | null = null;
  const start = async (): Promise<void> => {
    const options = [
      '--port',
      String(port),
      '--bind',
      '127.0.0.1',
      '--save',
      '',
      '--appendonly',
      'no',
      '--dir',
      directory,
      '--maxmemory-policy',
      'noeviction',
    ];
    const started = spawn(binary, options, { stdio: ['ignore', 'pipe', 'inherit'] });
    server = started;
    for await (const chunk of started.stdout) if (String(chunk).includes('Ready to accept connections')) break;
  };
  const kill = async (): Promise<void> => {
    if (server?.exitCode !== null || server.signalCode !== null) return;
    server.kill('SIGKILL');
    await once(server, 'exit');
  };
  await start();
  const close = async (): Promise<void> => {
    await kill();
    await rm(directory, { recursive: true, force: true });
  };
  return { url: `redis://127.0.0.1:${port}`, kill, start, close };
}
