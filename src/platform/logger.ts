import { AsyncLocalStorage } from 'node:async_hooks';
import { pino } from 'pino';
import type { DestinationStream, Logger } from 'pino';
import { sentenceOf } from './errors.js';
import { redact, redactDeep } from './redact.js';

/** What a log line is about; every line inside `about(…)` carries it. */
export interface LogSubject {
  readonly incidentId?: string;
  readonly runId?: string;
  readonly stepId?: string;
}

const subject = new AsyncLocalStorage<LogSubject>();

/** Runs `act` with the ids on every line it logs. */
export function about<T>(ids: LogSubject, act: () => T): T {
  return subject.run({ ...subject.getStore(), ...ids }, act);
}

/** An error is written by its type, sentence, stack and causes alone: what else drivers hang on it (statements, values) stays here. */
function redactFields({ err, ...fields }: Record<string, unknown>): Record<string, unknown> {
  return err === undefined ? redactDeep(fields) : { ...redactDeep(fields), err: wordsOf(err) };
}

function wordsOf(error: unknown): unknown {
  if (!(error instanceof Error)) return redactDeep(error);
  const { name, cause, stack } = error;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  return {
    type: name,
    code,
    message: redact(sentenceOf(error)),
    stack: stack === undefined ? undefined : redact(stack),
    cause: cause instanceof Error ? redact(sentenceOf(cause)) : undefined,
  };
}

/** A logger of this shape that writes its lines to `destination`. */
export function loggerTo(destination: DestinationStream, level: string): Logger {
  return pino(
    {
      name: 'periplus',
      level,
      mixin: () => ({ ...subject.getStore() }),
      formatters: { log: redactFields },
      hooks: {
        logMethod(parts, log) {
          log.apply(this, parts.map((part: unknown) => (typeof part === 'string' ? redact(part) : part)) as Parameters<typeof log>);
        },
      },
    },
    destination,
  );
}

/** JSON lines on standard error, redacted, with incident, run and step ids. Level by PERIPLUS_LOG_LEVEL. */
export const logger: Logger = loggerTo(pino.destination({ dest: 2, sync: true }), process.env['PERIPLUS_LOG_LEVEL'] ?? 'info');
