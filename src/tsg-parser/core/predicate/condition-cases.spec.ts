import { describe, expect, test } from 'vitest';
import { CONDITION_CASES } from './__fixtures__/condition-cases.js';
import type { ConditionCases } from './__fixtures__/condition-cases.js';
import { MORE_CONDITION_CASES } from './__fixtures__/more-condition-cases.js';
import { FOURTH_CONDITION_CASES } from './__fixtures__/fourth-condition-cases.js';
import { THIRD_CONDITION_CASES } from './__fixtures__/third-condition-cases.js';
import { decideCondition } from './decide-condition.js';
import { describePredicate } from './describe-predicate.js';
import type { QueryFacts } from './query-facts.js';
import { readAuthorPredicate } from './read-author-predicate.js';

const ALL = [...CONDITION_CASES, ...MORE_CONDITION_CASES, ...THIRD_CONDITION_CASES, ...FOURTH_CONDITION_CASES];
const NOW = '2026-01-01T11:00:00Z';

function factsOf(group: ConditionCases): QueryFacts {
  return {
    queryId: 's1.q1',
    language: group.language,
    text: group.query,
    columns: group.columns.length === 0 ? null : group.columns,
    statusWords: group.statusWords ?? [],
  };
}

function decide(group: ConditionCases, sentence: string): ReturnType<typeof decideCondition> {
  const { columns, rows, text = null, fill = 'rows' } = group;
  return decideCondition(sentence, factsOf(group), { columns, rows, text, fill, observedAt: NOW });
}

describe.each(ALL)('$name', (group) => {
  test.each(group.sentences)('%s: %s', (sentence, expected) => {
    const { answer, reason } = decide(group, sentence);
    expect(`${answer} (${reason})`).toBe(`${expected} (${reason})`);
  });

  test('what was understood reads back as the same predicate', () => {
    for (const [sentence] of group.sentences) {
      const { predicate } = decide(group, sentence);
      if (predicate === null) continue;
      const written = describePredicate(predicate);
      const back = readAuthorPredicate(written, { queries: [factsOf(group)] });
      expect('error' in back ? `${written}: ${back.error}` : describePredicate(back)).toBe(written);
    }
  });
});

test('there are enough sentences to mean something', () => {
  expect(ALL.reduce((sum, group) => sum + group.sentences.length, 0)).toBeGreaterThan(650);
});
