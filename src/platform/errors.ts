/**
 * Every error of Periplus answers one question: would the same call succeed later?
 * `message` is a sentence for a person; `code` is stable and machine-readable; `hint` says what to do.
 */
export abstract class PeriplusError extends Error {
  readonly hint: string | undefined;

  constructor(
    readonly code: string,
    message: string,
    options: { readonly cause?: unknown; readonly hint?: string } = {},
  ) {
    super(message, { cause: options.cause });
    this.name = new.target.name;
    this.hint = options.hint;
  }
}

/** The same call may succeed later: a time-out, a refused connection, a 503. */
export class TransientError extends PeriplusError {}

/** The same call will fail again until somebody changes something. */
export class TerminalError extends PeriplusError {}

/** Closes a switch over a union: a new kind breaks the build, not the night. */
export function assertNever(value: never): never {
  throw new TerminalError('unreachable', `Unexpected value ${JSON.stringify(value)}.`);
}

/** The sentence of any thrown value, without a stack. */
export function sentenceOf(error: unknown): string {
  if (error instanceof Error) return error.message === '' ? error.name : error.message;
  return String(error);
}
