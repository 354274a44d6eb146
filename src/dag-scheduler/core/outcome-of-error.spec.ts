import { expect, test } from 'vitest';
import { TerminalError, TransientError } from '../../platform/errors.js';
import { backoffMs } from './backoff.js';
import { failureOf, outcomeOfError } from './outcome-of-error.js';

const away = new TransientError('timeout', 'Prometheus did not answer.');

test.each([
  [1, 2, 'retry'],
  [2, 2, 'retry'],
  [3, 2, 'failed'],
  [1, 0, 'failed'],
] as const)('what may pass is tried again: attempt %i of 1 + %i retries → %s', (attempt, retries, kind) => {
  expect(outcomeOfError(away, { attempt, retries, source: 'prometheus' }, 0.5).kind).toBe(kind);
});

test('what will fail again is not tried again, and keeps its code and sentence', () => {
  const refused = new TerminalError('forbidden', 'The reader may not list secrets.');
  expect(outcomeOfError(refused, { attempt: 1, retries: 5, source: 'shop' }, 0)).toEqual({
    kind: 'failed',
    errorCode: 'forbidden',
    sentence: 'The reader may not list secrets.',
  });
  expect(outcomeOfError(new Error('x is not a function'), { attempt: 1, retries: 5, source: 'shop' }, 0)).toMatchObject({
    kind: 'failed',
    errorCode: 'unexpected',
  });
});

test.each([
  [1, 0, 200],
  [2, 0, 400],
  [1, 1, 100],
  [20, 0, 10_000],
])('attempt %i with randomness %d waits %i ms', (attempt, random, ms) => {
  expect(backoffMs(attempt, random)).toBe(ms);
});

test.each([
  ['unreachable', 'prometheus'],
  ['cluster-unreachable', 'prometheus'],
  ['source-timeout', undefined],
  ['too-many-requests', undefined],
])('a source counts as dead after "%s": %s', (code, deadSource) => {
  expect(failureOf(new TransientError(code, 'No answer.'), 'prometheus').deadSource).toBe(deadSource);
});
