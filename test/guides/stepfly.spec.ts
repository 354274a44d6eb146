import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { createQueryReader, loadReaders } from '../../src/qpp-plugins/readers/index.js';
import { compileTsg, toStepfly } from '../../src/tsg-parser/index.js';
import type { Compilation } from '../../src/tsg-parser/index.js';

const reader = createQueryReader();
beforeAll(() => loadReaders());

const GUIDE = `# Mail is late

## Step 1 - Collect

Note when the delay began.

## Step 2 - Read the queue

<PLUGIN_1>
select region, backlog from mail_queue where region = '{region}' and backlog > 10
</PLUGIN_1>

If any backlog is above 500, proceed to Step 4.

Otherwise, proceed to Step 3.

## Step 3 - Read the pods

<PLUGIN_2>
kubectl -n {namespace} get pods
</PLUGIN_2>

## Step 4 - Escalate

Hand over to the on-call.
`;

interface Edge {
  readonly edge: string;
  readonly condition: string;
}

/** A PlanDAG from a drawing: `Step1 > Step2 : if slow`, one edge a line. */
function planDag(...drawing: readonly string[]): {
  nodes: { node: string; description: string; input_edges: { edge: string }[]; output_edges: Edge[] }[];
} {
  const edges = drawing.map((line) => {
    const [way = '', condition = 'none'] = line.split(' : ');
    const [from = '', to = ''] = way.split(' > ');
    return { from, to, condition, edge: `edge_${from}_${to}` };
  });
  const names = [...new Set(['start', ...edges.flatMap(({ from, to }) => [from, to]).filter((name) => name !== 'end'), 'end'])];
  return {
    nodes: names.map((node) => ({
      node,
      description: `About ${node}`,
      input_edges: edges.filter(({ to }) => to === node).map(({ edge }) => ({ edge })),
      output_edges: edges.filter(({ from }) => from === node).map(({ edge, condition }) => ({ edge, condition })),
    })),
  };
}

function compile(dag: unknown, guide = GUIDE): Compilation {
  return compileTsg(guide, reader, {
    planDag: { name: 'mail_plan_dag.json', text: typeof dag === 'string' ? dag : JSON.stringify(dag) },
  });
}

function drawn({ plan }: Compilation): string[] {
  return (plan?.edges ?? []).map(
    ({ from, to, condition }) => `${from} -> ${to}${condition === null ? '' : ` [${condition.text}] ${condition.decidedBy}`}`,
  );
}

const SOUND = [
  'start > Step1',
  'Step1 > Step2',
  'Step1 > Step3',
  'Step2 > Step4 : if the backlog is too large',
  'Step2 > end : if it is fine',
  'Step3 > Step4',
  'Step4 > end',
];

describe('a PlanDAG beside its guide', () => {
  test('joins the guide’s steps as it draws them; where the prose leads the same way, its rule decides', () => {
    const compiled = compile(planDag(...SOUND));
    expect(compiled.problems).toEqual([]);
    expect(drawn(compiled)).toEqual([
      'start -> s1',
      's1 -> s2',
      's1 -> s3',
      's2 -> s4 [the backlog is too large] rule',
      's2 -> end [it is fine] person',
      's3 -> s4',
      's4 -> end',
    ]);
    expect(compiled.plan?.nodes.map(({ queries }) => queries.map(({ language }) => language))).toEqual([[], ['sql'], ['kubectl'], []]);
  });

  test('comes out again as it went in', () => {
    const dag = planDag(...SOUND);
    expect(toStepfly(compile(dag).plan!)).toEqual(dag);
  });

  test('exported from a guide and put beside it changes nothing', () => {
    const { plan } = compileTsg(GUIDE, reader);
    const again = compile(toStepfly(plan!));
    expect(again.problems).toEqual([]);
    expect(again.plan?.id).toBe(plan?.id);
  });

  test('that drops a condition of the prose does not: the stricter holds, and it is told', () => {
    const { plan, problems } = compile(
      planDag('start > Step1', 'Step1 > Step2', 'Step2 > Step3 : if it is fine', 'Step2 > Step4', 'Step3 > Step4', 'Step4 > end'),
    );
    expect(plan?.edges.find(({ from, to }) => from === 's2' && to === 's4')?.condition?.text).toBe('any backlog is above 500');
    expect(problems).toMatchObject([{ rule: 'plan-dag-condition', severity: 'warning', line: 13 }]);
  });
});

