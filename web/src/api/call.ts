import { readKey } from './key';

/** What a failed call told: a sentence and what to do. `status` 0: nobody answered. */
export class CallFailure extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly hint: string | null,
  ) {
    super(message);
  }
}

/** Headers that say who is calling. */
export function credentials(): Record<string, string> {
  const key = readKey();
  return key === null ? {} : { authorization: `Bearer ${key}` };
}

export function read<T>(path: string, signal: AbortSignal): Promise<T> {
  return call<T>(path, { signal, headers: credentials() });
}

export function post<T = null>(path: string, body: unknown = {}): Promise<T> {
  return call<T>(path, { method: 'POST', headers: { ...credentials(), 'content-type': 'application/json' }, body: JSON.stringify(body) });
}

/** @throws CallFailure; or the abort of the caller's own signal */
async function call<T>(path: string, init: RequestInit): Promise<T> {
  const response = await fetch(`/api/v1${path}`, init).catch((error: unknown) => {
    if (init.signal?.aborted === true) throw error;
    throw new CallFailure(0, 'unreachable', 'Periplus does not answer.', 'It may be restarting; the page keeps trying.');
  });
  const text = await response.text();
  if (response.ok) return (text === '' ? null : JSON.parse(text)) as T;
  throw failureOf(response.status, text);
}

function failureOf(status: number, text: string): CallFailure {
  try {
    const { error } = JSON.parse(text) as {
      readonly error: { readonly code: string; readonly message: string; readonly hint: string | null };
    };
    return new CallFailure(status, error.code, error.message, error.hint);
  } catch {
    return new CallFailure(status, 'unexpected', `The service answered ${String(status)}.`, null);
  }
}
