import { setTimeout as sleep } from 'node:timers/promises';
import { TransientError } from '../../platform/errors.js';
import type { PluginRegistry, PreparedQuery, QueryResult } from '../../qpp-plugins/index.js';
import type { StepOptions } from '../../tsg-parser/index.js';
import type { RunSettings } from '../core/draft.js';
import { outcomeOfError } from '../core/outcome-of-error.js';
import type { StepFailure } from '../core/outcome-of-error.js';
import { ALL_QUERIES } from '../limits.js';
import type { Limits, Turn } from '../limits.js';

export interface Readings {
  readonly results: readonly QueryResult[];
  /** The first of those that failed after all its retries. */
  readonly failure: StepFailure | null;
}

/** Carries out a step's readings, all at once, each with its own time-out and retries. Reading twice is harmless. */
export class ReadingExecutor {
  constructor(
    private readonly plugins: PluginRegistry,
    private readonly limits: Limits,
    private readonly settings: Pick<RunSettings, 'stepTimeoutMs' | 'stepRetries'>,
  ) {}

  /** @param turn for which run, so that it has its share of the source */
  async readAll(queries: readonly PreparedQuery[], options: StepOptions, turn: Turn, signal: AbortSignal): Promise<Readings> {
    const readings = await Promise.all(queries.map((query) => this.read(query, options, turn, signal)));
    const failures = readings.flatMap((reading) => ('sentence' in reading ? [reading] : []));
    const results = readings.flatMap((reading) => ('sentence' in reading ? [] : [reading]));
    const [first] = failures;
    if (first === undefined) return { results, failure: null };
    const sentences = [...new Set(failures.map(({ sentence }) => sentence))];
    return { results, failure: { ...first, sentence: sentences.join(' ') } };
  }

  private async read(query: PreparedQuery, options: StepOptions, turn: Turn, signal: AbortSignal): Promise<QueryResult | StepFailure> {
    const retries = options.retries ?? this.settings.stepRetries;
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.limits.within(query.source, turn, () =>
          this.limits.within(ALL_QUERIES, turn, () => this.once(query, options, signal)),
        );
      } catch (error) {
        const outcome = outcomeOfError(error, { attempt, retries: signal.aborted ? 0 : retries, source: query.source }, Math.random());
        if (outcome.kind === 'failed') return outcome;
        await sleep(outcome.afterMs, undefined, { signal }).catch(() => undefined);
      }
    }
  }

  private async once(query: PreparedQuery, options: StepOptions, signal: AbortSignal): Promise<QueryResult> {
    const timeoutMs = (options.timeoutMs ?? this.settings.stepTimeoutMs) + (query.waitsMs ?? 0);
    if (signal.aborted) throw new TransientError('cut', `${query.rendered} was cut short.`);
    const cut = new AbortController();
    let stop: () => void = () => undefined;
    const stopped = new Promise<never>((_resolve, reject) => {
      const give = (code: string, what: string): void => {
        reject(new TransientError(code, `${query.rendered} ${what}`));
        cut.abort();
      };
      const timer = setTimeout(() => {
        give('timeout', `gave no answer within ${timeoutMs / 1000} s.`);
      }, timeoutMs);
      const onAbort = (): void => {
        give('cut', 'was cut short.');
      };
      signal.addEventListener('abort', onAbort, { once: true });
      stop = () => {
        clearTimeout(timer);
        signal.removeEventListener('abort', onAbort);
      };
    });
    try {
      return await Promise.race([this.plugins.run(query, cut.signal), stopped]);
    } finally {
      stop();
    }
  }
}
