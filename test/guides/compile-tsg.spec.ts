import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { createQueryReader, loadReaders } from '../../src/qpp-plugins/readers/index.js';
import { compileTsg } from '../../src/tsg-parser/core/compile-tsg.js';
import type { Compilation } from '../../src/tsg-parser/core/guide.js';

const reader = createQueryReader();
beforeAll(() => loadReaders());

/** "s1 -> s2 [condition]" a line, in the plan's order. */
function drawn({ plan }: Compilation): string[] {
  return (plan?.edges ?? []).map(({ from, to, condition }) => `${from} -> ${to}${condition === null ? '' : ` [${condition.text}]`}`);
}

function compile(markdown: string): Compilation {
  return compileTsg(markdown, reader);
}

const STUCK = `---
title: Queue grows
owner: mail-team
alerts: [QueueGrows]
services: [mailer]
runbook_url: https://runbooks.example.org/queue
outcome: all
parameters:
  - name: namespace
    source: alert label namespace
  - name: limit
    default: 100
---

# Queue grows

## Step 1 - Read the queue

\`\`\`promql
sum(queue_length{namespace="{namespace}"})
\`\`\`

If the value is above 100, start Steps 2 through 3 in parallel.

Otherwise, the queue is healthy and no action is needed.

## Step 2 - Read the pods

<!-- step: timeout 20s, retries 3, on failure continue -->

\`\`\`kubectl
kubectl -n {namespace} get pods -l app=mailer
\`\`\`

Proceed to Step 4.

## Step 3 - Read the settings

Open the page of the mailer's settings.

## Step 4 - Decide

If any pod is in CrashLoopBackOff, proceed to Step 5.

If the disk is said to be slow, go to Step 6.

Otherwise, this is the end of this guide.

## Step 5 - Mitigation: take the release back

Root cause: bad release of \`deployment/mailer\`.

\`\`\`kubectl
kubectl -n {namespace} rollout undo deployment/mailer
\`\`\`

Rollback: roll forward again.

## Step 6 - Verify

Wait 2 minutes, then read the queue again.

\`\`\`promql
sum(queue_length{namespace="{namespace}"})
\`\`\`

<!-- when: any(value) < 10 -> end -->

Otherwise, go to Step 7.

## Step 7 - Escalate

Hand over to the owners. **This is the final outcome of this TSG.**
`;

