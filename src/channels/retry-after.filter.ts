import { Catch, HttpException } from '@nestjs/common';
import type { ArgumentsHost, ExceptionFilter } from '@nestjs/common';
import type { ServerResponse } from 'node:http';

const RETRY_AFTER_SECONDS = 10;

/** Answers a webhook that cannot be taken: a sentence, no stack, and for a 503 when to come again. */
@Catch()
export class RetryAfterFilter implements ExceptionFilter {
  catch(error: unknown, host: ArgumentsHost): void {
    const status = error instanceof HttpException ? error.getStatus() : 503;
    const message = error instanceof HttpException ? error.message : 'The message cannot be taken at the moment; send it again.';
    const response = host.switchToHttp().getResponse<ServerResponse>();
    const later = status === 503 ? { 'retry-after': String(RETRY_AFTER_SECONDS) } : {};
    response.writeHead(status, { 'content-type': 'application/json', ...later });
    response.end(JSON.stringify({ error: { code: codeOf(status), message, hint: null } }));
  }
}

function codeOf(status: number): string {
  return status === 401 ? 'signature-invalid' : status === 503 ? 'database-away' : 'body-invalid';
}
