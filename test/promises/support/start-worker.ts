import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

export interface WorkerProcess {
  readonly pid: number;
  /** Resolves when it is gone. */
  readonly gone: Promise<unknown>;
  readonly signal: (name: NodeJS.Signals) => void;
}

export interface WorkerOptions {
  readonly database: string;
  readonly world: string;
  readonly dieAt?: string;
  readonly leaseMs?: number;
  readonly redisUrl?: string;
  /** Policy carries changes out without asking. */
  readonly mayChange?: boolean;
  /** A language model's server. */
  readonly modelUrl?: string;
}

let built: Promise<string> | null = null;

/** A worker in a process of its own; resolves once it works. */
export async function startWorker(options: WorkerOptions): Promise<WorkerProcess> {
  built ??= buildWorker();
  const { database, world, dieAt = '', leaseMs = 3_000, redisUrl = '', mayChange = false, modelUrl = '' } = options;
  const env = {
    ...process.env,
    DATABASE: database,
    WORLD: world,
    DIE_AT: dieAt,
    LEASE_MS: String(leaseMs),
    REDIS: redisUrl,
    MAY_CHANGE: mayChange ? 'yes' : '',
    MODEL_URL: modelUrl,
    PERIPLUS_LOG_LEVEL: 'fatal',
  };
  const child = spawn(process.execPath, [await built], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const gone = once(child, 'exit');
  await Promise.race([once(child.stdout, 'data'), gone]);
  return { pid: child.pid ?? 0, gone, signal: (name) => child.kill(name) };
}

/** One file out of the worker's TypeScript, beside node_modules so that it finds what it imports. */
async function buildWorker(): Promise<string> {
  const outDir = resolve(`node_modules/.cache/periplus-test/${process.pid}`);
  await build({
    configFile: false,
    logLevel: 'error',
    oxc: { decorator: { legacy: true, emitDecoratorMetadata: true } },
    build: {
      ssr: fileURLToPath(new URL('worker-main.ts', import.meta.url)),
      outDir,
      emptyOutDir: true,
      target: 'node22',
      rolldownOptions: {
        output: { entryFileNames: 'worker.mjs' },
        // What the worker does not use is not loaded: it starts in a fraction of the time.
        treeshake: {
          moduleSideEffects: [
            { test: /worker-main|reflect-metadata/u, sideEffects: true },
            { test: /./u, sideEffects: false },
          ],
        },
      },
    },
  });
  await cp(resolve('src/dag-scheduler/prompts'), resolve(outDir, 'prompts'), { recursive: true });
  process.once('exit', () => {
    rmSync(outDir, { recursive: true, force: true });
  });
  return `${outDir}/worker.mjs`;
}
