import type { StatedCause, StepOptions } from '../plan.js';

export const NO_OPTIONS: StepOptions = { timeoutMs: null, retries: null, onFailure: null, rollback: null };

const UNIT_MS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const DURATION = /(\d+(?:\.\d+)?)\s*(milliseconds?|msecs?|ms|seconds?|secs?|s|minutes?|mins?|m|hours?|hrs?|h|days?|d)\b/i;

/** "2 minutes", "30s" in milliseconds; null where the text holds no duration. */
export function durationMs(text: string): number | null {
  const match = DURATION.exec(text);
  if (match?.[1] === undefined || match[2] === undefined) return null;
  const word = match[2].toLowerCase();
  const unit = /^(?:ms|msec|milli)/.test(word) ? 'ms' : word.charAt(0);
  return Math.round(Number(match[1]) * (UNIT_MS[unit] ?? 0));
}

/** `<!-- step: timeout 20s, retries 3, on failure continue, deadline 20m, default otherwise -->`. */
export function readStepComment(comment: string): Partial<StepOptions> | null {
  const body = /<!--\s*step:\s*([\s\S]*?)\s*-->/i.exec(comment)?.[1];
  if (body === undefined) return null;
  const options = { ...readOptionList(body), ...readQuestionOptions(body) };
  return Object.keys(options).length === 0 ? null : options;
}

/** How long people have for the step's questions, and the way to be taken where they do not answer. */
function readQuestionOptions(body: string): Pick<StepOptions, 'deadlineMs' | 'byDeadline'> {
  const deadlineMs = durationMs(/\bdeadline:?\s+([^,;]+)/i.exec(body)?.[1] ?? '');
  const byDeadline = /\bdefault:?\s+([^,;]+)/i.exec(body)?.[1]?.trim();
  return { ...(deadlineMs !== null && { deadlineMs }), ...(byDeadline !== undefined && { byDeadline }) };
}

/** "timeout 20s, retries 3, on failure continue": also as a list item, one or several options. */
export function readOptionList(text: string): Partial<StepOptions> | null {
  const timeout = /\btime-?out:?\s+([^,;]+)/i.exec(text)?.[1];
  const retries = /\bretries:?\s+(\d+)/i.exec(text)?.[1];
  const onFailure = /\bon[- ]failure:?\s+(continue|ask|stop)\b/i.exec(text)?.[1];
  const options: Partial<{ -readonly [key in keyof StepOptions]: StepOptions[key] }> = {};
  if (timeout !== undefined) options.timeoutMs = durationMs(timeout);
  if (retries !== undefined) options.retries = Math.min(Number(retries), 20);
  if (onFailure !== undefined) options.onFailure = onFailure.toLowerCase() as 'continue' | 'ask' | 'stop';
  return Object.keys(options).length === 0 ? null : options;
}

/** `Root cause: bad release of `deployment/x``: null for any other sentence. */
export function readCause(text: string, line: number): StatedCause | null {
  const stated = /^\W*root cause:\s*(\S[\s\S]*)$/i.exec(text)?.[1]?.trim();
  if (stated === undefined) return null;
  return { text: stated.replace(/\.$/, ''), entity: /`([^`]+)`/.exec(stated)?.[1] ?? null, line };
}

/** `Rollback: scale it to zero again.` */
export function readRollback(text: string): string | null {
  return /^\W*roll-?back:\s*(\S[\s\S]*)$/i.exec(text)?.[1]?.trim() ?? null;
}

/** "Wait 2 minutes": how long; null for sentences that wait for something else. */
export function readWait(text: string): number | null {
  const match =
    /^\W*(?:(?:then|now|first|next|please|and),?\s+)*(?:wait|allow|pause)\s+(?:for\s+)?(?:about |approximately |at least |around |up to )?(\d.*)$/i.exec(
      text,
    )?.[1];
  return match === undefined ? null : durationMs(match);
}
