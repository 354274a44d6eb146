import { AsyncLocalStorage } from 'node:async_hooks';
import { pino } from 'pino';
import type { Logger } from 'pino';
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

/** JSON lines on standard error, redacted, with incident, run and step ids. Level by PERIPLUS_LOG_LEVEL. */
export const logger: Logger = pino(
  {
    name: 'periplus',
    level: process.env['PERIPLUS_LOG_LEVEL'] ?? 'info',
    mixin: () => ({ ...subject.getStore() }),
    formatters: { log: (fields) => ('err' in fields ? fields : redactDeep(fields)) },
    hooks: {
      logMethod(parts, log) {
        log.apply(this, parts.map((part: unknown) => (typeof part === 'string' ? redact(part) : part)) as Parameters<typeof log>);
      },
    },
  },
  pino.destination({ dest: 2, sync: true }),
);
