import { stripVTControlCharacters } from 'node:util';
import { expect, test } from 'vitest';
import type { RunView, StepStatus } from '../../dag-scheduler/index.js';
import type { PlanDag } from '../../tsg-parser/index.js';
import { drawPlan, progressOf, ranksOf } from './draw-plan.js';

/** `a -> b, a -> c, b -> d` as a plan whose titles are its ids. */
function planOf(arrows: string): PlanDag {
  const edges = arrows.split(',').map((arrow) => arrow.trim().split(' -> '));
  const ids = [...new Set(edges.flat())];
  return {
    nodes: ids.map((id) => ({ id, title: `Step ${id}` })),
    edges: edges.map(([from, to]) => ({ from, to })),
  } as unknown as PlanDag;
}

function runOf(arrows: string, statuses: Readonly<Record<string, StepStatus>>): RunView {
  return { plan: planOf(arrows), steps: Object.entries(statuses).map(([id, status]) => ({ id, status })) } as unknown as RunView;
}

test('a step stands below all that it waits for', () => {
  expect(ranksOf(planOf('a -> b, a -> c, b -> d, c -> d, a -> d'))).toEqual([['a'], ['b', 'c'], ['d']]);
});

test('steps that run side by side share a line, and each shows its state', () => {
  const run = runOf('a -> b, a -> c, b -> d', { a: 'succeeded', b: 'running', c: 'failed' });
  expect(stripVTControlCharacters(drawPlan(run, 80))).toBe('  ✓ Step a\n  ├─ ▶ Step b ─ ✗ Step c\n  · Step d');
});

test('a narrow terminal shortens titles and never breaks a line', () => {
  const run = runOf('a -> b, a -> c, a -> e', {});
  const lines = stripVTControlCharacters(drawPlan(run, 30)).split('\n');
  expect(lines).toHaveLength(2);
});

test('steps that are settled count, whatever they came to', () => {
  const run = runOf('a -> b, b -> c, c -> d', { a: 'succeeded', b: 'skipped', c: 'failed', d: 'asking' });
  expect(progressOf(run)).toEqual({ settled: 3, total: 4 });
});
