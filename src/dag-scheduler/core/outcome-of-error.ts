import { PeriplusError, sentenceOf, TransientError } from '../../platform/errors.js';
import { backoffMs } from './backoff.js';

/** Why a step failed. */
export interface StepFailure {
  readonly errorCode: string;
  readonly sentence: string;
  /** The source that does not answer at all: whatever else asks it will fail as well. */
  readonly deadSource?: string;
}

export type ErrorOutcome = { readonly kind: 'retry'; readonly afterMs: number } | ({ readonly kind: 'failed' } & StepFailure);

/** Codes that speak of the source as a whole, and not of one slow or refused query. */
const SOURCE_IS_DEAD: ReadonlySet<string> = new Set(['unreachable', 'cluster-unreachable', 'source-unavailable', 'cluster-unwell']);

/** How often a query has been tried, from 1; how many more times it may be; and what it was asked of. */
export interface Attempts {
  readonly attempt: number;
  readonly retries: number;
  readonly source: string;
}

/** @param random 0 to 1 */
export function outcomeOfError(error: unknown, { attempt, retries, source }: Attempts, random: number): ErrorOutcome {
  if (error instanceof TransientError && attempt <= retries) return { kind: 'retry', afterMs: backoffMs(attempt, random) };
  return { kind: 'failed', ...failureOf(error, source) };
}

export function failureOf(error: unknown, source: string): StepFailure {
  const errorCode = error instanceof PeriplusError ? error.code : 'unexpected';
  const hint = error instanceof PeriplusError ? (error.hint ?? '') : '';
  const failure = { errorCode, sentence: `${sentenceOf(error)} ${hint}`.trim() };
  return SOURCE_IS_DEAD.has(errorCode) ? { ...failure, deadSource: source } : failure;
}
