import { describe, expect, test } from 'vitest';
import type { Cell } from '../result-table.js';
import { evaluatePredicate } from './evaluate-predicate.js';
import type { EvaluationScope } from './evaluate-predicate.js';
import { readAuthorPredicate } from './read-author-predicate.js';
import type { ScopedTable } from './table-view.js';

function table(columns: readonly string[], rows: readonly (readonly Cell[])[], more: Partial<ScopedTable> = {}): ScopedTable {
  return { columns, rows, text: null, fill: rows.length === 0 ? 'no-rows' : 'rows', observedAt: '2026-01-01T12:00:00Z', ...more };
}

function decide(text: string, results: Readonly<Record<string, ScopedTable>>, alertState: EvaluationScope['alertState'] = 'unknown') {
  const predicate = readAuthorPredicate(text);
  if ('error' in predicate) throw new Error(predicate.error);
  return evaluatePredicate(predicate, { results: new Map(Object.entries(results)), alertState });
}

const VALUES = table(['route', 'value'], [['a', 0.1], ['b', 0.4]]); // prettier-ignore

describe('an author’s predicate', () => {
  test.each([
    ['any(value) >= 0.2', 'true'],
    ['all(value) >= 0.2', 'false'],
    ['none(value) > 1', 'true'],
    ['value > 0.05', 'true'],
    ['value > 0.2', 'undecidable'],
    ['any(value where route = "a") > 0.2', 'false'],
    ['any(rows): (route = "b" and value > 0.3)', 'true'],
    ['any(rows): (route = "a" or value > 0.5)', 'true'],
    ['count(rows) = 2', 'true'],
    ['count(rows where value > 0.2) >= 2', 'false'],
    ['no rows', 'false'],
    ['not (no rows)', 'true'],
    ['any(route) in ("x", "b") and not any(value) > 1', 'true'],
    ['any(missing) > 1', 'undecidable'],
    ['any(missing) > 1 or any(value) > 0.3', 'true'],
    ['any(value) > 0.3 and any(missing) > 1', 'undecidable'],
    ['any(value) > 9 and any(missing) > 1', 'false'],
    ['text contains "b"', 'true'],
    ['text matches "^a "', 'true'],
    ['share >= 0.5 of(value) > 0.2', 'true'],
    ['alert is firing', 'undecidable'],
  ])('%s: %s', (text, answer) => {
    expect(decide(text, { q: VALUES }).answer).toBe(answer);
  });

  test.each([
    ['any(value', /closing bracket/],
    ['any value > 3', /brackets/],
    ['any(value) > high', /number or a text/],
    ['text contains refused', /in quotes/],
    ['text matches "(a+)+b"', /repeats a group/],
    ['text matches "("', /not a regular expression/],
    ['alert is loud', /firing/],
    ['any(value) > 3 any(value) < 9', /not expected/],
    ['', /not a predicate/],
    ['any(rows): (a = "x" and b = "y" or c = "z")', /put brackets/],
  ])('%s is refused with how to write it', (text, sentence) => {
    expect(readAuthorPredicate(text)).toMatchObject({ error: expect.stringMatching(sentence) as string });
  });
});

describe('what cannot be known is never false', () => {
  test('no data decides nothing, not even emptiness or its negation', () => {
    const none = table(['value'], [], { fill: 'no-data' });
    for (const text of ['any(value) > 1', 'no rows', 'not (any(value) > 1)', 'text contains "x"'])
      expect(decide(text, { q: none }).answer).toBe('undecidable');
  });

  test('rows beyond a cap might say otherwise', () => {
    const cut = { ...VALUES, truncated: true };
    expect(
      [
        'any(value) > 0.3',
        'any(value) > 9',
        'all(value) > 0',
        'count(rows) > 1',
        'count(rows) < 9',
        'none(value) > 9',
        'text contains "zzz"',
      ].map((text) => decide(text, { q: cut }).answer),
    ).toEqual(['true', 'undecidable', 'undecidable', 'true', 'undecidable', 'undecidable', 'undecidable']);
  });

  test('a cell that holds no number is unknown, the others still decide', () => {
    const gap = table(['value'], [[null], [5]]);
    expect([
      decide('any(value) > 3', { q: gap }).answer,
      decide('any(value) > 9', { q: gap }).answer,
      decide('all(value) > 3', { q: gap }).answer,
    ]).toEqual(['true', 'undecidable', 'undecidable']);
  });

  test('several results and none named: nobody can say which is meant', () => {
    expect(decide('any(value) > 0.3', { q1: VALUES, q2: VALUES })).toMatchObject({
      answer: 'undecidable',
      reason: 'It is not said which of the results is meant.',
    });
  });

  test('the latest row is the newest by time or version, or unknown', () => {
    const timed = table(['at', 'state'], [['2026-01-01T10:00:00Z', 'BAD'], ['2026-01-01T11:00:00Z', 'GOOD']]); // prettier-ignore
    const versions = table(['version', 'state'], [['3.9.1', 'BAD'], ['3.14.0', 'GOOD']]); // prettier-ignore
    const neither = table(['name', 'state'], [['a', 'BAD'], ['b', 'GOOD']]); // prettier-ignore
    expect([timed, versions, neither].map((rows) => decide('latest(state) = "GOOD"', { q: rows }).answer)).toEqual([
      'true',
      'true',
      'undecidable',
    ]);
  });
});

test('the reason quotes the rows that decided, and points at them', () => {
  expect(decide('any(value) > 0.3', { q: VALUES })).toEqual({
    answer: 'true',
    reason: '1 of 2 rows: b (value 0.4).',
    queryId: 'q',
    rows: [1],
  });
});

test('the alert’s own state decides where it is known', () => {
  expect([decide('alert is firing', {}, 'firing').answer, decide('alert is resolved', {}, 'firing').answer]).toEqual(['true', 'false']);
});
