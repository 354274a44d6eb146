import { describe, expect, test } from 'vitest';
import { planOf } from '../../../test/support/plan-of.js';
import type { PlanSketch } from '../../../test/support/plan-of.js';
import { Play } from '../../../test/support/play-run.js';
import { TransientError } from '../../platform/errors.js';
import type { PlanDag } from '../../tsg-parser/index.js';

function asked(play: Play): readonly string[] {
  return play.view.questions.map(({ stepId, kind, status }) => `${stepId} ${kind} ${status}`);
}

describe('at most three questions are open in a run', () => {
  const five = planOf('a -(?w)-> v, b -(?w)-> v, c -(?w)-> v, d -(?w)-> v, e -(?w)-> v');

  test('further ones are grouped, and each is opened as soon as one is answered', () => {
    const play = new Play(five).toRest();
    expect(asked(play)).toEqual(['a open', 'b open', 'c open', 'd grouped', 'e grouped'].map((line) => line.replace(' ', ' condition ')));
    play.answer('yes');
    expect(asked(play).slice(3)).toEqual(['d condition open', 'e condition grouped']);
    const told = play.events.flatMap((event) =>
      event.type === 'question-asked' ? [`${event.question.stepId} ${event.question.status}`] : [],
    );
    expect(told).toEqual(['a open', 'b open', 'c open', 'd grouped', 'e grouped', 'd open']);
  });

  test('a grouped one can be answered before it is opened', () => {
    const play = new Play(five).toRest().answer('yes', 'e');
    expect(asked(play)).toEqual(
      ['a', 'b', 'c', 'd'].map((id, index) => `${id} condition ${index < 3 ? 'open' : 'grouped'}`).concat('e condition answered'),
    );
    expect(play.answer('no').answer('no').answer('no').answer('no').toRest().steps).toContain('v succeeded');
  });

  test('its deadline begins when it is opened', () => {
    const play = new Play(five).toRest().later(20 * 60_000);
    play.answer('yes').later(11 * 60_000);
    expect(play.openQuestions.filter((text) => text.startsWith('Still open'))).toHaveLength(2);
  });
});

describe('a dead source is one finding and one question', () => {
  const dead = new TransientError('unreachable', 'The source world cannot be reached.');
  const plan = planOf('a -(bad)-> x, b -(bad)-> y, b -(otherwise)-> z, c -> d, s -> t', {
    nodes: { c: { options: { onFailure: 'ask' } } },
  });

  test('however many steps need it', () => {
    const play = new Play(plan, { a: dead, b: dead, c: dead }).toRest();
    expect(play.view.questions).toMatchObject([
      {
        kind: 'dead-source',
        text: expect.stringContaining('world cannot be reached') as string,
        options: ['try again', 'go on without it', 'stop the run'],
      },
    ]);
    const findings = play.view.steps.flatMap((step) => step.findings.map(({ sentence }) => sentence));
    expect(findings.filter((sentence) => sentence.includes('cannot be reached'))).toHaveLength(1);
    expect(play.steps).toBe('a asking, x waiting, b asking, y waiting, z waiting, c asking, d waiting, s succeeded, t succeeded');
  });

  test('"try again" lets all of them read anew', () => {
    const play = new Play(plan, { a: [dead, 'bad'], b: [dead, 'fine'], c: [dead, 'ok'] }).toRest().answer('try again').toRest();
    expect(play.steps).toBe(
      'a succeeded, x succeeded, b succeeded, y skipped, z succeeded, c succeeded, d succeeded, s succeeded, t succeeded',
    );
  });

  test('"go on without it" asks about the conditions that hang on it, and nothing else', () => {
    const play = new Play(plan, { a: dead, b: dead, c: dead }).toRest().answer('go on without it').toRest();
    expect(play.openQuestions).toHaveLength(2);
    expect(play.steps).toContain('c failed, d succeeded');
    expect(play.answer('no').answer('no').toRest().steps).toContain('a failed, x skipped, b failed, y skipped, z succeeded');
  });

  test('"stop the run" ends it', () => {
    const play = new Play(plan, { a: dead, b: dead, c: dead }).toRest().answer('stop the run');
    expect([play.view.status, play.openQuestions]).toEqual(['failed', []]);
  });

  test('a slow answer or a refusal of one step is asked about that step', () => {
    const slow = new TransientError('timeout', 'a gave no answer within 30 s.');
    expect(new Play(plan, { a: slow, b: slow }).toRest().view.questions.map(({ kind }) => kind)).toEqual(['failed-step', 'failed-step']);
  });
});

describe("the alert's own state", () => {
  const sketch: PlanSketch = { nodes: { j: { kind: 'escalate' } } };

  /** `persists` stands for "the issue persists", `gone` for "the alert has cleared". */
  function alertPlan(drawing: string, more: PlanSketch = sketch): PlanDag {
    const plan = planOf(drawing, more);
    const states = { persists: 'firing', gone: 'resolved' } as const;
    const edges = plan.edges.map((edge) => {
      const text = edge.condition?.text ?? '';
      if (edge.condition === null || !(text === 'persists' || text === 'gone')) return edge;
      return { ...edge, condition: { ...edge.condition, predicate: { kind: 'alert' as const, state: states[text] } } };
    });
    return { ...plan, edges };
  }
  const plan = alertPlan('a -(persists)-> j, a -(gone)-> ok, b -(persists)-> j, b -(gone)-> ok');

  test('is read by the engine where it is known', () => {
    const play = new Play(plan);
    play.alertState = 'resolved';
    expect(play.toRest().steps).toBe('a succeeded, j skipped, ok succeeded, b succeeded');
    expect(play.view.questions).toEqual([]);
  });

  test('is asked once per join where it is not, and the answer decides every branch of it', () => {
    const play = new Play(plan).toRest();
    expect(play.view.questions).toMatchObject([{ kind: 'alert-state', options: ['it still fires', 'it no longer fires'] }]);
    play.answer('it still fires').toRest();
    expect(play.steps).toBe('a succeeded, j succeeded, ok skipped, b succeeded');
    expect(play.view.questions).toHaveLength(1);
    expect(play.view.decisions.map(({ answer, by }) => [answer, by])).toEqual(
      [true, false, true, false].map((answer) => [answer, { kind: 'person', id: 'ada' }]),
    );
  });

  test('a branch that comes to the join later takes the answer that was given', () => {
    const play = new Play(plan).settle('a').answer('it no longer fires').toRest();
    expect([play.steps, play.view.questions.length]).toEqual(['a succeeded, j skipped, ok succeeded, b succeeded', 1]);
  });

  test('branches that join elsewhere are asked by themselves', () => {
    const play = new Play(alertPlan('a -(persists)-> j, b -(persists)-> k')).toRest();
    expect(play.view.questions.map(({ kind }) => kind)).toEqual(['alert-state', 'alert-state']);
  });

  test('what else is open of the same step is asked beside it', () => {
    const play = new Play(alertPlan('a -(persists)-> j, a -(?warm)-> k')).toRest();
    expect(play.view.questions.map(({ kind }) => kind)).toEqual(['alert-state', 'condition']);
    expect(play.answer('it still fires').answer('no').toRest().steps).toBe('a succeeded, j succeeded, k skipped');
  });
});
