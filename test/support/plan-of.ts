import { createHash } from 'node:crypto';
import type { NodeKind, PlanDag, PlanEdge, PlanLoop, PlanNode, QueryTemplate } from '../../src/tsg-parser/index.js';

export interface NodeSketch {
  readonly kind?: NodeKind;
  /** Texts of its queries; one that starts with `!` changes something. `X=text` binds X. Default: one reading, the node's id. */
  readonly queries?: readonly string[];
  readonly cause?: string;
  readonly entity?: string;
  readonly waitMs?: number;
  readonly subGuide?: string;
  readonly options?: Partial<PlanNode['options']>;
}

export interface PlanSketch {
  readonly nodes?: Readonly<Record<string, NodeSketch>>;
  readonly loops?: readonly (Partial<PlanLoop> & Pick<PlanLoop, 'from' | 'to'>)[];
  readonly outcome?: PlanDag['outcome'];
  /** `to end` edges that are outcomes, as `from`. */
  readonly outcomes?: readonly string[];
}

/**
 * A plan from a drawing: `planOf('disk -> report, pods -(Failed)-> restart, pods -(otherwise)-> report')`.
 * A condition in brackets holds when the step's result has that word; `?text` is one that only a person can decide.
 * Nodes without an input hang on `start`.
 */
export function planOf(drawing: string, sketch: PlanSketch = {}): PlanDag {
  const drawn = drawing
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
  const edges = drawn.filter((part) => part.includes('->')).map((part, index) => edgeOf(part, index, sketch));
  const ids = [...new Set([...edges.flatMap(({ from, to }) => [from, to]), ...drawn.filter((part) => !part.includes('->'))])].filter(
    (id) => id !== 'start' && id !== 'end',
  );
  const targets = new Set(edges.map(({ to }) => to));
  const starts = ids
    .filter((id) => !targets.has(id))
    .map((to): PlanEdge => ({ from: 'start', to, condition: null, line: 1, outcome: false, cause: null }));
  const loops = (sketch.loops ?? []).map((loop): PlanLoop => ({ condition: null, maxIterations: 3, intervalMs: null, line: 1, ...loop }));
  const plan = {
    formatVersion: 1 as const,
    nodes: ids.map((id) => nodeOf(id, sketch.nodes?.[id] ?? {})),
    edges: [...starts, ...edges],
    loops,
    parameters: [],
    outcome: sketch.outcome ?? 'first',
  };
  return { id: `sha256:${createHash('sha256').update(JSON.stringify(plan)).digest('hex')}`, ...plan };
}

function edgeOf(part: string, index: number, sketch: PlanSketch): PlanEdge {
  const match = /^(\S+)\s+-(?:\((.+)\)-)?>\s+(\S+)$/u.exec(part);
  const [, from, text, to] = match ?? [];
  if (from === undefined || to === undefined) throw new Error(`Not an edge: ${part}`);
  const outcome = to === 'end' && (sketch.outcomes ?? []).includes(from);
  return {
    from,
    to,
    condition: text === undefined ? null : conditionOf(text),
    line: index + 1,
    outcome: outcome && text !== 'otherwise',
    cause: null,
  };
}

export function conditionOf(text: string): NonNullable<PlanEdge['condition']> {
  if (text === 'otherwise') return { text: 'Otherwise', decidedBy: 'rule', predicate: null, otherwise: true };
  if (text.startsWith('?')) return { text: text.slice(1), decidedBy: 'person', predicate: null, otherwise: false };
  return { text, decidedBy: 'rule', predicate: { kind: 'text', query: null, patterns: [{ kind: 'contains', text }] }, otherwise: false };
}

function nodeOf(id: string, { kind, queries, cause, entity, waitMs, subGuide, options }: NodeSketch): PlanNode {
  return {
    id,
    title: `Step ${id}`,
    kind: kind ?? 'diagnose',
    lines: [1, 1],
    text: '',
    queries: (queries ?? [id]).map((text, index) => queryOf(`${id}.q${index + 1}`, text)),
    waitMs: waitMs ?? null,
    subGuide: subGuide ?? null,
    cause: cause === undefined ? null : { text: cause, entity: entity ?? null, line: 1 },
    options: { timeoutMs: null, retries: null, onFailure: null, rollback: null, ...options },
  };
}

function queryOf(id: string, text: string): QueryTemplate {
  const binds = /^(\w+)=/u.exec(text)?.[1];
  return {
    id,
    language: 'kubectl',
    text,
    parameters: [...text.matchAll(/\{(\w+)\}/gu)].flatMap(([, name]) => (name === undefined ? [] : [name])),
    mutating: text.startsWith('!'),
    lines: [1, 1],
    binds: binds === undefined ? [] : [binds],
    columns: null,
    statusWords: [],
    source: null,
    byHand: text.startsWith('by hand') ? 'nobody can do this in code' : null,
  };
}
