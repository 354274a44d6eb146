import { beforeAll, describe, expect, test } from 'vitest';
import { createQueryReader, loadReaders } from '../../src/qpp-plugins/readers/index.js';
import { compileTsg, describePredicate, lintTsg, newOverlay } from '../../src/tsg-parser/index.js';
import type { Compilation, GuideCompanions } from '../../src/tsg-parser/index.js';

const reader = createQueryReader();
beforeAll(() => loadReaders());

const GUIDE = `# Mail is late

## Step 1 - Read the queue

\`\`\`promql
mail_queue_length{namespace="{namespace}"}
\`\`\`

If the value is above 3, proceed to Step 2.

Otherwise, this is the end of this guide.

## Step 2 - Give it more pods

\`\`\`kubectl
kubectl -n {namespace} scale deployment/mailer --replicas=3
\`\`\`

## Step 3 - Escalate

Hand over to the on-call.
`;

const OVERLAY = `
owner: mail-team
alerts: [MailQueueGrows]
mode: suggest
parameters:
  namespace: alert label namespace
steps:
  - step: Read the queue
    hash: HASH1
    timeout: 20s
    conditions:
      - text: the value is above 3
        when: any(value) >= 500
  - step: Step 2 - Give it more pods
    hash: HASH2
    rollback: scale it to one pod again
    verification:
      wait: 2m
      query: mail_queue_length{namespace="{namespace}", shard="{shard}"}
      language: promql
      when: all(value) < 500
`;

/** The hashes as `periplus overlay new` writes them. */
function hashes(guide: string): string[] {
  return [...newOverlay('mail.md', guide, compileTsg(guide, reader)).matchAll(/hash: "(\w+)"/g)].map((match) => match[1] ?? '');
}

const [HASH1 = '', HASH2 = ''] = hashes(GUIDE);
const beside = (text: string): GuideCompanions => ({
  overlay: { name: 'mail.periplus.yaml', text: text.replace('HASH1', HASH1).replace('HASH2', HASH2) },
});

function drawn({ plan }: Compilation): string[] {
  return (plan?.edges ?? []).map(
    ({ from, to, condition }) =>
      `${from} -> ${to}${condition === null ? '' : ` [${condition.predicate === null ? condition.text : describePredicate(condition.predicate)}]`}`,
  );
}

describe('an overlay beside a guide', () => {
  test('words its conditions, says its parameters and limits, and puts a verification behind its change', () => {
    const { guide, plan, problems } = compileTsg(GUIDE, reader, beside(OVERLAY));
    expect(problems).toEqual([]);
    expect(guide).toMatchObject({ owner: 'mail-team', alertNames: ['MailQueueGrows'] });
    expect(plan?.limits?.mode).toBe('suggest');
    expect(plan?.parameters.map(({ name, source }) => [name, source])).toEqual([
      ['namespace', 'alert label namespace'],
      ['shard', 'the person'],
    ]);
    expect(drawn({ guide, plan, problems })).toEqual([
      'start -> s1',
      's1 -> s2 [any(value) >= 500]',
      's1 -> end [Otherwise]',
      's3 -> end',
      's2 -> s2v',
      's2v -> end [all(value) < 500]',
      's2v -> s3 [not(all(value) < 500)]',
    ]);
    expect(plan?.nodes.map(({ id, kind, waitMs }) => [id, kind, waitMs])).toEqual([
      ['s1', 'diagnose', null],
      ['s2', 'mitigate', null],
      ['s2v', 'verify', 120_000],
      ['s3', 'escalate', null],
    ]);
    expect(plan?.nodes[1]?.options.rollback).toBe('scale it to one pod again');
    expect(plan?.nodes[0]?.options.timeoutMs).toBe(20_000);
    expect(plan?.edges.filter(({ outcome }) => outcome).map(({ from }) => from)).toEqual(['s2v']);
  });

  test('what it adds is not missed by the linter any more', () => {
    const rules = (companions: GuideCompanions): string[] => lintTsg(GUIDE, reader, companions).map(({ rule }) => rule);
    expect(rules({})).toEqual(expect.arrayContaining(['no-rollback', 'no-verification-after-mitigation']));
    expect(rules(beside(OVERLAY)).filter((rule) => rule === 'no-rollback' || rule === 'no-verification-after-mitigation')).toEqual([]);
  });

  test('a step that only moved keeps what was said of it', () => {
    const moved = GUIDE.replace('# Mail is late\n', '# Mail is late\n\nMail should take a second.\n');
    expect(drawn(compileTsg(moved, reader, beside(OVERLAY)))).toContain('s1 -> s2 [any(value) >= 500]');
  });
});

