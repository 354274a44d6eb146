import { PeriplusError, sentenceOf, TransientError } from '../../platform/errors.js';
import { backoffMs } from './backoff.js';

export type ErrorOutcome =
  { readonly kind: 'retry'; readonly afterMs: number } | { readonly kind: 'failed'; readonly errorCode: string; readonly sentence: string };

/** @param attempt the attempt that failed, from 1; @param retries how many more a step is given; @param random 0 to 1 */
export function outcomeOfError(error: unknown, attempt: number, retries: number, random: number): ErrorOutcome {
  if (error instanceof TransientError && attempt <= retries) return { kind: 'retry', afterMs: backoffMs(attempt, random) };
  const errorCode = error instanceof PeriplusError ? error.code : 'unexpected';
  return { kind: 'failed', errorCode, sentence: sentenceOf(error) };
}
