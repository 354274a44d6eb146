import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

/** Variables that point at somebody's real systems: the demo and its children never see them. */
const REAL_SYSTEMS = /^(KUBECONFIG|DATABASE_URL|REDIS_URL|PROMETHEUS_URL|PAGERDUTY_|TEAMS_|OPENAI_|PERIPLUS_(?!LOG_LEVEL)|PG[A-Z]+$)/u;

/** The environment without anything that leads outside this machine. */
export function environmentOfDemo(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !REAL_SYSTEMS.test(name)));
}

/** Starts the compiled service as a program of its own; its output goes to a file. */
export function startServiceProgram(environment: NodeJS.ProcessEnv, logFile: string): ChildProcess {
  const script = fileURLToPath(new URL('../main.js', import.meta.url));
  const log = openSync(logFile, 'a');
  try {
    return spawn(process.execPath, ['--enable-source-maps', script], { env: environment, stdio: ['ignore', log, log] });
  } finally {
    closeSync(log);
  }
}

/** Whether a process of this id runs. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Asks a program to end, and ends it after ten seconds. */
export async function endProgram(pid: number): Promise<void> {
  signal(pid, 'SIGTERM');
  for (const deadline = Date.now() + 10_000; isRunning(pid) && Date.now() < deadline;) await sleep(100);
  if (isRunning(pid)) signal(pid, 'SIGKILL');
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It ended by itself in between.
  }
}
