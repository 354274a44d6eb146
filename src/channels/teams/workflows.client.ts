import { sentenceOf, TerminalError, TransientError } from '../../platform/errors.js';
import { BusyError } from '../busy-error.js';

const MAX_BYTES = 28_000;
const LONGEST_WAIT_MS = 3_600_000;

/** Posts one message to a Teams Workflows webhook. @throws BusyError on 429, TransientError for what may pass, TerminalError for a refusal. The address is in no message: it is the secret. */
export async function postToWorkflow(url: string, message: unknown, signal: AbortSignal): Promise<void> {
  const body = JSON.stringify(message);
  if (Buffer.byteLength(body) > MAX_BYTES)
    throw new TerminalError('teams-message-too-large', `The message is ${Buffer.byteLength(body)} bytes; Teams takes ${MAX_BYTES}.`);
  const response = await post(url, body, signal);
  const said = (await response.text().catch(() => '')).slice(0, 300);
  if (response.ok) return;
  if (response.status === 429) throw new BusyError('Teams asks for patience (429).', waitOf(response.headers.get('retry-after')));
  if (response.status === 408 || response.status >= 500)
    throw new TransientError('teams-away', `Teams answered ${response.status}: ${said}`);
  throw new TerminalError('teams-refused', `Teams refused the message with ${response.status}: ${said}`, {
    hint: 'Check that the flow is on, that "Anyone" may trigger it, and that its owner still has an account.',
  });
}

async function post(url: string, body: string, signal: AbortSignal): Promise<Response> {
  try {
    return await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body, signal, redirect: 'error' });
  } catch (cause) {
    throw new TransientError('teams-away', `Teams could not be reached: ${sentenceOf(cause).replaceAll(url, '(address)')}`, { cause });
  }
}

/** Seconds or a date; a minute where the header is missing. */
function waitOf(header: string | null): number {
  const seconds = Number(header ?? Number.NaN);
  const waitMs = Number.isFinite(seconds) ? seconds * 1_000 : new Date(header ?? Number.NaN).getTime() - Date.now();
  return Number.isFinite(waitMs) ? Math.min(Math.max(waitMs, 1_000), LONGEST_WAIT_MS) : 60_000;
}