const without = (dag: ReturnType<typeof planDag>, side: 'input_edges' | 'output_edges', edge: string): unknown => ({
  nodes: dag.nodes.map((node) => ({ ...node, [side]: node[side].filter((other) => other.edge !== edge) })),
});

test.each<[string, unknown, string, number, string]>([
  [
    'names a step the guide does not have',
    planDag(...SOUND, 'Step3 > Step9', 'Step9 > end'),
    'plan-dag-unknown-step',
    1,
    'the guide has no step "step9"',
  ],
  [
    'has no node for a step of the guide',
    planDag('start > Step1', 'Step1 > Step2', 'Step2 > Step4', 'Step4 > end'),
    'plan-dag-missing-step',
    17,
    'has no node for "Read the pods"',
  ],
  [
    'has an edge that enters nothing',
    without(planDag(...SOUND), 'input_edges', 'edge_Step1_Step3'),
    'plan-dag-edge',
    3,
    '"edge_Step1_Step3" leaves "step1" and enters no node',
  ],
  [
    'has an edge that leaves nothing',
    without(planDag(...SOUND), 'output_edges', 'edge_Step1_Step3'),
    'plan-dag-edge',
    17,
    '"edge_Step1_Step3" enters "step3" and leaves no node',
  ],
  ['runs in a circle', planDag(...SOUND, 'Step4 > Step2'), 'plan-dag-cycle', 7, 'it runs in a circle: step2 → step4 → step2'],
  ['leads nowhere', planDag(...SOUND.slice(0, -1), 'Step4 > Step5'), 'plan-dag-node', 23, 'the node "step4" has no way to "end"'],
  [
    'has two edges between two steps',
    {
      nodes: [
        ...planDag(...SOUND).nodes.map((node) =>
          node.node === 'Step3'
            ? { ...node, output_edges: [...node.output_edges, { edge: 'again', condition: 'if so' }] }
            : node.node === 'Step4'
              ? { ...node, input_edges: [...node.input_edges, { edge: 'again' }] }
              : node,
        ),
      ],
    },
    'plan-dag-edge',
    17,
    'two edges lead from "step3" to "step4"',
  ],
  ['has no end', { nodes: planDag(...SOUND).nodes.filter(({ node }) => node !== 'end') }, 'plan-dag-node', 1, 'it has no node "end"'],
  ['is no JSON', '{ "nodes": [', 'plan-dag-unreadable', 1, 'it is not JSON'],
  ['has another shape', { steps: [] }, 'plan-dag-unreadable', 1, 'nodes: '],
])('a PlanDAG that %s is refused, and nothing of the guide is run', (_what, dag, rule, line, message) => {
  const { plan, problems } = compile(dag);
  expect(plan).toBeNull();
  const found = problems.find((problem) => problem.rule === rule && problem.message.includes(message));
  expect(found, JSON.stringify(problems)).toMatchObject({ severity: 'error', line });
  expect(found?.message).toContain('mail_plan_dag.json');
});

test.each(['Distributed_System_Low_Availability', 'Distributed_System_Low_Availability_Series'])(
  'StepFly’s own %s goes in and comes out',
  (name) => {
    const folder = join(import.meta.dirname, '../../../shared/stepfly');
    if (!existsSync(folder)) return;
    const guide = readFileSync(join(folder, `${name}.md`), 'utf8');
    const dag: unknown = JSON.parse(readFileSync(join(folder, `${name}_plan_dag.json`), 'utf8'));
    const compiled = compile(dag, guide);
    expect(compiled.problems.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(toStepfly(compiled.plan!)).toEqual(dag);
  },
);

test('a plugin’s text is a query, in lines of its own or on one', () => {
  const { plan } = compileTsg(
    '# T\n\n## Step 1 - A\n\n<PLUGIN_1> select 1 as one </PLUGIN_1>\n\n## Step 2 - B\n\n<plugin_2>\nselect 2 as two\n</plugin_2>\n\n## Step 3 - C\n\n<PLUGIN_3>\n</PLUGIN_3>\n',
    reader,
  );
  expect(plan?.nodes.map(({ queries }) => queries.map(({ text, lines }) => [text, lines[0]]))).toEqual([
    [['select 1 as one', 5]],
    [['select 2 as two', 10]],
    [],
  ]);
});
