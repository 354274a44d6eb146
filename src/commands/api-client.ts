import { setTimeout as sleep } from 'node:timers/promises';
import { EventSource } from 'eventsource';
import type { OpenQuestion, RunEvent, RunView } from '../dag-scheduler/index.js';
import type { IncidentReport, IncidentView } from '../incidents/index.js';
import { TerminalError, TransientError } from '../platform/errors.js';

interface ErrorBody {
  readonly error?: { readonly code?: string; readonly message?: string; readonly hint?: string | null };
}

/** The REST API as the command line uses it: the same addresses as everybody's. */
export class ApiClient {
  /**
   * @param key where the service wants one
   * @param patienceMs how long a service that does not answer is waited for: it may be starting
   */
  constructor(
    readonly url: string,
    private readonly key: string | null = null,
    private readonly patienceMs = 30_000,
  ) {}

  questions(): Promise<{ readonly items: readonly OpenQuestion[] }> {
    return this.call('GET', '/api/v1/questions?limit=200');
  }

  incidents(): Promise<{ readonly items: readonly IncidentView[] }> {
    return this.call('GET', '/api/v1/incidents?limit=20');
  }

  incident(id: string): Promise<IncidentView> {
    return this.call('GET', `/api/v1/incidents/${id}`);
  }

  report(incidentId: string): Promise<IncidentReport> {
    return this.call('GET', `/api/v1/incidents/${incidentId}/report`);
  }

  run(id: string): Promise<RunView> {
    return this.call('GET', `/api/v1/runs/${id}`);
  }

  guides(): Promise<{
    readonly items: readonly { readonly id: string; readonly name: string; readonly title: string; readonly mode: string }[];
  }> {
    return this.call('GET', '/api/v1/guides');
  }

  promote(guideId: string, mode: 'shadow' | 'suggest' | 'act'): Promise<unknown> {
    return this.call('POST', `/api/v1/guides/${guideId}/mode`, { mode });
  }

  decide(approvalId: string, verdict: 'grant' | 'deny', why: string | null): Promise<unknown> {
    return this.call('POST', `/api/v1/approvals/${approvalId}`, { verdict, why });
  }

  answer(questionId: string, answer: string): Promise<unknown> {
    return this.call('POST', `/api/v1/questions/${questionId}/answer`, { answer });
  }

  resolve(incidentId: string): Promise<unknown> {
    return this.call('POST', `/api/v1/incidents/${incidentId}/resolve`, {});
  }

  cancel(runId: string, why: string): Promise<unknown> {
    return this.call('POST', `/api/v1/runs/${runId}/cancel`, { why });
  }

  outbox(
    incidentId: string,
  ): Promise<{ readonly items: readonly { readonly kind: string; readonly status: string; readonly card: unknown }[] }> {
    return this.call('GET', `/api/v1/outbox?incidentId=${incidentId}`);
  }

  /** Events of a run from the first to the last; survives a restart of the service by connecting again. */
  async *events(runId: string, signal: AbortSignal): AsyncGenerator<RunEvent> {
    const waiting: RunEvent[] = [];
    let wake: () => void = () => undefined;
    const hear = (message: MessageEvent): void => {
      waiting.push(JSON.parse(String(message.data)) as RunEvent);
      wake();
    };
    let source = this.listen(runId, hear);
    const reconnect = setInterval(() => {
      if (source.readyState === EventSource.CLOSED) source = this.listen(runId, hear);
    }, 500);
    signal.addEventListener('abort', () => {
      wake();
    });
    let seen = 0;
    try {
      while (!signal.aborted) {
        const event = waiting.shift();
        if (event === undefined) {
          await new Promise<void>((resolve) => (wake = resolve));
          continue;
        }
        if (event.seq <= seen) continue;
        seen = event.seq;
        yield event;
        if (event.event.type === 'run-ended') return;
      }
    } finally {
      clearInterval(reconnect);
      source.close();
    }
  }

  private listen(runId: string, hear: (message: MessageEvent) => void): EventSource {
    const source = new EventSource(`${this.url}/api/v1/runs/${runId}/events?after=0`);
    source.addEventListener('run-event', hear);
    return source;
  }

  private async call<T>(method: string, path: string, body?: unknown): Promise<T> {
    const headers = {
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(this.key !== null && { authorization: `Bearer ${this.key}` }),
    };
    const request = { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) };
    const response = await this.patiently(() => fetch(`${this.url}${path}`, request));
    const text = await response.text();
    if (response.ok) return (text === '' ? null : JSON.parse(text)) as T;
    const { error } = parseError(text);
    throw new TerminalError(
      error?.code ?? 'api-error',
      error?.message ?? `${method} ${path} was answered ${response.status}.`,
      error?.hint == null ? {} : { hint: error.hint },
    );
  }

  /** A service that is being started again refuses connections for a moment. */
  private async patiently(call: () => Promise<Response>): Promise<Response> {
    const deadline = Date.now() + this.patienceMs;
    for (;;) {
      try {
        return await call();
      } catch (cause) {
        if (Date.now() >= deadline)
          throw new TransientError('service-away', `No service answers at ${this.url}.`, {
            cause,
            hint: 'Start it (periplus serve), or say where it is: --url.',
          });
      }
      await sleep(250);
    }
  }
}

function parseError(text: string): ErrorBody {
  try {
    return JSON.parse(text) as ErrorBody;
  } catch {
    return {};
  }
}
