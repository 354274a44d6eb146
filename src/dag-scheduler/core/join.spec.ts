import { expect, test } from 'vitest';
import { join } from './join.js';
import type { EdgeState } from './run.js';

test.each<[EdgeState[], ReturnType<typeof join>]>([
  [['enabled'], 'run'],
  [['disabled'], 'skip'],
  [['pending'], 'wait'],
  [['enabled', 'disabled'], 'run'],
  [['disabled', 'disabled'], 'skip'],
  [['enabled', 'pending'], 'wait'],
  [['disabled', 'pending'], 'wait'],
])('inputs %j: %s', (inputs, verdict) => {
  expect(join(inputs)).toBe(verdict);
});
