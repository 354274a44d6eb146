import { expect, test } from 'vitest';
import { parseFieldSelector, parseLabelSelector, mapSelects, selects, selectorText } from './selectors.js';

const LABELS = { app: 'web', tier: 'front', size: '3' };

test.each([
  ['app=web', true],
  ['app==web,tier=front', true],
  ['app=db', false],
  ['app!=db', true],
  ['missing!=db', true],
  ['app in (db,web)', true],
  ['app notin (db,web)', false],
  ['app in (db, cache),tier=front', false],
  ['tier', true],
  ['!tier', false],
  ['!missing', true],
  ['size>2', true],
  ['size<2', false],
  ['', true],
])('label selector %j holds: %s', (text, holds) => {
  expect(parseLabelSelector(text)(LABELS)).toBe(holds);
});

test('an unreadable label selector is refused with the text that is wrong', () => {
  expect(() => parseLabelSelector('a b c')).toThrow("unable to parse requirement: found 'a b c'");
});

test('a field selector tests known fields and refuses others', () => {
  const pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'a', uid: '', resourceVersion: '', creationTimestamp: '' },
    status: { phase: 'Running' },
  };
  expect(parseFieldSelector('status.phase=Running', ['status.phase'])(pod)).toBe(true);
  expect(parseFieldSelector('status.phase!=Running', ['status.phase'])(pod)).toBe(false);
  expect(() => parseFieldSelector('spec.x=1', ['status.phase'])).toThrow('field label not supported: spec.x');
});

test('an empty Service selector selects nothing, an empty LabelSelector everything', () => {
  expect(mapSelects({}, LABELS)).toBe(false);
  expect(selects({}, LABELS)).toBe(true);
  expect(selects(undefined, LABELS)).toBe(false);
});

test('a selector is written as kubectl shows it', () => {
  expect(selectorText({ matchLabels: { b: '2', a: '1' } })).toBe('a=1,b=2');
});
