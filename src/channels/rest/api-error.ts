import { HttpException } from '@nestjs/common';
import { PeriplusError, TransientError } from '../../platform/errors.js';

/** What every failed call of the API is answered with: a stable code, a sentence, and what to do. */
export interface ApiError {
  readonly status: number;
  readonly body: { readonly error: { readonly code: string; readonly message: string; readonly hint: string | null } };
}

/** Codes of PostgreSQL's driver and of sockets that mean "the database is away for now". */
const AWAY = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', '57P01', '57P02', '57P03', '08000', '08003', '08006']);

/** What PostgreSQL says of a text with U+0000, which no identifier of ours holds. */
const UNSTORABLE = '22021';

const NAME_OF_STATUS: Readonly<Record<number, string>> = {
  400: 'bad-request',
  401: 'key-missing',
  403: 'not-allowed',
  404: 'not-found',
  413: 'body-too-large',
  415: 'media-type-unknown',
  429: 'too-many-requests',
};

/** Any thrown value as an answer. Nothing of an unexpected error but its existence leaves the process. */
export function toApiError(error: unknown): ApiError {
  if (error instanceof PeriplusError) return answer(statusOf(error), error.code, error.message, error.hint ?? null);
  if (error instanceof HttpException) return ofHttpException(error);
  if (isDatabaseAway(error)) {
    return answer(503, 'database-away', 'The database does not answer at the moment.', 'Try again in a few seconds; nothing was changed.');
  }
  if (codeOf(error) === UNSTORABLE)
    return answer(400, 'bad-request', 'The request holds the character U+0000, which nothing here has.', null);
  return answer(500, 'unexpected', 'Something went wrong inside Periplus.', 'The log has the details, under the time of this answer.');
}

function statusOf(error: PeriplusError): number {
  if (error instanceof TransientError) return 503;
  if (error.code.endsWith('-unknown')) return 404;
  if (error.code === 'role-missing' || error.code === 'own-start') return 403;
  if (/-(?:closed|expired|exists|ended|changed|needed)$/u.test(error.code)) return 409;
  if (/^answer-|-(?:invalid|missing|too-large)$/u.test(error.code)) return 400;
  return 422;
}

function ofHttpException(error: HttpException): ApiError {
  const status = error.getStatus();
  const hint = status === 401 ? 'Send the header "Authorization: Bearer <key>".' : null;
  return answer(status, NAME_OF_STATUS[status] ?? 'refused', sentence(error), hint);
}

/** Nest keeps several complaints in a list; a person reads them as sentences. */
function sentence(error: HttpException): string {
  const response = error.getResponse();
  const { message } = typeof response === 'object' ? (response as { readonly message?: unknown }) : { message: response };
  return Array.isArray(message) ? message.join(' ') : typeof message === 'string' ? message : error.message;
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

function isDatabaseAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (AWAY.has(codeOf(error))) return true;
  if (/connection terminated|timeout exceeded when trying to connect|not connected/iu.test(error.message)) return true;
  return isDatabaseAway(error.cause);
}

function answer(status: number, code: string, message: string, hint: string | null): ApiError {
  return { status, body: { error: { code, message, hint } } };
}
