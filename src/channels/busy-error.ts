import { TransientError } from '../platform/errors.js';

/** A channel that asks for patience (429, Retry-After): it is not spoken to before then. */
export class BusyError extends TransientError {
  constructor(
    message: string,
    readonly retryAfterMs: number,
  ) {
    super('channel-busy', message);
  }
}
