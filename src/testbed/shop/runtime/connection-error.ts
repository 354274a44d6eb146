/** A connection that did not come about or broke, with the address a true pod would name. */
export class ConnectionError extends Error {
  constructor(
    /** ECONNREFUSED, ECONNRESET, ENOTFOUND, ETIMEDOUT … */
    readonly code: string,
    /** `10.96.3.4:3306`, or the name that could not be resolved. */
    readonly target: string,
    message: string,
  ) {
    super(message);
  }

  static from(error: unknown, target: string): ConnectionError {
    if (error instanceof ConnectionError) return error;
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    return new ConnectionError(code, target, error instanceof Error ? error.message : 'connection failed');
  }
}
