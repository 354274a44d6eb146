import { describe, expect, test } from 'vitest';
import { planOf } from '../../../test/support/plan-of.js';
import type { PlanSketch } from '../../../test/support/plan-of.js';
import { Play } from '../../../test/support/play-run.js';
import { ask } from './questions.js';

const broken = new Error('The source does not answer.');

describe('paths', () => {
  test.each([
    ['a -> b, a -> c, b -> d, c -> d', {}, 'a succeeded, b succeeded, c succeeded, d succeeded'],
    ['a -(bad)-> b, a -(otherwise)-> c', { a: 'bad' }, 'a succeeded, b succeeded, c skipped'],
    ['a -(bad)-> b, a -(otherwise)-> c', { a: 'fine' }, 'a succeeded, b skipped, c succeeded'],
    ['a -(bad)-> b, b -> c, c -> d', { a: 'fine' }, 'a succeeded, b skipped, c skipped, d skipped'],
    ['a -(bad)-> b, a -> c, b -> d, c -> d', { a: 'fine' }, 'a succeeded, b skipped, c succeeded, d succeeded'],
    ['a -(bad)-> b, a -(worse)-> c', { a: 'bad and worse' }, 'a succeeded, b succeeded, c succeeded'],
  ])('%s', (drawing, script, steps) => {
    const play = new Play(planOf(drawing), script).toRest();
    expect(play.steps).toBe(steps);
    expect(play.view.status).toBe('succeeded');
  });

  test('every edge of an ended run is settled', () => {
    const play = new Play(planOf('a -(bad)-> b, a -(otherwise)-> c, b -> d, c -> d, d -> end'), { a: 'bad' }).toRest();
    expect(play.view.edges.filter(({ state }) => state === 'pending')).toEqual([]);
  });

  test('a join waits for all of its inputs, in whatever order they come', () => {
    const play = new Play(planOf('a -> d, b -> d, c -> d'));
    expect(play.begun).toEqual(['a', 'b', 'c']);
    play.settle('c').settle('a');
    expect(play.begun).not.toContain('d');
    expect(play.settle('b').begun).toContain('d');
  });
});

describe('failed is not false', () => {
  test('a step without conditions that fails lets the run go on, and what follows says so', () => {
    const play = new Play(planOf('a -> c, b -> c'), { a: broken }).toRest();
    expect(play.steps).toBe('a failed, c succeeded, b succeeded');
    expect(play.view.steps.find(({ id }) => id === 'c')?.findings.map(({ sentence }) => sentence)).toContain(
      'Without Step a, which failed: The source does not answer.',
    );
    expect(play.view.outcome?.kind).toBe('inconclusive');
  });

  test('a step with conditions that fails is asked about, and its branches wait', () => {
    const play = new Play(planOf('a -(bad)-> b, a -(otherwise)-> c'), { a: broken }).toRest();
    expect(play.steps).toBe('a asking, b waiting, c waiting');
    expect(play.view.questions[0]).toMatchObject({ kind: 'failed-step', options: ['try again', 'bad', 'none of these', 'stop the run'] });
    expect(play.answer('none of these').toRest().steps).toBe('a failed, b skipped, c succeeded');
  });

  test('a step that goes on without is still failed once its conditions are answered', () => {
    const play = new Play(planOf('a -(bad)-> b, a -> c', { nodes: { a: { options: { onFailure: 'continue' } } } }), { a: broken }).toRest();
    expect(play.steps).toBe('a asking, b waiting, c succeeded');
    expect(play.answer('yes').toRest().steps).toBe('a failed, b succeeded, c succeeded');
  });

  test('"try again" reads anew', () => {
    const play = new Play(planOf('a -(bad)-> b, a -(otherwise)-> c'), { a: [broken, 'bad'] }).toRest();
    expect(play.answer('try again').toRest().steps).toBe('a succeeded, b succeeded, c skipped');
  });

  test('a step that is to stop the run fails it, and nothing else begins', () => {
    const play = new Play(planOf('a -> b, c -> d', { nodes: { a: { options: { onFailure: 'stop' } } } }), { a: broken });
    play.toRest();
    expect([play.view.status, play.steps]).toEqual(['failed', 'a failed, b skipped, c cancelled, d skipped']);
  });
});

