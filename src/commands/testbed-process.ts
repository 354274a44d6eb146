import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { TerminalError, TransientError } from '../platform/errors.js';
import { environmentOfDemo, isRunning } from './child.js';

export const DEFAULT_STATE_DIRECTORY = '.periplus/testbed';

const stateSchema = z.object({
  pid: z.int(),
  seed: z.number(),
  timeScale: z.number(),
  startedAt: z.string(),
  kubernetes: z.string(),
  prometheus: z.string(),
  control: z.string(),
  kubeconfig: z.string(),
});

/** A running testbed, as its own state file tells. */
export type RunningTestbed = z.infer<typeof stateSchema>;

export interface StartOptions {
  readonly stateDirectory: string;
  readonly seed: number;
  readonly timeScale: number;
  /** Port of the Kubernetes API; 0 takes a free one. */
  readonly port: number;
}

const START_MS = 30_000;
const STOP_MS = 10_000;
const POLL_MS = 50;

/** The testbed of this directory; null when none runs. A state file whose process is gone counts as none. */
export async function findTestbed(stateDirectory: string): Promise<RunningTestbed | null> {
  const state = await readState(stateDirectory);
  if (state === null || !isRunning(state.pid)) return null;
  try {
    const answer = await fetch(`${state.control}/status`, { signal: AbortSignal.timeout(5_000) });
    const { pid } = (await answer.json()) as { readonly pid?: number };
    return pid === state.pid ? state : null;
  } catch {
    return null;
  }
}

/** Adopts the testbed that runs in this directory with the same seed and factor, or starts one that outlives this process. */
export async function startTestbed(options: StartOptions): Promise<RunningTestbed> {
  const running = await findTestbed(options.stateDirectory);
  if (running === null) return spawnTestbed(options);
  if (running.seed === options.seed && running.timeScale === options.timeScale) return running;
  throw new TerminalError(
    'testbed-differs',
    `A testbed with seed ${running.seed} and time scale ${running.timeScale} runs already (process ${running.pid}).`,
    { hint: 'Stop it with `periplus testbed stop`, or start another one in its own --state-dir.' },
  );
}

/** Ends the testbed of this directory; false when none ran. */
export async function stopTestbed(stateDirectory: string): Promise<boolean> {
  const running = await findTestbed(stateDirectory);
  if (running === null) return false;
  await callControl(running, 'POST', '/stop');
  const deadline = Date.now() + STOP_MS;
  while (isRunning(running.pid) && Date.now() < deadline) await sleep(POLL_MS);
  if (isRunning(running.pid)) process.kill(running.pid, 'SIGKILL');
  return true;
}

/** Asks the control address; its refusals become errors with its own sentence. */
export async function callControl(testbed: RunningTestbed, method: 'GET' | 'POST', path: string, body?: unknown): Promise<unknown> {
  let response: Response;
  try {
    response = await fetch(`${testbed.control}${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    });
  } catch (cause) {
    throw new TransientError('testbed-unreachable', `The testbed does not answer at ${testbed.control}.`, { cause });
  }
  const answer = await response.json();
  if (response.ok) return answer;
  const { error } = z.object({ error: z.string().default(`It answered ${response.status}.`) }).parse(answer);
  throw new TerminalError('testbed-refused', error);
}

async function spawnTestbed(options: StartOptions): Promise<RunningTestbed> {
  await mkdir(options.stateDirectory, { recursive: true });
  await rm(join(options.stateDirectory, 'testbed.json'), { force: true });
  const logFile = join(options.stateDirectory, 'testbed.log');
  const log = openSync(logFile, 'w');
  const script = fileURLToPath(new URL('../testbed/main.js', import.meta.url));
  const flags = ['--seed', options.seed, '--time-scale', options.timeScale, '--port', options.port, '--state-dir', options.stateDirectory];
  const child = spawn(process.execPath, ['--enable-source-maps', script, ...flags.map(String)], {
    env: environmentOfDemo(process.env),
    stdio: ['ignore', log, log],
    detached: true,
  });
  closeSync(log);
  child.unref();
  const deadline = Date.now() + START_MS;
  while (Date.now() < deadline) {
    await sleep(POLL_MS);
    const state = await readState(options.stateDirectory);
    if (state !== null && state.pid === child.pid) return state;
    if (child.exitCode !== null) {
      const words = (await readFile(logFile, 'utf8')).trim();
      throw new TerminalError('testbed-did-not-start', `The testbed did not start: ${words === '' ? 'it said nothing' : words}`);
    }
  }
  if (child.pid !== undefined) process.kill(child.pid, 'SIGKILL');
  throw new TransientError('testbed-did-not-start', `The testbed did not start within ${START_MS / 1_000} s; its words are in ${logFile}.`);
}

async function readState(stateDirectory: string): Promise<RunningTestbed | null> {
  try {
    const parsed = stateSchema.safeParse(JSON.parse(await readFile(join(stateDirectory, 'testbed.json'), 'utf8')));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}
