import { expect, test } from 'vitest';
import { bytes, canonicalQuantity, millicores, parseQuantity, scaledValue } from './quantities.js';

test.each([
  ['250m', 0.25],
  ['1', 1],
  ['1.5', 1.5],
  ['100Mi', 104_857_600],
  ['1G', 1e9],
  ['2e3', 2_000],
  [3, 3],
  ['12 apples', null],
  ['', null],
])('quantity %j is %s', (text, value) => {
  expect(parseQuantity(text)).toBe(value);
});

test('CPU is counted in millicores and memory in bytes', () => {
  expect(millicores('250m')).toBe(250);
  expect(millicores('0.1')).toBe(100);
  expect(bytes('500Mi')).toBe(524_288_000);
});

test.each([
  ['25%', 1, 'up', 1],
  ['25%', 1, 'down', 0],
  ['25%', 10, 'up', 3],
  ['25%', 10, 'down', 2],
  [2, 10, 'up', 2],
] as const)('%s of %s rounded %s is %s', (value, total, round, expected) => {
  expect(scaledValue(value, total, round)).toBe(expected);
});

test.each([
  ['0.5', '500m'],
  ['1000m', '1'],
  ['250m', '250m'],
  ['1024Mi', '1Gi'],
  ['1000Mi', '1000Mi'],
  [2, '2'],
  ['0', '0'],
  ['2000', '2k'],
  ['much', 'much'],
])('%s is given back as %s', (given, canonical) => {
  expect(canonicalQuantity(given)).toBe(canonical);
});
