import { createHash } from 'node:crypto';
import type { PlanDag, PlanNode } from '../../src/tsg-parser/index.js';

/** A plan of steps with one reading each; `text` tells the source what to do (`sleep 100`). */
export function planOf(edges: readonly (readonly [string, string])[], text: (id: string) => string = () => 'read'): PlanDag {
  const ids = [...new Set(edges.flat())].filter((id) => id !== 'start' && id !== 'end');
  const plan = {
    formatVersion: 1 as const,
    nodes: ids.map((id) => nodeOf(id, text(id))),
    edges: edges.map(([from, to], index) => ({ from, to, condition: null, line: index + 1, outcome: false, cause: null })),
    loops: [],
    parameters: [],
    outcome: 'all' as const,
  };
  return { id: `sha256:${createHash('sha256').update(JSON.stringify(plan)).digest('hex')}`, ...plan };
}

function nodeOf(id: string, text: string): PlanNode {
  const query = {
    id: `${id}.q1`,
    language: 'kubectl' as const,
    text,
    parameters: [],
    mutating: false,
    lines: [1, 1] as const,
    binds: [],
    columns: null,
    statusWords: [],
    source: null,
    byHand: null,
  };
  const options = { timeoutMs: null, retries: null, onFailure: null, rollback: null };
  return { id, title: id, kind: 'diagnose', lines: [1, 1], text: '', queries: [query], waitMs: null, subGuide: null, cause: null, options };
}

export function chain(length: number): PlanDag {
  const ids = Array.from({ length }, (_item, index) => `s${index + 1}`);
  return planOf([['start', 's1'], ...ids.slice(1).map((id, index) => [ids[index] ?? 'start', id] as const), [ids.at(-1) ?? 's1', 'end']]);
}

/** One step, `width` parallel ones of `ms` each, and one that joins them. */
export function fan(width: number, ms: number): PlanDag {
  const middle = Array.from({ length: width }, (_item, index) => `m${index + 1}`);
  const edges = middle.flatMap((id) => [['first', id] as const, [id, 'last'] as const]);
  return planOf([['start', 'first'], ...edges, ['last', 'end']], (id) => (id.startsWith('m') ? `sleep ${ms}` : 'read'));
}