describe('the normal form', () => {
  test('its edges are those the text names', () => {
    expect(drawn(compile(STUCK))).toEqual([
      'start -> s1',
      's1 -> s2 [the value is above 100]',
      's1 -> s3 [the value is above 100]',
      's1 -> end [Otherwise]',
      's2 -> s4',
      's3 -> s4',
      's4 -> s5 [any pod is in CrashLoopBackOff]',
      's4 -> s6 [the disk is said to be slow]',
      's4 -> end [Otherwise]',
      's5 -> s6',
      's6 -> end [any(value) < 10]',
      's6 -> s7 [Otherwise]',
      's7 -> end',
    ]);
  });

  test('a step says how long people have, and what is taken where they do not answer', () => {
    const said = (comment: string): string =>
      STUCK.replace('If any pod is in CrashLoopBackOff', `<!-- step: ${comment} -->\n\nIf any pod is in CrashLoopBackOff`);
    const { plan, problems } = compile(said('deadline 20m, default otherwise'));
    expect(plan?.nodes.find(({ id }) => id === 's4')?.options).toMatchObject({ deadlineMs: 1_200_000, byDeadline: 'otherwise' });
    expect(problems).toEqual([]);
    expect(compile(said('default Step 5')).problems).toMatchObject([
      {
        rule: 'default-not-taken',
        severity: 'warning',
        message: expect.stringContaining('something can be changed from there on') as string,
      },
    ]);
    expect(compile(said('default Step 9')).problems).toMatchObject([{ message: '“Step 9” names no way out of this step.' }]);
    expect(compile(STUCK).plan?.nodes[3]?.options).not.toHaveProperty('byDeadline');
  });

  test('front matter says what the guide is for', () => {
    const { guide, plan } = compile(STUCK);
    expect(guide).toMatchObject({
      title: 'Queue grows',
      owner: 'mail-team',
      alertNames: ['QueueGrows'],
      services: ['mailer'],
      runbookUrls: ['https://runbooks.example.org/queue'],
    });
    expect(plan?.outcome).toBe('all');
    expect(plan?.parameters).toMatchObject([
      { name: 'namespace', source: 'alert label namespace', required: true },
      { name: 'limit', source: 'guide default', required: false, default: '100' },
    ]);
  });

  test('a condition that speaks of the queries is decided by rule, any other by a person', () => {
    const decided = compile(STUCK).plan?.edges.flatMap(({ from, condition }) =>
      condition === null || condition.otherwise ? [] : [`${from} ${condition.decidedBy}`],
    );
    expect(decided).toEqual(['s1 rule', 's1 rule', 's4 rule', 's4 person', 's6 rule']);
  });

  test('a step keeps its options, its wait, its cause and its way back', () => {
    const nodes = new Map(compile(STUCK).plan?.nodes.map((node) => [node.id, node]));
    expect(nodes.get('s2')?.options).toMatchObject({ timeoutMs: 20_000, retries: 3, onFailure: 'continue' });
    expect(nodes.get('s6')?.waitMs).toBe(120_000);
    expect(nodes.get('s5')).toMatchObject({
      kind: 'mitigate',
      cause: { entity: 'deployment/mailer' },
      options: { rollback: 'roll forward again.' },
    });
    expect(nodes.get('s5')?.queries).toMatchObject([{ id: 's5.q1', mutating: true, language: 'kubectl', byHand: null }]);
  });

  test('only a terminal phrase is an outcome', () => {
    const outcomes = compile(STUCK)
      .plan?.edges.filter(({ outcome }) => outcome)
      .map(({ from }) => from);
    expect(outcomes).toEqual(['s1', 's6', 's7']);
  });

  test('the cause told beside a condition that ends the guide belongs to that end', () => {
    const { plan } = compile(
      '# A\n\n## Step 1 - Look\n\nIf the pod is gone, this is a potential resolution. Root cause: node `node/a` failed.\n\nOtherwise, proceed to Step 2.\n\n## Step 2 - Ask\n\nEscalate to the team.',
    );
    expect(plan?.edges.find(({ to }) => to === 'end')?.cause).toMatchObject({ entity: 'node/a', line: 5 });
    expect(plan?.nodes[0]?.cause).toBeNull();
  });

  test('two ways to one place need no answer', () => {
    expect(
      drawn(compile('# A\n\n## Step 1 - Look\n\nIf it is red, go to Step 2. Otherwise, go to Step 2.\n\n## Step 2 - Close\n\nRecord it.')),
    ).toEqual(['start -> s1', 's1 -> s2', 's2 -> end']);
  });

  test('a condition that asks for something without naming a step is a step of its own', () => {
    const markdown =
      '# A\n\n## Step 1 - Look\n\nIf it is red, escalate to the owner. Otherwise, proceed to Step 2.\n\n## Step 2 - Close\n\nRecord it.';
    expect(drawn(compile(markdown))).toEqual(['start -> s1', 's1 -> s1b [it is red]', 's1 -> s2 [Otherwise]', 's1b -> end', 's2 -> end']);
  });

  test('a way back is a bounded loop, never a cycle', () => {
    const { plan, problems } = compile(
      '# A\n\n## Step 1 - Look\n\nCheck the pod.\n\n## Step 2 - Next\n\nIf there is another pod, return to Step 1, at most 4 times. Otherwise, this is the end of this guide.',
    );
    expect(plan?.loops).toMatchObject([{ from: 's2', to: 's1', maxIterations: 4, condition: { text: 'there is another pod' } }]);
    expect(problems).toEqual([]);
  });
});

describe('a query is asked once', () => {
  const queriesOf = (markdown: string): string[] =>
    compile(markdown).plan?.nodes.flatMap(({ queries }) => queries.map(({ text }) => text)) ?? [];

  test('a command named before the fence that holds it is not asked twice', () => {
    expect(
      queriesOf('# A\n\n## Diagnosis\n\n1. List them with the `kubectl get nodes` command:\n\n   ```bash\n   kubectl get nodes\n   ```\n'),
    ).toEqual(['kubectl get nodes']);
  });

  test('a command in a sentence is asked', () => {
    expect(queriesOf('# A\n\n## Diagnosis\n\n1. List them with `kubectl get nodes -o wide`.\n')).toEqual(['kubectl get nodes -o wide']);
  });
});