describe('an edit of the guide', () => {
  test('of a step with a decided condition is reported at the step, and a person is asked instead', () => {
    const edited = GUIDE.replace('is above 3,', 'is above 5,');
    const compiled = compileTsg(edited, reader, beside(OVERLAY));
    expect(compiled.problems).toMatchObject([{ rule: 'overlay-step-changed', severity: 'warning', line: 3 }]);
    expect(compiled.problems[0]?.message).toBe(
      'mail.periplus.yaml, line 8: "Read the queue" has other words than when this was written, so nothing of it is applied. Its conditions are asked of a person until then.',
    );
    expect(compiled.problems[0]?.suggestion).toContain(`hash: "${hashes(edited)[0] ?? ''}"`);
    expect(compiled.plan?.edges[1]?.condition).toMatchObject({ decidedBy: 'person', predicate: null });
    expect(drawn(compiled)).toContain('s2v -> end [all(value) < 500]');
  });

  test('of the step that changes something takes the verification with it', () => {
    const compiled = compileTsg(GUIDE.replace('replicas=3', 'replicas=30'), reader, beside(OVERLAY));
    expect(compiled.problems).toMatchObject([{ rule: 'overlay-step-changed', line: 13 }]);
    expect(drawn(compiled)).not.toContain('s2 -> s2v');
    expect(compiled.plan?.nodes[1]?.options.rollback).toBeNull();
  });

  test('that takes a step away is reported as that', () => {
    const { problems } = compileTsg(
      GUIDE.replace('Read the queue', 'Look at the backlog').replace('is above 3', 'is high'),
      reader,
      beside(OVERLAY),
    );
    expect(problems.map(({ rule, line }) => [rule, line])).toEqual([['overlay-step-gone', 1]]);
  });
});

test.each([
  ['steps: [', 'overlay-unreadable', 'line 1: is not YAML'],
  ['stepz: []', 'overlay-unknown-key', 'Nobody reads "stepz" here.'],
  ['outcome: never', 'overlay-value', '"outcome" cannot be "never".'],
  ['steps: { a: b }', 'overlay-value', '"steps" is a list.'],
  ['steps: [{ step: Read the queue }]', 'overlay-value', 'needs the step and the hash'],
  ['steps: [{ step: x, hash: HASH1, condition: [] }]', 'overlay-unknown-key', 'Nobody reads "condition" here.'],
  [
    'steps: [{ step: x, hash: HASH1, conditions: [{ text: it rains, when: no rows }] }]',
    'overlay-condition',
    'No way out of "Read the queue" has the condition "it rains".',
  ],
  [
    'steps: [{ step: x, hash: HASH1, conditions: [{ text: the value is above 3, when: any(value > 3 }] }]',
    'overlay-predicate',
    'a closing bracket is missing',
  ],
  [
    'steps: [{ step: x, hash: HASH2, verification: { query: kubectl delete pod a, language: kubectl } }]',
    'overlay-verification',
    'a verification only reads',
  ],
  ['steps: [{ step: x, hash: HASH2, verification: { query: sum(, language: promql } }]', 'overlay-verification', 'is not sound'],
  ['steps: [{ step: x, hash: HASH2, verification: { wait: 2m } }]', 'overlay-value', 'A verification needs a query.'],
  [
    'steps: [{ step: x, hash: HASH1, verification: { query: up, language: promql } }]',
    'overlay-verification',
    'already decides where to go',
  ],
])('%s is refused with %s', (text, rule, message) => {
  const { problems } = compileTsg(GUIDE, reader, beside(text));
  expect(problems).toMatchObject([{ rule, severity: 'error' }]);
  expect(problems[0]?.message).toContain(message);
  expect(problems[0]?.message).toContain('mail.periplus.yaml, line ');
});

test('a fresh skeleton changes nothing, and names what a person is asked for', () => {
  const skeleton = newOverlay('mail.md', GUIDE, compileTsg(GUIDE, reader));
  const { plan, problems } = compileTsg(GUIDE, reader, beside(skeleton));
  expect(problems).toEqual([]);
  expect(plan?.id).toBe(compileTsg(GUIDE, reader).plan?.id);
  expect(skeleton).toContain('#   namespace: alert label namespace');
  expect(skeleton).toContain('when: # decided by rule: the(value) > 3');
});
