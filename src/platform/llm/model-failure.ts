import { PeriplusError, TerminalError, TransientError } from '../errors.js';

/** A failed attempt: what to say, and where it is worth another: when. */
export interface ModelFailure {
  readonly error: PeriplusError;
  /** The server's own word on when to come back (`retry-after`), in ms; null: none. */
  readonly retryAfterMs: number | null;
}

/** What an error of the client library may carry; read without the library, which is loaded only where a model is configured. */
interface ApiFailure {
  readonly status?: unknown;
  readonly code?: unknown;
  readonly headers?: unknown;
}

/** The server does not know something in the request: its own words, to find another way to ask; null where it is something else. */
export function complaintOf(error: unknown): string | null {
  const { status, code } = asApiFailure(error);
  if (code === 'context_length_exceeded' || !(error instanceof Error)) return null;
  return status === 400 || status === 422 ? error.message : null;
}

/**
 * What a thrown value of the client means. A server's own words are kept out of the sentence: it may repeat the prompt in them.
 * @param name the model's configured name
 */
export function failureOf(error: unknown, name: string, now: Date): ModelFailure {
  const ours = error instanceof Error && error.cause instanceof PeriplusError ? error.cause : error;
  if (ours instanceof PeriplusError) return { error: ours, retryAfterMs: null };
  const { status, code, headers } = asApiFailure(error);
  const retryAfterMs = headers instanceof Headers ? retryAfterOf(headers, now) : null;
  if (typeof status === 'number') return { error: errorOfStatus(status, codeWords(code), name), retryAfterMs };
  if (error instanceof SyntaxError)
    return { error: new TransientError('model-unavailable', 'The language model’s server sent broken JSON.'), retryAfterMs };
  return { error: new TransientError('model-unreachable', 'The language model’s server cannot be reached, or hung up.'), retryAfterMs };
}

function errorOfStatus(status: number, code: string, name: string): PeriplusError {
  if (status === 401 || status === 403)
    return new TerminalError('model-forbidden', `The language model’s server refuses access (${status}${code}).`, {
      hint: 'Check OPENAI_API_KEY (model.apiKey).',
    });
  if (status === 404)
    return new TerminalError('model-unknown', `The language model’s server knows no model “${name}”, or no such address (404${code}).`, {
      hint: 'Check PERIPLUS_MODEL (model.name) and OPENAI_BASE_URL (model.baseUrl).',
    });
  if (status === 429 && code.includes('quota'))
    return new TerminalError('model-forbidden', `The quota of the language model’s account is used up (429${code}).`);
  if (status === 408 || status === 409 || status === 429 || status >= 500)
    return new TransientError('model-unavailable', `The language model’s server is not available (${status}${code}).`);
  return new TerminalError('model-refused', `The language model’s server does not take the request (${status}${code}).`);
}

/** `retry-after-ms`, else `retry-after` in seconds or as a date (RFC 9110, 10.2.3). */
export function retryAfterOf(headers: Headers, now: Date): number | null {
  const ms = Number.parseFloat(headers.get('retry-after-ms') ?? '');
  if (ms >= 0) return ms;
  const written = headers.get('retry-after');
  if (written === null) return null;
  const seconds = Number(written);
  const afterMs = Number.isNaN(seconds) ? Date.parse(written) - now.getTime() : seconds * 1_000;
  return afterMs >= 0 ? afterMs : null;
}

function codeWords(code: unknown): string {
  return typeof code === 'string' && /^[\w.-]{1,60}$/u.test(code) ? `, ${code}` : '';
}

function asApiFailure(error: unknown): ApiFailure {
  return error instanceof Error ? (error as ApiFailure) : {};
}
