import { expect, test } from 'vitest';
import { nextSizeOfNewSet, nextSizesOfOldSets, proportionalSizes, type SetSize } from './rolling-update.js';

const ONE = { replicas: 1, maxSurge: 1, maxUnavailable: 0 };
const TEN = { replicas: 10, maxSurge: 3, maxUnavailable: 2 };

function set(name: string, wanted: number, available: number, createdAt = name): SetSize {
  return { name, wanted, available, createdAt };
}

test.each([
  ['one replica surges to a second pod', ONE, set('new', 0, 0), [set('old', 1, 1)], 1],
  ['no room: the surge is used up', ONE, set('new', 0, 0), [set('old', 2, 2)], 0],
  ['ten replicas start three', TEN, set('new', 0, 0), [set('old', 10, 10)], 3],
  ['ten replicas never start more than are missing', TEN, set('new', 9, 9), [set('old', 1, 1)], 10],
  ['scaled down: the new set shrinks at once', TEN, set('new', 12, 12), [], 10],
])('new set: %s', (_, bounds, current, old, expected) => {
  expect(nextSizeOfNewSet(bounds, current, old)).toBe(expected);
});

test.each([
  ['the only old pod stays while the new one is not available', ONE, set('new', 1, 0), [set('old', 1, 1)], { old: 1 }],
  ['the old pod goes when the new one is available', ONE, set('new', 1, 1), [set('old', 1, 1)], { old: 0 }],
  ['an old pod that never became available goes at once', ONE, set('new', 1, 0), [set('bad', 1, 0), set('old', 1, 1)], { bad: 0, old: 1 }],
  ['two of ten may be missing', TEN, set('new', 3, 0), [set('old', 10, 10)], { old: 8 }],
])('old sets: %s', (_, bounds, current, old, expected) => {
  expect(Object.fromEntries(nextSizesOfOldSets(bounds, current, old))).toEqual(expected);
});

test('scaling in the middle of a rollout spreads the change over both sets', () => {
  const sizes = proportionalSizes({ replicas: 20, maxSurge: 5, maxUnavailable: 5 }, [set('old', 8, 8), set('new', 5, 3)], 10);
  expect([...sizes.values()].reduce((total, size) => total + size, 0)).toBe(25);
  expect(sizes.get('old')).toBeGreaterThan(8);
  expect(sizes.get('new')).toBeGreaterThan(5);
});
