import { expect, test } from 'vitest';
import { humanDuration } from './human-duration.js';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

test.each([
  [0, '0s'],
  [119 * SECOND, '119s'],
  [2 * MINUTE, '2m'],
  [3 * MINUTE + 20 * SECOND, '3m20s'],
  [10 * MINUTE + 20 * SECOND, '10m'],
  [179 * MINUTE, '179m'],
  [3 * HOUR, '3h'],
  [5 * HOUR + 30 * MINUTE, '5h30m'],
  [8 * HOUR + 30 * MINUTE, '8h'],
  [47 * HOUR, '47h'],
  [2 * DAY, '2d'],
  [2 * DAY + 5 * HOUR, '2d5h'],
  [40 * DAY + 5 * HOUR, '40d'],
  [3 * 365 * DAY + 30 * DAY, '3y30d'],
  [-5 * SECOND, '<invalid>'],
])('%i ms are printed as %s', (ms, text) => {
  expect(humanDuration(ms)).toBe(text);
});
