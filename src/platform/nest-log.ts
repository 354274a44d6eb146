import type { LoggerService } from '@nestjs/common';
import { logger } from './logger.js';

/** Nest's own words through our logger, so that they are redacted and carry the ids. Its start-up chatter is debug. */
export class NestLog implements LoggerService {
  log(message: unknown, ...context: unknown[]): void {
    logger.debug({ context: context.at(-1) }, String(message));
  }

  error(message: unknown, ...context: unknown[]): void {
    logger.error({ context: context.at(-1) }, String(message));
  }

  warn(message: unknown, ...context: unknown[]): void {
    logger.warn({ context: context.at(-1) }, String(message));
  }

  debug(message: unknown, ...context: unknown[]): void {
    logger.debug({ context: context.at(-1) }, String(message));
  }

  verbose(message: unknown, ...context: unknown[]): void {
    logger.trace({ context: context.at(-1) }, String(message));
  }
}
