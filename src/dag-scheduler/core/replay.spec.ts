import { expect, test } from 'vitest';
import { planOf } from '../../../test/support/plan-of.js';
import { Play } from '../../../test/support/play-run.js';
import { edgeKey } from './plan-graph.js';
import { replay } from './replay.js';

const loops = [{ from: 'a', to: 'a', maxIterations: 2 }];

test.each([
  ['a -(bad)-> b, a -(otherwise)-> c, b -> d, c -> d, d -> end', { a: 'bad' }],
  ['a -(bad)-> b, b -> c, c -> d', { a: 'fine' }],
  ['a -> b, a -(bad)-> c, b -> d, c -> d', { a: new Error('The source does not answer.') }],
])('the record of %s holds', (drawing, script) => {
  const play = new Play(planOf(drawing), script).toRest();
  while (play.openQuestion !== undefined) play.answer(play.openQuestion.options.at(-2) ?? 'no').toRest();
  expect(replay(play.state)).toEqual({ edges: play.view.edges.length, differences: [] });
});

test('what a person decided stands, and the last round of a loop is replayed', () => {
  const play = new Play(planOf('a -(?warm)-> b, a -(otherwise)-> c', { loops })).toRest();
  while (play.openQuestion !== undefined) play.answer('no').toRest();
  expect(replay(play.state).differences).toEqual([]);
});

test('an edge that says something else than its step read is named, and so is what hangs on it', () => {
  const { state } = new Play(planOf('a -(bad)-> b, a -(otherwise)-> c'), { a: 'bad' }).toRest();
  const key = edgeKey({ from: 'a', to: 'b' });
  state.edges.set(key, { ...state.edges.get(key)!, state: 'disabled' });
  expect(replay(state).differences).toEqual([expect.stringContaining('a → b is disabled on record and enabled again') as string]);
  const step = state.steps.get('b')!;
  state.steps.set('b', { ...step, status: 'skipped' });
  expect(replay(state).differences).toContain('b was skipped, and its inputs (enabled) say run');
});

test('readings that were altered afterwards no longer decide what is on record', () => {
  const { state } = new Play(planOf('a -(bad)-> b, a -(otherwise)-> c'), { a: 'bad' }).toRest();
  const step = state.steps.get('a')!;
  state.steps.set('a', { ...step, results: step.results.map((result) => ({ ...result, text: 'fine', rows: [['fine']] })) });
  expect(replay(state).differences).toHaveLength(4);
});
