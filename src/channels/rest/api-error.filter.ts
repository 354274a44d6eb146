import { Catch } from '@nestjs/common';
import type { ArgumentsHost, ExceptionFilter } from '@nestjs/common';
import type { Response } from 'express';
import { logger } from '../../platform/logger.js';
import { toApiError } from './api-error.js';

/** The one place where an error becomes an answer, for every controller of the service. */
@Catch()
export class ApiErrorFilter implements ExceptionFilter {
  catch(error: unknown, host: ArgumentsHost): void {
    const response = host.switchToHttp().getResponse<Response>();
    const { status, body } = toApiError(error);
    if (status === 500) logger.error({ err: error }, 'A request failed unexpectedly.');
    if (response.headersSent) response.end();
    else response.status(status).json(body);
  }
}
