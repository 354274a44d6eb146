import { sentenceOf, TerminalError, TransientError } from '../../platform/errors.js';

export interface PagerDutyAccount {
  readonly apiUrl: string;
  readonly token: string;
  /** Notes need the address of a PagerDuty user. */
  readonly fromEmail: string | null;
}

const DETAILS_WITHIN_MS = 2_000;
const NOTE_WITHIN_MS = 10_000;

/** PagerDuty's REST API, as far as we use it. @throws TransientError to be tried again, TerminalError with what to do. */
export class PagerDutyClient {
  constructor(private readonly account: PagerDutyAccount) {}

  /** The alerts of an incident, as PagerDuty answers. */
  alertsOf(incidentId: string, signal: AbortSignal): Promise<unknown> {
    return this.call(
      'GET',
      `/incidents/${encodeURIComponent(incidentId)}/alerts?limit=100`,
      null,
      AbortSignal.any([signal, AbortSignal.timeout(DETAILS_WITHIN_MS)]),
    );
  }

  async addNote(incidentId: string, content: string, signal: AbortSignal): Promise<void> {
    await this.call(
      'POST',
      `/incidents/${encodeURIComponent(incidentId)}/notes`,
      { note: { content } },
      AbortSignal.any([signal, AbortSignal.timeout(NOTE_WITHIN_MS)]),
    );
  }

  private async call(method: 'GET' | 'POST', path: string, body: unknown, signal: AbortSignal): Promise<unknown> {
    const response = await this.send(method, path, body, signal);
    const text = await response.text().catch(() => '');
    if (response.ok) return readAnswer(text);
    const said = `PagerDuty answered ${method} ${path} with ${response.status}: ${text.slice(0, 300)}`;
    if (response.status === 429 || response.status >= 500) throw new TransientError('pagerduty-away', said);
    throw new TerminalError('pagerduty-refused', said, {
      hint: 'Check pagerduty.apiToken, pagerduty.fromEmail and the rights of the token.',
    });
  }

  private async send(method: string, path: string, body: unknown, signal: AbortSignal): Promise<Response> {
    const { apiUrl, token, fromEmail } = this.account;
    const headers = {
      authorization: `Token token=${token}`,
      accept: 'application/vnd.pagerduty+json;version=2',
      ...(body === null ? {} : { 'content-type': 'application/json' }),
      ...(fromEmail === null ? {} : { from: fromEmail }),
    };
    try {
      return await fetch(`${apiUrl.replace(/\/+$/u, '')}${path}`, {
        method,
        headers,
        signal,
        redirect: 'error',
        ...(body === null ? {} : { body: JSON.stringify(body) }),
      });
    } catch (cause) {
      throw new TransientError('pagerduty-away', `PagerDuty's API at ${apiUrl} did not answer: ${sentenceOf(cause)}`, { cause });
    }
  }
}

function readAnswer(text: string): unknown {
  try {
    return JSON.parse(text === '' ? 'null' : text);
  } catch (cause) {
    throw new TransientError('pagerduty-away', `PagerDuty's answer is not JSON: ${text.slice(0, 100)}`, { cause });
  }
}
