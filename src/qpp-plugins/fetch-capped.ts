import { fetch } from 'undici';
import type { Dispatcher, Response } from 'undici';
import { PeriplusError, sentenceOf, TerminalError, TransientError } from '../platform/errors.js';

export interface CappedRequest {
  readonly url: URL;
  readonly method: 'GET' | 'HEAD' | 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
  readonly maxBytes: number;
  readonly timeoutMs: number;
  /** How the source is called in a sentence: "Prometheus at http://…". */
  readonly called: string;
  /** What connects; the default one goes wherever the address says. */
  readonly dispatcher?: Dispatcher;
}

export interface CappedResponse {
  readonly status: number;
  readonly text: string;
  /** The body went on beyond `maxBytes`. */
  readonly truncated: boolean;
  /** The server's `Date`, else this machine's, ISO 8601. */
  readonly observedAt: string;
  readonly contentType: string;
  readonly location: string | null;
}

/**
 * One request with a time limit and a cap on the body. Redirects are not followed; they come back as their status.
 * @throws TransientError `unreachable` or `source-timeout`; what the caller aborted is thrown as the signal's reason.
 */
export async function fetchCapped(request: CappedRequest, signal: AbortSignal): Promise<CappedResponse> {
  const timeout = AbortSignal.timeout(request.timeoutMs);
  const both = AbortSignal.any([signal, timeout]);
  try {
    const response = await fetch(request.url, {
      method: request.method,
      headers: { ...request.headers },
      body: request.body,
      redirect: 'manual',
      signal: both,
      ...(request.dispatcher !== undefined && { dispatcher: request.dispatcher }),
    });
    const { text, truncated } = await readCapped(response, request.maxBytes);
    return {
      status: response.status,
      text,
      truncated,
      observedAt: dateOf(response),
      contentType: response.headers.get('content-type') ?? '',
      location: response.headers.get('location'),
    };
  } catch (error) {
    if (signal.aborted) throw signal.reason as Error;
    if (timeout.aborted) {
      throw new TransientError('source-timeout', `${request.called} did not answer within ${request.timeoutMs / 1000} s.`, {
        cause: error,
      });
    }
    const { cause } = error as { readonly cause?: unknown };
    if (cause instanceof PeriplusError) throw cause;
    throw new TransientError('unreachable', `${request.called} cannot be reached: ${reasonOf(error)}.`, { cause: error });
  }
}

async function readCapped(response: Response, maxBytes: number): Promise<{ readonly text: string; readonly truncated: boolean }> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  if (response.body === null) return { text: '', truncated: false };
  for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
    chunks.push(chunk.subarray(0, maxBytes - size));
    size += chunk.length;
    if (size > maxBytes) return { text: decode(chunks), truncated: true };
  }
  return { text: decode(chunks), truncated: false };
}

function decode(chunks: readonly Uint8Array[]): string {
  return new TextDecoder().decode(Buffer.concat(chunks));
}

function dateOf(response: Response): string {
  const date = Date.parse(response.headers.get('date') ?? '');
  return new Date(Number.isNaN(date) ? Date.now() : date).toISOString();
}

/** undici says "fetch failed" and keeps the reason in `cause`. */
function reasonOf(error: unknown): string {
  const { cause } = error as { readonly cause?: unknown };
  return sentenceOf(cause ?? error).replace(/\.$/, '');
}

/** Throws where the status says that the source itself did not answer. 4xx other than those of access is the caller's affair. */
export function requireAnswer(response: CappedResponse, called: string): void {
  const { status } = response;
  if (status === 401 || status === 403)
    throw new TerminalError('forbidden', `${called} refuses access (${status}).`, {
      hint: 'Check the credential of the source in periplus.yaml.',
    });
  if (status === 429 || status >= 500) throw new TransientError('source-unavailable', `${called} answered ${status}.`);
  if (status >= 300 && status < 400) {
    throw new TerminalError('redirected', `${called} redirects to ${response.location ?? 'another address'}, which is not followed.`, {
      hint: 'Put the final address into periplus.yaml.',
    });
  }
  if (status === 404)
    throw new TerminalError('not-found', `${called} has no such address (404).`, { hint: 'Check the url of the source in periplus.yaml.' });
}
