import { context, propagation, ROOT_CONTEXT } from '@opentelemetry/api';
import type { Job, Queue } from 'bull';
import { setTimeout as sleep } from 'node:timers/promises';
import { sentenceOf } from '../../platform/errors.js';
import { logger } from '../../platform/logger.js';
import { RunDispatcher } from './run-dispatcher.js';
import type { Wake } from './run-dispatcher.js';

/** The queue's name in Redis. */
export const RUN_QUEUE = 'periplus-runs';

/** What a job carries: nothing that Redis could lose. `trace` joins the worker's spans to those of who woke the run. */
export interface WakeJob {
  readonly runId: string;
  readonly trace: Readonly<Record<string, string>>;
}

const AT_ONCE = 50;
/** While Redis is away a wake-up is given up after this long: the sweep of any worker finds the run. */
const GIVE_UP_MS = 1_000;

/**
 * For api and workers in processes of their own. Bull carries wake-ups alone: a job's id is its run and wake-up, so that a
 * double delivery is one job; done and failed jobs are removed; a stalled or repeated one claims nothing.
 */
export class BullDispatcher extends RunDispatcher {
  constructor(private readonly queue: Queue<WakeJob>) {
    super();
    queue.on('error', (error) => {
      logger.warn({ sentence: sentenceOf(error) }, 'Redis does not answer; runs are found by the sweep meanwhile.');
    });
  }

  async dispatch({ runId, wakeSeq }: Wake): Promise<void> {
    const trace: Record<string, string> = {};
    propagation.inject(context.active(), trace);
    const added = this.queue
      .add({ runId, trace }, { jobId: `${runId}:${wakeSeq}`, removeOnComplete: true, removeOnFail: true })
      .catch((error: unknown) => {
        logger.warn({ runId, sentence: sentenceOf(error) }, 'A wake-up could not be put into Redis; the sweep finds the run.');
      });
    await Promise.race([added, sleep(GIVE_UP_MS, undefined, { ref: false })]);
  }

  consume(onDue: (runId: string) => void): void {
    const carry = (job: Job<WakeJob>): Promise<void> => {
      context.with(propagation.extract(ROOT_CONTEXT, job.data.trace), () => {
        onDue(job.data.runId);
      });
      return Promise.resolve();
    };
    this.queue.process(AT_ONCE, carry).catch((error: unknown) => {
      logger.warn({ sentence: sentenceOf(error) }, 'Redis does not answer; runs are found by the sweep meanwhile.');
    });
  }

  async close(): Promise<void> {
    await this.queue.pause(true, true).catch(() => undefined);
  }
}