describe('ask, never guess', () => {
  test('what rules decide goes on while a person is asked about the rest', () => {
    const play = new Play(planOf('a -(bad)-> b, a -(?warm)-> c, a -(otherwise)-> d'), { a: 'bad' }).toRest();
    expect(play.steps).toBe('a asking, b succeeded, c waiting, d skipped');
    expect(play.answer('no').toRest().steps).toBe('a succeeded, b succeeded, c skipped, d skipped');
  });

  test('several open conditions are one question', () => {
    const play = new Play(planOf('a -(?cold)-> b, a -(?warm)-> c, a -(otherwise)-> d')).toRest();
    expect(play.view.questions).toMatchObject([{ options: ['cold', 'warm', 'none of these'] }]);
    expect(play.answer('warm').toRest().steps).toBe('a succeeded, b skipped, c succeeded, d skipped');
  });

  test('at its deadline a question escalates and stays open', () => {
    const play = new Play(planOf('a -(?warm)-> b')).toRest().later(31 * 60_000);
    expect(play.openQuestions).toEqual(['Still open: Step a: does this hold? “warm”']);
    expect(play.events.filter(({ type }) => type === 'question-asked')).toHaveLength(2);
    expect(play.view.status).toBe('waiting');
  });

  test('where nobody answers in time a harmless way that is named is taken, on record as such, and the question stays open', () => {
    const sketch = { nodes: { a: { options: { byDeadline: 'otherwise', deadlineMs: 600_000 } } } };
    const play = new Play(planOf('a -(?warm)-> b, a -(otherwise)-> c, c -> d', sketch)).toRest();
    expect(play.openQuestion).toMatchObject({ deadline: '2026-11-20T12:10:00.000Z', byDeadline: { to: 'c', text: 'Otherwise → Step c' } });
    play.later(11 * 60_000).toRest();
    expect(play.steps).toBe('a asking, b waiting, c succeeded, d succeeded');
    expect(play.view.decisions).toMatchObject([
      { edge: { to: 'c' }, answer: true, by: { kind: 'deadline' }, reason: 'Nobody had answered by 2026-11-20 12:10 UTC.' },
    ]);
    expect(play.openQuestion).toMatchObject({ text: 'Still open: Step a: does this hold? “warm”', byDeadline: null });
    play
      .later(11 * 60_000)
      .answer('yes')
      .toRest();
    expect([play.view.status, play.steps]).toEqual(['succeeded', 'a succeeded, b succeeded, c succeeded, d succeeded']);
    expect(play.view.decisions.map(({ edge, by }) => `${edge.to} ${by.kind}`)).toEqual(['c deadline', 'b person']);
  });

  test.each<[string, string, PlanSketch, string]>([
    [
      'can change something',
      'a -(?warm)-> b, a -(otherwise)-> fix',
      { nodes: { fix: { queries: ['!set x 1'] } } },
      'something can be changed from there on',
    ],
    [
      'can change something later',
      'a -(?warm)-> b, a -(otherwise)-> c, c -> d, d -(?cold)-> fix',
      { nodes: { fix: { queries: ['!set x 1'] } } },
      'something can be changed from there on',
    ],
    [
      'leads to another guide',
      'a -(?warm)-> b, a -(otherwise)-> c',
      { nodes: { c: { subGuide: 'other.md' } } },
      'something can be changed from there on',
    ],
    [
      'can change something by going back',
      'fix -> a, a -(?warm)-> b, a -(otherwise)-> c, c -> d',
      { nodes: { fix: { queries: ['!set x 1'] } }, loops: [{ from: 'd', to: 'fix' }] },
      'something can be changed from there on',
    ],
  ])('a way that %s is not taken at the deadline', (_name, drawing, sketch, because) => {
    const plan = planOf(drawing, { ...sketch, nodes: { ...sketch.nodes, a: { options: { byDeadline: 'otherwise' } } } });
    const play = new Play(plan).toRest();
    expect(play.openQuestion?.evidence.at(-1)).toContain(because);
    play.later(31 * 60_000);
    expect([play.view.decisions, play.openQuestions.length]).toEqual([[], 1]);
  });

  test.each([
    ['Step c', 'c'],
    ['step C', 'c'],
    ['otherwise', 'd'],
    ['Otherwise', 'd'],
    ['end', 'end'],
    ['Step', undefined],
    ['none', undefined],
    ['Step x', undefined],
  ])('a default named “%s” is the way to %s', (byDeadline, to) => {
    const sketch = { nodes: { a: { options: { byDeadline } } } };
    const play = new Play(planOf('a -(?cold)-> b, a -(?warm)-> c, a -(?hot)-> end, a -(otherwise)-> d', sketch)).toRest();
    expect(play.openQuestion?.byDeadline?.to).toBe(to);
  });

  test('a dry run asks nobody and follows what is decided', () => {
    const play = new Play(planOf('a -(?warm)-> b, a -(ok)-> c'), {}, { dryRun: true }).toRest();
    expect([play.steps, play.view.questions]).toEqual(['a succeeded, b skipped, c succeeded', []]);
  });
});

