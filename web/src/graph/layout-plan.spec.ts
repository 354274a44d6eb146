import { describe, expect, test } from 'vitest';
import { latencyPlan } from '../../../test/support/latency/plan.js';
import { layoutPlan, pathThrough, readingOrder, STEP_SIZE } from './layout-plan.js';

describe('the drawing of a plan', () => {
  const placed = layoutPlan(latencyPlan);
  const steps = placed.nodes.filter(({ kind }) => kind === 'step');
  const placeOf = (id: string): { readonly x: number; readonly y: number } => placed.nodes.find((node) => node.id === id)!;

  test('has every step, start and end, and every way', () => {
    expect(placed.nodes).toHaveLength(latencyPlan.nodes.length + 2);
    expect(placed.edges).toHaveLength(latencyPlan.edges.length);
  });

  test('no two steps overlap, and nothing lies outside', () => {
    for (const a of steps) {
      expect(a.x).toBeGreaterThanOrEqual(0);
      expect(a.x + STEP_SIZE.width).toBeLessThanOrEqual(placed.width);
      for (const b of steps) {
        const isApart = a.id === b.id || Math.abs(a.x - b.x) >= STEP_SIZE.width || Math.abs(a.y - b.y) >= STEP_SIZE.height;
        expect(isApart, `${a.id} and ${b.id}`).toBe(true);
      }
    }
  });

  test('steps side by side stand in the order of the guide, and every way leads down', () => {
    expect(['s2', 's3', 's4', 's5'].map((id) => placeOf(id).x)).toEqual(
      ['s2', 's3', 's4', 's5'].map((id) => placeOf(id).x).toSorted((a, b) => a - b),
    );
    for (const { edge, points } of placed.edges) {
      expect(points[0]!.y, `${edge.from} to ${edge.to}`).toBeLessThan(points.at(-1)!.y);
    }
  });

  test('a way with a condition has a place for it', () => {
    for (const { edge, label } of placed.edges) expect(label === null).toBe(edge.condition === null);
  });

  test('reads from the first step to the last', () => {
    const order = readingOrder(latencyPlan);
    expect(order.slice(0, 6)).toEqual(['s1', 's2', 's3', 's4', 's5', 's6']);
    expect(order).toHaveLength(latencyPlan.nodes.length);
  });
});

test('a line through three points bends at the middle one', () => {
  expect(
    pathThrough([
      { x: 0, y: 0 },
      { x: 10, y: 10 },
      { x: 10, y: 30 },
    ]),
  ).toBe('M0.0,0.0 Q10.0,10.0 10.0,20.0 L10.0,30.0');
});
