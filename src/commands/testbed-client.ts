import type { IncidentReport } from '../incidents/index.js';
import { TerminalError } from '../platform/errors.js';
import { poll } from '../platform/poll.js';
import { callControl, startTestbed, stopTestbed } from './testbed-process.js';
import type { RunningTestbed, StartOptions } from './testbed-process.js';

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

/** The embedded Sock Shop as the demo starts, breaks, grades and ends it. */
export class TestbedClient {
  private constructor(
    readonly addresses: RunningTestbed,
    private readonly stateDirectory: string,
  ) {}

  /** A fresh world: one that an earlier, killed demo left behind is ended first. */
  static async startFresh(options: StartOptions): Promise<TestbedClient> {
    await stopTestbed(options.stateDirectory);
    return new TestbedClient(await startTestbed(options), options.stateDirectory);
  }

  async load(level: 'none' | 'light' | 'moderate' | 'heavy'): Promise<void> {
    await this.control('POST', '/load', { level });
  }

  async inject(fault: string): Promise<void> {
    await this.control('POST', '/faults/inject', { fault });
  }

  /** Waits until the shop serves: every request of its oracle is answered as it should be. */
  async waitUntilHealthy(): Promise<void> {
    let seen: readonly string[] = [];
    const look = async (): Promise<true | null> => {
      const { healthy, symptoms } = (await this.control('GET', '/oracle')) as {
        readonly healthy: boolean;
        readonly symptoms: readonly string[];
      };
      seen = symptoms;
      return healthy ? true : null;
    };
    const isHealthy = await poll(look, { everyMs: 300, withinMs: 60_000 });
    if (isHealthy === null)
      throw new TerminalError('shop-unhealthy', `The shop did not become healthy within a minute: ${seen.join('; ')}`);
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
    await stopTestbed(this.stateDirectory);
  }

  private control(method: 'GET' | 'POST', path: string, body?: unknown): Promise<unknown> {
    return callControl(this.addresses, method, path, body);
  }
}

function rightOrWrong(isRight: boolean): string {
  return isRight ? 'right' : 'WRONG';
}