describe('outcome', () => {
  const plan = planOf('a -(bad)-> end, b -> c, c -> end', { outcomes: ['a'] });

  test('it is told at once; readings go on, and the run ends with them', () => {
    const play = new Play(plan, { a: 'bad' }).settle('a');
    expect(play.view.outcome).toMatchObject({ kind: 'cause-found', rootCause: { cause: 'bad', stepId: 'a' } });
    expect([play.view.status, play.steps]).toEqual(['running', 'a succeeded, b running, c waiting']);
    expect(play.toRest().steps).toBe('a succeeded, b succeeded, c succeeded');
    expect(play.view.endedAt).not.toBeNull();
  });

  test('what is still at work when the grace is over is cut', () => {
    const play = new Play(plan, { a: 'bad' }).settle('a').later(61_000);
    expect([play.view.status, play.steps]).toEqual(['succeeded', 'a succeeded, b cancelled, c skipped']);
  });

  test('changes that have not begun are cancelled, open questions withdrawn', () => {
    const play = new Play(
      planOf('a -(bad)-> end, b -> fix, c -(?warm)-> d', { outcomes: ['a'], nodes: { fix: { queries: ['!set x 1'] } } }),
      { a: 'bad' },
    );
    play.settle('c').settle('a').settle('b');
    expect(play.steps).toBe('a succeeded, b succeeded, fix cancelled, c cancelled, d skipped');
    expect(play.view.questions[0]?.status).toBe('withdrawn');
  });

  test('"all" follows every branch first', () => {
    const play = new Play(planOf('a -(bad)-> end, b -> c, c -> end', { outcomes: ['a'], outcome: 'all' }), { a: 'bad' }).settle('a');
    expect(play.view.outcome).toBeNull();
    expect(play.toRest().view.outcome?.kind).toBe('cause-found');
  });

  test('a default path into the end completes its branch and is no outcome', () => {
    const play = new Play(planOf('a -(bad)-> b, a -(otherwise)-> end', { outcomes: ['a'] })).toRest();
    expect(play.view.outcome?.kind).toBe('healthy');
  });

  test('a stated cause counts where conditions lead to its step, with its values filled in', () => {
    const sketch = { nodes: { b: { cause: 'bad release of {service}', entity: 'deployment/{service}' } } };
    const request = { parameters: { service: { value: 'orders', source: 'alert label service' } } };
    expect(new Play(planOf('a -(bad)-> b', sketch), { a: 'bad' }, request).toRest().view.outcome?.rootCause).toEqual({
      entity: 'deployment/orders',
      cause: 'bad release of orders',
      stepId: 'b',
    });
    expect(new Play(planOf('a -(bad)-> b', sketch), {}, request).toRest().view.outcome).toMatchObject({ kind: 'healthy', rootCause: null });
  });
});

