import { alg, Graph } from '@dagrejs/graphlib';
import { z } from 'zod';
import type { CompanionFile } from '../companions.js';
import { conditionText, plainNode } from './plan-dag.js';

const schema = z.object({
  nodes: z
    .array(
      z.object({
        node: z.string().min(1),
        description: z.string().default(''),
        input_edges: z.array(z.object({ edge: z.string() })).default([]),
        output_edges: z.array(z.object({ edge: z.string(), condition: z.string().nullish() })).default([]),
      }),
    )
    .max(2_000),
});

/** A PlanDAG with its edges between nodes. */
export interface StepflyGraph {
  readonly nodes: readonly { readonly name: string; readonly description: string }[];
  /** In the order of the nodes they leave. */
  readonly edges: readonly StepflyEdge[];
}

export interface StepflyEdge {
  readonly from: string;
  readonly to: string;
  readonly condition: string | null;
}

/** What contradicts itself in a PlanDAG, a sentence each. */
export interface StepflyFlaws {
  readonly flaws: readonly { readonly rule: string; readonly node: string | null; readonly message: string; readonly suggestion: string }[];
}

/** Names are lower case without blanks: `Step 5` and `Step5` are one node. */
export function readPlanDag({ text }: CompanionFile): StepflyGraph | StepflyFlaws {
  const parsed = parse(text);
  if (typeof parsed === 'string') return { flaws: [{ rule: 'plan-dag-unreadable', node: null, message: parsed, suggestion: SHAPE }] };
  const nodes = parsed.nodes.map(({ node, description }) => ({ name: plainNode(node), description: description.trim() }));
  const flaws: Flaws = [...terminals(nodes), ...twice(nodes)];
  const edges = edgesOf(parsed, flaws);
  if (flaws.length === 0) flaws.push(...pathFlaws(nodes, edges));
  return flaws.length > 0 ? { flaws } : { nodes, edges };
}

const SHAPE =
  'Its shape is { "nodes": [{ "node", "description", "input_edges": [{ "edge" }], "output_edges": [{ "edge", "condition" }] }] }.';

function parse(text: string): z.infer<typeof schema> | string {
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    return `it is not JSON: ${error instanceof Error ? error.message : String(error)}`;
  }
  const read = schema.safeParse(value);
  const [issue] = read.error?.issues ?? [];
  return read.success ? read.data : `${issue?.path.join('.') ?? 'it'}: ${issue?.message ?? 'not valid'}`;
}

type Flaws = StepflyFlaws['flaws'][number][];

function terminals(nodes: StepflyGraph['nodes']): Flaws {
  return ['start', 'end']
    .filter((name) => !nodes.some((node) => node.name === name))
    .map((name) => ({ rule: 'plan-dag-node', node: null, message: `it has no node "${name}"`, suggestion: `Add the node "${name}".` }));
}

function twice(nodes: StepflyGraph['nodes']): Flaws {
  const seen = new Set<string>();
  return nodes
    .filter(({ name }) => seen.size === seen.add(name).size)
    .map(({ name }) => ({
      rule: 'plan-dag-node',
      node: name,
      message: `the node "${name}" stands in it twice`,
      suggestion: 'Keep one of them.',
    }));
}

/** Each edge leaves one node and enters one: its name only ties the two together. */
function edgesOf({ nodes }: z.infer<typeof schema>, flaws: Flaws): StepflyEdge[] {
  const leaving = nodes.flatMap(({ node, output_edges }) => output_edges.map((edge) => ({ ...edge, node: plainNode(node) })));
  const tails = byEdge(leaving);
  const heads = byEdge(nodes.flatMap(({ node, input_edges }) => input_edges.map(({ edge }) => ({ edge, node: plainNode(node) }))));
  const pairs = new Set<string>();
  const edges: StepflyEdge[] = [];
  for (const { edge, condition, node: from } of leaving) {
    const to = heads.get(edge)?.[0];
    const flaw = flawOf(edge, tails.get(edge) ?? [], heads.get(edge) ?? []);
    if (flaw !== null) flaws.push(open(from, flaw));
    else if (to !== undefined && pairs.size === pairs.add(`${from} ${to}`).size)
      flaws.push(open(from, `two edges lead from "${from}" to "${to}"`));
    else if (to !== undefined) edges.push({ from, to, condition: conditionText(condition ?? 'none') });
  }
  for (const [edge, [to = '']] of heads) if (!tails.has(edge)) flaws.push(open(to, `the edge "${edge}" enters "${to}" and leaves no node`));
  return edges;
}

function byEdge(ends: readonly { readonly edge: string; readonly node: string }[]): Map<string, string[]> {
  const nodes = new Map<string, string[]>();
  for (const { edge, node } of ends) nodes.set(edge, [...(nodes.get(edge) ?? []), node]);
  return nodes;
}

function flawOf(edge: string, tails: readonly string[], heads: readonly string[]): string | null {
  if (tails.length > 1) return `the edge "${edge}" leaves several nodes`;
  if (heads.length > 1) return `the edge "${edge}" enters several nodes`;
  return heads.length === 0 ? `the edge "${edge}" leaves "${tails[0] ?? ''}" and enters no node` : null;
}

function open(node: string, message: string): Flaws[number] {
  const suggestion = 'Name each edge once in the output_edges of one node and once in the input_edges of another.';
  return { rule: 'plan-dag-edge', node, message, suggestion };
}

/** Every node reached from `start`, able to reach `end`, and never itself. */
function pathFlaws(nodes: StepflyGraph['nodes'], edges: readonly StepflyEdge[]): Flaws {
  const [forward, backward] = [new Graph({ directed: true }), new Graph({ directed: true })];
  for (const { name } of nodes) for (const graph of [forward, backward]) graph.setNode(name);
  for (const { from, to } of edges) {
    forward.setEdge(from, to);
    backward.setEdge(to, from);
  }
  const circles = alg.findCycles(forward).map(circle);
  if (circles.length > 0) return circles;
  const [fromStart, toEnd] = [new Set(alg.preorder(forward, ['start'])), new Set(alg.preorder(backward, ['end']))];
  return nodes
    .filter(({ name }) => !fromStart.has(name) || !toEnd.has(name))
    .map(({ name }) => ({
      rule: 'plan-dag-node',
      node: name,
      message: `the node "${name}" ${fromStart.has(name) ? 'has no way to "end"' : 'cannot be reached from "start"'}`,
      suggestion: 'Lead to it and on from it.',
    }));
}

function circle(names: readonly string[]): Flaws[number] {
  const [first = '', ...others] = [...names].reverse();
  return {
    rule: 'plan-dag-cycle',
    node: first,
    message: `it runs in a circle: ${[first, ...others, first].join(' → ')}`,
    suggestion: 'Take out the edge that leads back, and write the repeat into the guide: "repeat Step 2 at most 3 times".',
  };
}