describe('what cannot be run is told with its line', () => {
  test.each([
    [
      'a step that does not exist',
      '# A\n\n## Step 1 - Look\n\nCheck the pods.\n\nIf it is red, go to Step 9.\n',
      'dangling-step-reference',
      7,
    ],
    ['an anchor that does not exist', '# A\n\n## Step 1 - Look\n\nIf it is red, see [Fix](#fix).\n', 'dangling-anchor-reference', 5],
    [
      'a step nobody leads to',
      '# A\n\n## Step 1 - Look\n\nProceed to Step 3.\n\n## Step 2 - Lost\n\nCheck it.\n\n## Step 3 - End\n\nRecord it.',
      'unreachable-step',
      7,
    ],
    [
      'a way back without an end',
      '# A\n\n## Step 1 - Look\n\nCheck it.\n\n## Step 2 - Again\n\nReturn to Step 1.',
      'cycle-without-exit',
      9,
    ],
    ['a document without steps', '# A\n\nNothing to see.', 'no-steps', 1],
  ])('%s', (_what, markdown, rule, line) => {
    expect(compile(markdown).problems).toContainEqual(expect.objectContaining({ rule, line, severity: 'error' }));
  });
});

test('a plan is sealed: the same text gives the same id, another text another', () => {
  expect(compile(STUCK).plan?.id).toMatch(/^sha256:[0-9a-f]{64}$/);
  expect(compile(STUCK)).toEqual(compile(STUCK));
  expect(compile(STUCK).plan?.id).not.toBe(compile(STUCK.replace('above 100', 'above 200')).plan?.id);
});

const shared = join(import.meta.dirname, '../../../shared/stepfly');
describe.skipIf(!existsSync(shared))('StepFly’s guides compile to their plans edge for edge', () => {
  test.each(['Distributed_System_Low_Availability', 'Distributed_System_Low_Availability_Series'])('%s', (name) => {
    const { plan, problems } = compile(readFileSync(join(shared, `${name}.md`), 'utf8'));
    const truth = JSON.parse(readFileSync(join(shared, `${name}_plan_dag.json`), 'utf8')) as {
      nodes: { node: string; output_edges: { edge: string; condition: string }[] }[];
    };
    const expected = truth.nodes.flatMap(({ output_edges }) =>
      output_edges.map(({ edge, condition }) => `${edge.replace(/^edge_/, '')} ${condition === 'none' ? 'always' : 'conditional'}`),
    );
    const found = plan?.edges.map(
      ({ from, to, condition }) => `${stepflyName(from)}_${stepflyName(to)} ${condition === null ? 'always' : 'conditional'}`,
    );
    expect(found).toEqual(expected);
    expect(problems).toEqual([]);
  });
});

function stepflyName(id: string): string {
  return id.replace(/^s(\d)/, 'Step$1');
}

describe('python', () => {
  const step = (before: string, code: string): Compilation =>
    compile(`# Jobs\n\n## Step 1 - Count\n\n${before}\n\n\`\`\`python\n${code}\n\`\`\`\n\nTell the owner.\n`);
  const SQL = '```sql\nselect state from jobs\n```';

  test('behind a query is an analysis, which a person carries out', () => {
    expect(step(SQL, 'print(len(rows))').plan?.nodes[0]?.queries.map(({ id, language, byHand }) => [id, language, byHand])).toEqual([
      ['s1.q1', 'sql', null],
      ['s1.q2', 'python', expect.stringContaining('Periplus runs no Python')],
    ]);
  });

  test('of comments alone is instructions, which belong to the text of the step', () => {
    const { plan } = step(SQL, '# count by state\n\n# look for the worst');
    expect(plan?.nodes[0]?.queries).toHaveLength(1);
    expect(plan?.nodes[0]?.text).toBe('Tell the owner.\n\n```python\n# count by state\n\n# look for the worst\n```');
  });

  test('anywhere else is an excerpt of something', () => {
    expect(step('The server does this:', 'set_ttl(ttl / 2.0)').plan?.nodes[0]?.queries ?? []).toEqual([]);
  });
});
