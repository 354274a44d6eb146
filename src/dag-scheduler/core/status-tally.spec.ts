import { expect, test } from 'vitest';
import type { QueryTemplate } from '../../tsg-parser/index.js';
import { isSound, statusTallyOf, tallyText } from './status-tally.js';

const template = { statusWords: ['STABLE', 'DEGRADING', 'HEALTHY', 'WARNING'] } as unknown as QueryTemplate;
const result = {
  columns: ['zone', 'trend', 'health', 'n'],
  rows: [['a', 'STABLE', 'WARNING', 1], ['b', 'DEGRADING', 'HEALTHY', 2], ['c', 'STABLE', 'WARNING', 3]],
}; // prettier-ignore

test('rows are counted by the last column of the words the query itself can yield', () => {
  const tally = statusTallyOf(result, template);
  expect(tally).toEqual({ column: 'health', words: [{ word: 'WARNING', rows: [0, 2] }, { word: 'HEALTHY', rows: [1] }] }); // prettier-ignore
  expect(tally && tallyText(tally)).toBe('health 2 WARNING, 1 HEALTHY');
});

test('words the query does not yield, no rows, and no query count nothing', () => {
  expect(statusTallyOf({ columns: ['state'], rows: [['WARNING'], ['odd']] }, template)).toBeNull();
  expect(statusTallyOf({ columns: ['health'], rows: [] }, template)).toBeNull();
  expect(statusTallyOf(result, undefined)).toBeNull();
});

test.each(['NORMAL', 'Healthy', 'NO_REGRESSION', 'ok', 'Succeeded', 'LOW'])('%s says that all is well', (word) => {
  expect(isSound(word)).toBe(true);
});

test.each(['WARNING', 'CRITICAL', 'DEGRADED', 'NO_DATA', 'NOT_READY', 'LOW_SUCCESS', 'REGRESSION_DETECTED', 'UNHEALTHY'])(
  '%s does not',
  (word) => {
    expect(isSound(word)).toBe(false);
  },
);