describe('waits and loops', () => {
  test('a step that waits begins when its time has come', () => {
    const play = new Play(planOf('a -> b', { nodes: { b: { waitMs: 120_000 } } })).toRest();
    expect([play.view.status, play.begun]).toEqual(['waiting', ['a']]);
    expect(play.later(119_000).begun).toEqual(['a']);
    expect(play.later(2_000).toRest().steps).toBe('a succeeded, b succeeded');
  });

  test('a loop repeats its region until its condition fails, then what follows runs', () => {
    const loops = [
      { from: 'b', to: 'a', condition: planOf('x -(again)-> y').edges.find(({ condition }) => condition !== null)?.condition ?? null },
    ];
    const play = new Play(planOf('a -> b, b -> c', { loops }), { b: ['again', 'again', 'fine'] }).toRest();
    expect(play.begun).toEqual(['a', 'b', 'a', 'b', 'a', 'b', 'c']);
    expect(play.steps).toBe('a succeeded, b succeeded, c succeeded');
  });

  test('a way out that was not taken in the first round may be taken in the second', () => {
    const loops = [{ from: 'b', to: 'a', maxIterations: 3 }];
    const plan = planOf('a -(broken)-> fix, a -> b, b -(fine)-> c', { loops });
    const play = new Play(plan, { a: ['ok', 'broken'], b: ['no', 'fine'] }).toRest();
    expect(play.begun).toEqual(['a', 'b', 'a', 'fix', 'b', 'c']);
    expect(play.steps).toBe('a succeeded, fix succeeded, b succeeded, c succeeded');
  });

  test('an exhausted loop is a question', () => {
    const condition = planOf('x -(again)-> y').edges[1]?.condition ?? null;
    const play = new Play(planOf('a -> b', { loops: [{ from: 'a', to: 'a', condition, maxIterations: 2 }] }), {
      a: ['again', 'again', 'again'],
    }).toRest();
    expect(play.view.questions).toMatchObject([{ kind: 'loop-exhausted', options: ['repeat once more', 'go on'] }]);
    expect(play.answer('go on').toRest().steps).toBe('a succeeded, b succeeded');
  });

  test('the interval of a loop is a timer', () => {
    const play = new Play(planOf('a -> b', { loops: [{ from: 'a', to: 'a', intervalMs: 30_000, maxIterations: 2 }] })).toRest();
    expect([play.begun, play.view.status]).toEqual([['a'], 'waiting']);
    expect(play.later(31_000).toRest().begun).toEqual(['a', 'a', 'b']);
  });
});

describe('what several steps found', () => {
  const drawing = 'a -> c, b -(bad)-> end, b -(otherwise)-> c';
  const play = (): Play =>
    new Play(planOf(drawing, { nodes: { c: { queries: [] } }, outcomes: ['b'] }), { a: 'two slow', b: 'bad' }).toRest();

  test('is what the step that consolidates begins with, whichever way each led on', () => {
    const { steps } = play().view;
    expect(steps.find(({ id }) => id === 'c')?.status).toBe('succeeded');
    expect(steps.find(({ id }) => id === 'c')?.findings.map(({ sentence }) => sentence)).toEqual(['Step a: two slow', 'Step b: bad']);
  });

  test('is in the cause too: the one row that decided names what it is about', () => {
    expect(play().view.outcome).toMatchObject({
      rootCause: { entity: 'line/bad', cause: 'bad', stepId: 'b' },
      sentence: 'Cause: bad (line/bad)',
    });
  });
});

test('"done" is an answer like any other to what a person carries out: it is not asked again', () => {
  const play = new Play(planOf('a -> b'));
  play.change((draft) => {
    draft.restStep(draft.step('a'));
    ask(draft, draft.step('a'), { kind: 'by-hand', subject: 'a.q1', text: 'Please run this', options: [], evidence: [] });
  });
  expect(play.answer('done').view.steps.find(({ id }) => id === 'a')?.results).toMatchObject([{ queryId: 'a.q1', text: 'done' }]);
});
