import { sentenceOf, TerminalError, TransientError } from '../errors.js';
import type { PeriplusError } from '../errors.js';

/** Which cluster was asked, at which address: every sentence names both. */
export interface Address {
  readonly cluster: string;
  readonly server: string;
}

/** What the API server objected, as an error that says whether to try again. */
export function errorOfStatus(status: number, body: string, at: Address): PeriplusError {
  const said = messageOf(body);
  const sentence = `Cluster ${at.cluster} (${at.server}) answered ${String(status)}${said === '' ? '.' : `: ${said}`}`;
  switch (status) {
    case 401:
      return new TerminalError('unauthorized', sentence, { hint: `Check the credential of clusters.${at.cluster} in periplus.yaml.` });
    case 403:
      return new TerminalError('forbidden', sentence, { hint: 'Give the service account this right, or take the step out of the guide.' });
    case 404:
      return new TerminalError('not-found', sentence);
    case 409:
      return new TransientError('conflict', sentence);
    case 410:
      return new TransientError('expired', sentence);
    case 429:
      return new TransientError('too-many-requests', sentence);
    default:
      if (status >= 500) return new TransientError('cluster-unwell', sentence);
      return new TerminalError('bad-request', sentence);
  }
}

/** Why no answer came at all. */
export function errorOfFailure(error: unknown, at: Address, signal: AbortSignal | undefined, timeoutMs: number): PeriplusError {
  if (signal?.aborted === true) {
    return new TransientError('cancelled', `The call to cluster ${at.cluster} was cancelled.`, { cause: error });
  }
  if (isTimeout(error)) {
    return new TransientError(
      'cluster-timeout',
      `Cluster ${at.cluster} (${at.server}) did not answer within ${String(timeoutMs / 1000)} s.`,
      {
        cause: error,
      },
    );
  }
  return new TransientError('cluster-unreachable', `Cluster ${at.cluster} (${at.server}) cannot be reached: ${reasonOf(error)}.`, {
    cause: error,
    hint: `Check that the API server runs and that the address of clusters.${at.cluster} in periplus.yaml is right.`,
  });
}

/** The `message` of a Status object; of anything else nothing, so that no page of HTML reaches a card. */
export function messageOf(body: string): string {
  try {
    const status = JSON.parse(body) as { message?: unknown } | null;
    return typeof status?.message === 'string' ? status.message.slice(0, 500) : '';
  } catch {
    return body.length > 0 && body.length <= 200 && !body.includes('<') ? body.trim() : '';
  }
}

function isTimeout(error: unknown): boolean {
  return error instanceof Error && (error.name === 'TimeoutError' || isTimeout(error.cause));
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = (error as { code?: unknown }).code;
  if (typeof code === 'string' && code in REASONS) return REASONS[code] ?? code;
  return error.cause === undefined ? sentenceOf(error) : reasonOf(error.cause);
}

const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'the connection was refused',
  ECONNRESET: 'the connection was reset',
  ENOTFOUND: 'its name is not known',
  EHOSTUNREACH: 'there is no route to it',
  UND_ERR_SOCKET: 'the connection was closed',
  UND_ERR_CONNECT_TIMEOUT: 'the connection was not accepted in time',
};
