import { expect, test } from 'vitest';
import { conditionOf } from '../../../test/support/plan-of.js';
import { decideExits } from './decide-edges.js';
import type { Known } from './decide-edges.js';

const exit = (to: string, condition: string): { from: string; to: string; condition: ReturnType<typeof conditionOf> } => ({
  from: 's',
  to,
  condition: conditionOf(condition),
});
const said = (answer: boolean): Known => ({ answer, by: { kind: 'rule' }, reason: 'so', queryId: null, rows: [] });
const exits = [exit('a', 'slow'), exit('b', 'failing'), exit('c', 'otherwise')];

test.each<[string, boolean | null, boolean | null, boolean | undefined]>([
  ['both are false', false, false, true],
  ['one is true', true, false, false],
  ['one is true while the other is open', true, null, false],
  ['one is open', false, null, undefined],
  ['both are open', null, null, undefined],
])('Otherwise where %s', (_what, slow, failing, otherwise) => {
  const known = new Map<string, Known>();
  if (slow !== null) known.set('s→a', said(slow));
  if (failing !== null) known.set('s→b', said(failing));
  expect(decideExits(exits, known).get('s→c')?.answer).toBe(otherwise);
});

test('Otherwise is as sure as the least sure of its siblings', () => {
  const known = new Map<string, Known>([['s→a', said(false)], ['s→b', { ...said(false), by: { kind: 'person', id: 'ada' } }]]); // prettier-ignore
  expect(decideExits(exits, known).get('s→c')?.by).toEqual({ kind: 'person', id: 'ada' });
});
