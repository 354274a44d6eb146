import { planOf } from './plan-of.js';
import type { NodeSketch, PlanSketch } from './plan-of.js';
import type { PlanDag } from '../../src/tsg-parser/index.js';

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
export function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * A random plan of 3 to 12 steps, with conditions that hold or do not, questions, waits, changes and loops. A reading answers with
 * its own text, so the text says which conditions hold. Changes set a name of their own: how often each arrived can be counted.
 */
export function randomPlan(seed: number): PlanDag {
  const random = randomOf(seed);
  const below = (most: number): number => Math.floor(random() * most);
  const count = 3 + below(10);
  const ids = Array.from({ length: count }, (_item, index) => `n${index}`);
  const nodes: Record<string, NodeSketch> = {};
  const loops: NonNullable<PlanSketch['loops']>[number][] = [];
  for (const id of ids) {
    const isChange = random() < 0.12;
    const waitMs = random() < 0.3 ? `wait ${below(40)} ` : '';
    nodes[id] = { queries: [isChange ? `!set run${seed}-${id} done` : `${waitMs}${random() < 0.5 ? 'hot' : 'cold'} ${id}`] };
    if (!isChange && random() < 0.1) loops.push({ from: id, to: id, maxIterations: 2 });
  }
  const edges = ids.slice(0, -1).flatMap((id, index) => exitsFrom(id, ids.slice(index + 1), random));
  return planOf(edges.join(', '), { nodes, loops, outcome: 'all' });
}

function exitsFrom(id: string, later: readonly string[], random: () => number): readonly string[] {
  const targets = [
    ...new Set(Array.from({ length: 1 + Math.floor(random() * 3) }, () => later[Math.floor(random() * later.length)] ?? 'n1')),
  ];
  const [first, second, ...others] = targets;
  const kind = random();
  if (first === undefined) return [];
  if (kind < 0.35 && second !== undefined)
    return [`${id} -(hot)-> ${first}`, `${id} -(otherwise)-> ${second}`, ...others.map((to) => `${id} -> ${to}`)];
  if (kind < 0.45)
    return [`${id} -(?is ${id}${random() < 0.5 ? ' still' : ''} warm)-> ${first}`, ...targets.slice(1).map((to) => `${id} -> ${to}`)];
  return targets.map((to) => `${id} -> ${to}`);
}
