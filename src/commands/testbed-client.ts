import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { IncidentReport } from '../incidents/index.js';
import { TerminalError } from '../platform/errors.js';
import { endProgram, environmentOfDemo, isRunning, startProgram } from './child.js';

/** Where a running testbed is reached; written by the testbed itself. */
export interface TestbedAddresses {
  readonly pid: number;
  readonly kubernetes: string;
  readonly prometheus: string;
  readonly control: string;
  readonly kubeconfig: string;
}

export interface TestbedOptions {
  readonly stateDirectory: string;
  readonly seed: number;
  readonly timeScale: number;
}

interface OracleGrade {
  readonly fault: string;
  readonly entityRight: boolean;
  readonly causeRight: boolean;
  readonly recovered: boolean;
  readonly collateral: readonly string[];
  readonly symptoms: readonly string[];
}

export interface Grade {
  readonly isRight: boolean;
  readonly sentence: string;
}

/** The embedded Sock Shop, a process of its own, as the command line starts, breaks and ends it. Reached over HTTP alone. */
export class TestbedClient {
  private constructor(readonly addresses: TestbedAddresses) {}

  /** A fresh world: one that an earlier, killed demo left behind is ended first. */
  static async startFresh(options: TestbedOptions): Promise<TestbedClient> {
    await mkdir(options.stateDirectory, { recursive: true });
    const left = await readState(options.stateDirectory);
    if (left !== null && isRunning(left.pid)) await endProgram(left.pid);
    await rm(join(options.stateDirectory, 'testbed.json'), { force: true });
    const flags = ['--seed', String(options.seed), '--time-scale', String(options.timeScale), '--state-dir', options.stateDirectory];
    const logFile = join(options.stateDirectory, 'testbed.log');
    const child = startProgram('testbed/main.js', flags, environmentOfDemo(process.env), logFile);
    for (const deadline = Date.now() + 30_000; ; await sleep(50)) {
      const state = await readState(options.stateDirectory);
      if (state !== null) return new TestbedClient(state);
      if (child.exitCode !== null || Date.now() > deadline) {
        throw new TerminalError('testbed-silent', 'The testbed did not start.', { hint: `Read ${logFile}.` });
      }
    }
  }

  async load(level: 'none' | 'light' | 'moderate' | 'heavy'): Promise<void> {
    await this.control('POST', '/load', { level });
  }

  async inject(fault: string): Promise<void> {
    await this.control('POST', '/faults/inject', { fault });
  }

  /** Waits until the shop serves: every request of its oracle is answered as it should be. */
  async waitUntilHealthy(): Promise<void> {
    for (const deadline = Date.now() + 60_000; ; await sleep(300)) {
      const { healthy, symptoms } = (await this.control('GET', '/oracle')) as {
        readonly healthy: boolean;
        readonly symptoms: readonly string[];
      };
      if (healthy) return;
      if (Date.now() > deadline)
        throw new TerminalError('shop-unhealthy', `The shop did not become healthy within a minute: ${symptoms.join('; ')}`);
    }
  }

  /** What the testbed, which knows what was broken, says of a diagnosis and of what was done about it. */
  async grade(report: IncidentReport): Promise<Grade> {
    const diagnosis = { entity: report.rootCause?.entity ?? null, cause: report.rootCause?.cause ?? null };
    const grade = (await this.control('POST', '/oracle/grade', diagnosis)) as OracleGrade;
    const isControl = grade.fault === 'SS-C1';
    const changedNothing = !isControl || (report.outcome === 'healthy' && report.actions.length === 0);
    const isRight = grade.entityRight && grade.causeRight && grade.recovered && grade.collateral.length === 0 && changedNothing;
    const verdicts = [
      `entity ${rightOrWrong(grade.entityRight)}`,
      `cause ${rightOrWrong(grade.causeRight)}`,
      grade.recovered ? 'the shop is healthy' : `the shop is not healthy (${grade.symptoms.join('; ')})`,
      grade.collateral.length === 0 ? 'nothing else was changed' : `also changed: ${grade.collateral.join(', ')}`,
      ...(changedNothing ? [] : [`a false alarm ended "${report.outcome}" with ${report.actions.length} proposals`]),
    ];
    return { isRight, sentence: `The testbed, which knows what was broken, says: ${verdicts.join(', ')}.` };
  }

  async stop(): Promise<void> {
    if (isRunning(this.addresses.pid)) await endProgram(this.addresses.pid);
  }

  private async control(method: 'GET' | 'POST', path: string, body?: unknown): Promise<unknown> {
    const request =
      body === undefined ? { method } : { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
    const response = await fetch(`${this.addresses.control}${path}`, request);
    const answer = (await response.json()) as { readonly error?: string };
    if (!response.ok) throw new TerminalError('testbed-refused', answer.error ?? `The testbed answered ${response.status} to ${path}.`);
    return answer;
  }
}

function rightOrWrong(isRight: boolean): string {
  return isRight ? 'right' : 'WRONG';
}

async function readState(directory: string): Promise<TestbedAddresses | null> {
  const text = await readFile(join(directory, 'testbed.json'), 'utf8').catch(() => null);
  return text === null ? null : (JSON.parse(text) as TestbedAddresses);
}
