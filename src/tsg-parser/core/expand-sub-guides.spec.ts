import { describe, expect, test } from 'vitest';
import { planOf } from '../../../test/support/plan-of.js';
import type { PlanSketch } from '../../../test/support/plan-of.js';
import { Play } from '../../../test/support/play-run.js';
import { expandSubGuides } from './expand-sub-guides.js';
import type { LinkedGuide } from './expand-sub-guides.js';
import type { PlanDag } from './plan.js';

const parent = planOf('a -> s, s -(bad)-> b, s -(otherwise)-> c', { nodes: { s: { subGuide: 'pods.md#fix', queries: [] } } });

function library(guides: Readonly<Record<string, PlanDag>>): (name: string) => Promise<LinkedGuide | null> {
  return (name) => {
    const plan = guides[name];
    return Promise.resolve(
      plan === undefined ? null : { name, guideId: name.replace('.md', ''), title: `The guide ${name}`, mode: 'act', plan },
    );
  };
}

function drawn({ edges }: PlanDag): readonly string[] {
  return edges.map(({ from, to, condition }) => `${from} ${condition === null ? '' : `(${condition.text}) `}-> ${to}`);
}

async function expanded(plan: PlanDag, guides: Readonly<Record<string, PlanDag>>): Promise<PlanDag> {
  return expandSubGuides(plan, 'shop/slow.md', library(guides));
}

describe('a guide that another one links to', () => {
  const pods = planOf('x -(broken)-> y, x -(otherwise)-> end, y -> end', { outcomes: ['y'] });

  test('is a scope of its own under the step that links to it, and what follows that step follows its end', async () => {
    const plan = await expanded(parent, { 'shop/pods.md': pods });
    expect(drawn(plan)).toEqual([
      'start -> a',
      'a -> s',
      's/end (bad) -> b',
      's/end (Otherwise) -> c',
      's -> s/end',
      's -> s/x',
      's/x (broken) -> s/y',
      's/x (Otherwise) -> s/end',
      's/y -> s/end',
    ]);
    expect(plan.nodes.map(({ id }) => id)).toEqual(['a', 's', 's/x', 's/y', 's/end', 'b', 'c']);
    expect(plan.nodes.find(({ id }) => id === 's/x')?.queries[0]?.id).toBe('s/x.q1');
    expect(plan.expansion).toMatchObject({ planId: parent.id, parts: [{ at: 's', guideId: 'shop/pods', planId: pods.id }] });
    expect(plan.id).not.toBe(parent.id);
  });

  test('is run in its turn, and its conditions and those after it are decided by what it reads', async () => {
    const plan = await expanded(parent, { 'shop/pods.md': pods });
    const play = new Play(plan, { 's/x': 'broken', 's/y': 'bad' }).toRest();
    expect(play.begun).toEqual(['a', 's', 's/x', 's/y', 's/end', 'b']);
    expect(play.steps).toBe('a succeeded, s succeeded, s/x succeeded, s/y succeeded, s/end succeeded, b succeeded, c skipped');
  });

  test.each(['%zz.md', '..%2F..%2Fother.md', 'pods%00.md', 'http://[.md'])(
    'is left to a person where its link (%s) is no name of a guide',
    async (subGuide) => {
      const plan = planOf('s -> b', { nodes: { s: { subGuide } } });
      const asked: string[] = [];
      const find = (name: string): Promise<null> => {
        asked.push(name);
        return Promise.resolve(null);
      };
      expect(await expandSubGuides(plan, 'shop/slow.md', find)).toBe(plan);
      expect(asked).toEqual([]);
    },
  );

  test('that comes to nothing lets the run go on all the same', async () => {
    const plan = await expanded(planOf('s -> b', { nodes: { s: { subGuide: 'pods.md' } } }), { 'shop/pods.md': planOf('x -(broken)-> y') });
    expect(new Play(plan).toRest().steps).toBe('s succeeded, s/x succeeded, s/y skipped, s/end succeeded, b succeeded');
  });

  test('may link to others in turn, and a loop around it repeats it whole', async () => {
    const loops: PlanSketch['loops'] = [{ from: 's', to: 's', maxIterations: 2 }];
    const plan = await expanded(planOf('s -> b', { nodes: { s: { subGuide: 'pods.md' } }, loops }), {
      'shop/pods.md': planOf('x -> y', { nodes: { y: { subGuide: 'deep/nodes.md' } } }),
      'shop/deep/nodes.md': planOf('n'),
    });
    expect(plan.expansion?.parts.map(({ at }) => at)).toEqual(['s', 's/y']);
    const round = ['s', 's/x', 's/y', 's/y/n', 's/y/end', 's/end'];
    expect(new Play(plan).toRest().begun).toEqual([...round, ...round, 'b']);
  });

  test.each<[string, Readonly<Record<string, PlanDag>>]>([
    ['is not there', {}],
    ['leads back to itself', { 'shop/pods.md': planOf('x', { nodes: { x: { subGuide: '../shop/pods.md' } } }) }],
    [
      'leads back to where it came from',
      { 'shop/pods.md': planOf('x', { nodes: { x: { subGuide: 'slow.md' } } }), 'shop/slow.md': parent },
    ],
  ])('that %s is left to a person', async (_case, guides) => {
    const plan = await expanded(parent, guides);
    expect(plan.nodes.filter(({ subGuide }) => subGuide !== null)).toHaveLength(1);
  });

  test('a plan that links to none stays the very same', async () => {
    const plan = planOf('a -> b');
    expect(await expanded(plan, {})).toBe(plan);
  });
});
