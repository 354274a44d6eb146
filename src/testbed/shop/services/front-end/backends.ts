import { ConnectionError } from '../../runtime/connection-error.js';
import type { Container } from '../../runtime/container.js';
import { call } from '../../runtime/http-call.js';
import type { Call, Reply } from '../../runtime/http-call.js';

/** An error with a status of its own; every other error is a 500. */
export class HttpProblem extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

/** The services behind the shop's face. No call has a time-out. */
export class Backends {
  constructor(
    private readonly container: Container,
    private readonly domain: string,
  ) {}

  get random(): () => number {
    return this.container.context.random;
  }

  log(line: string): void {
    this.container.context.log(line);
  }

  urlOf(service: string, path: string): string {
    return `http://${service}${this.domain === '' ? '' : `.${this.domain}`}${path}`;
  }

  /** Any answer of the backend, an error status included; rejects only where there is no answer at all. */
  async ask(method: string, service: string, path: string, more: Pick<Call, 'body' | 'headers'> = {}): Promise<Reply> {
    return this.askUrl(method, this.urlOf(service, path), more);
  }

  async askUrl(method: string, url: string, more: Pick<Call, 'body' | 'headers'> = {}): Promise<Reply> {
    try {
      return await call((name, port) => this.container.context.resolve(name, port), { method, url, ...more, signal: this.container.ended });
    } catch (error) {
      throw new Error(nodeMessage(error));
    }
  }
}

function nodeMessage(error: unknown): string {
  if (!(error instanceof ConnectionError)) return error instanceof Error ? error.message : 'unknown';
  if (error.code === 'ECONNREFUSED') return `connect ECONNREFUSED ${error.target}`;
  if (error.code === 'ENOTFOUND') return `getaddrinfo ENOTFOUND ${error.target} ${error.target}:80`;
  return error.code === 'ECONNRESET' ? 'socket hang up' : error.message;
}
