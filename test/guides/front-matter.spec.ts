import { beforeAll, describe, expect, test } from 'vitest';
import { createQueryReader, loadReaders } from '../../src/qpp-plugins/readers/index.js';
import { compileTsg } from '../../src/tsg-parser/core/compile-tsg.js';
import type { Compilation } from '../../src/tsg-parser/core/guide.js';

const reader = createQueryReader();
beforeAll(() => loadReaders());

const STEPS = `
# Mail is late

## Step 1 - Read the pods

\`\`\`kubectl
kubectl -n {namespace} get pods
\`\`\`

## Step 2 - Read the warnings

<!-- step: timeout 5s -->

\`\`\`kubectl
kubectl -n {namespace} get events
\`\`\`
`;

function compile(...lines: readonly string[]): Compilation {
  return compileTsg(['---', ...lines, '---', STEPS].join('\n'), reader);
}

function complaints(...lines: readonly string[]): string[] {
  return compile(...lines).problems.map(({ rule, severity, line, message, suggestion }) =>
    [severity, String(line), rule, message, suggestion ?? ''].join(' | '),
  );
}

test('every key is read, in any spelling people use', () => {
  const { guide, plan, problems } = compile(
    'title: Mail is late',
    'Owner: mail-team',
    'alert: [MailQueueGrows]',
    'services: mailer',
    'runbookUrl: https://runbooks.example.org/mail',
    'outcome: all',
    'timeout: 45s',
    'retries: 3',
    'on-failure: stop',
    'sources: { kubectl: west }',
  );
  expect(problems).toEqual([]);
  expect(guide).toMatchObject({
    title: 'Mail is late',
    owner: 'mail-team',
    alertNames: ['MailQueueGrows'],
    services: ['mailer'],
    runbookUrls: ['https://runbooks.example.org/mail'],
  });
  expect(plan?.outcome).toBe('all');
  expect(plan?.nodes[0]?.queries[0]?.source).toBe('west');
});

test('timeout, retries and onFailure hold for each step that says nothing of its own', () => {
  const { plan } = compile('timeout: 45s', 'retries: 3', 'onFailure: stop');
  expect(plan?.nodes.map(({ options }) => options)).toMatchObject([
    { timeoutMs: 45_000, retries: 3, onFailure: 'stop' },
    { timeoutMs: 5_000, retries: 3, onFailure: 'stop' },
  ]);
});

describe('parameters', () => {
  const declared = { name: 'limit', source: 'guide default', type: 'number', default: '100', required: false, description: null };
  const namespace = { name: 'namespace', source: 'alert label namespace', type: 'string', default: null, required: true };

  test.each([
    [
      'a list of mappings',
      ['parameters:', '  - { name: limit, type: number, default: 100 }', '  - name: namespace', '    source: alert label namespace'],
    ],
    ['a mapping by name', ['parameters:', '  limit: { type: number, default: 100 }', '  namespace: alert label namespace']],
  ])('are declared as %s', (_form, lines) => {
    const { guide, problems } = compile(...lines);
    expect(problems).toEqual([]);
    expect(guide.parameters).toMatchObject([declared, namespace]);
  });

  test('one without a default may be optional, and one with a default required', () => {
    const { guide } = compile('parameters:', '  - { name: a, required: false }', '  - { name: b, default: x, required: yes }', '  - c');
    expect(guide.parameters.map(({ name, required, source }) => [name, required, source])).toEqual([
      ['a', false, 'the person'],
      ['b', true, 'guide default'],
      ['c', true, 'the person'],
    ]);
  });

  test('what is wrong with one is told at its own line', () => {
    expect(
      complaints(
        'parameters:',
        '  - name: limit',
        '    type: int',
        '  - { name: b, defualt: 3 }',
        '  - { type: number, name: c, default: many }',
      ),
    ).toEqual([
      'error | 4 | front-matter-value | "type" cannot be "int". | It is string, number, time or duration.',
      'warning | 5 | front-matter-unknown-key | Nobody reads "defualt" here. | Did you mean "default"?',
      'error | 6 | front-matter-value | The default of c, "many", is no number. | Write a number.',
    ]);
  });
});

describe('a guide limits itself and never grants itself anything', () => {
  test('mode and policy are sealed into the plan, as limits', () => {
    const { plan, problems } = compile('mode: suggest', 'policy: { delete: never, scale: approve }');
    expect(problems).toEqual([]);
    expect(plan?.limits).toEqual({
      mode: 'suggest',
      rulings: [
        { cluster: '*', namespace: '*', verb: 'delete', ruling: 'never' },
        { cluster: '*', namespace: '*', verb: 'scale', ruling: 'approve' },
      ],
    });
    expect(compile('policy: never').plan?.limits?.rulings).toEqual([{ cluster: '*', namespace: '*', verb: '*', ruling: 'never' }]);
    expect(compile('policy:', '  - { verb: patch, namespace: shop, ruling: never }').plan?.limits?.rulings).toEqual([
      { cluster: '*', namespace: 'shop', verb: 'patch', ruling: 'never' },
    ]);
  });

  test('a guide that limits nothing has the plan it always had', () => {
    expect(compile('owner: mail-team').plan).not.toHaveProperty('limits');
  });

  test.each([
    ['mode: act', 'A guide cannot let itself act: a person promotes it.'],
    ['policy: auto', 'A guide cannot free itself from approval.'],
    ['policy: { scale: auto }', 'A guide cannot free itself from approval.'],
  ])('%s is told and does not count', (line, message) => {
    const { plan, problems } = compile(line);
    expect(problems).toMatchObject([{ rule: 'front-matter-grant', severity: 'warning', line: 2, message }]);
    expect(plan).not.toHaveProperty('limits');
  });
});

test.each([
  ['mode: shadwo', 'error', '"mode" cannot be "shadwo".', 'Did you mean "shadow"? It is shadow, suggest or act.'],
  ['policy: { delete: nevr }', 'error', '"delete" cannot be "nevr".', 'Did you mean "never"? It is approve, never or auto.'],
  ['outcome: any', 'error', '"outcome" cannot be "any".', 'It is first or all.'],
  ['timeout: 30', 'error', '"timeout" cannot be "30".', 'Write a number with its unit, from 1s to 24h, such as 30s.'],
  ['timeout: 3 days', 'error', '"timeout" cannot be "3 days".', 'Write a number with its unit, from 1s to 24h, such as 30s.'],
  ['retries: many', 'error', '"retries" cannot be "many".', 'Write a whole number from 0 to 20.'],
  ['alerts: { a: b }', 'error', '"alerts" holds something else than texts.', 'Write alerts: [first, second].'],
  ['alrets: [A]', 'warning', 'Nobody reads "alrets" here.', 'Did you mean "alerts"?'],
  ['runbook_uri: x', 'warning', 'Nobody reads "runbook_uri" here.', 'Did you mean "runbook_url"?'],
])('%s is told with what is meant', (line, severity, message, suggestion) => {
  expect(compile(line).problems).toMatchObject([{ severity, line: 2, message, suggestion }]);
});

test('keys of a page generator are left alone; beside keys of ours, a key nobody knows is told', () => {
  expect(complaints('title: Mail', 'weight: 20', 'ms.date: 1/1/2026', 'docs_area: manage', 'colour: blue')).toEqual([]);
  expect(complaints('owner: mail-team', 'description: x', 'colour: blue')).toEqual([
    'info | 4 | front-matter-unknown-key | Nobody reads "colour" here. | Known are title, owner, alerts, services, runbook_url, parameters, outcome, sources, timeout, retries, onFailure, mode, policy.',
  ]);
});

test('front matter of any shape ends, and aliases do not multiply', () => {
  const bomb = [
    'a: &a [x, x, x, x, x, x, x, x, x]',
    ...'bcdefghi'.split('').map(
      (name, index) =>
        `${name}: &${name} [${Array(9)
          .fill(`*${'abcdefgh'[index] ?? 'a'}`)
          .join(', ')}]`,
    ),
    'alerts: *i',
  ];
  expect(compile(...bomb).plan?.nodes).toHaveLength(2);
  expect(compile('[]').problems).toMatchObject([{ rule: 'front-matter-unreadable' }]);
  expect(compile('title: [', 'owner: x').problems).toMatchObject([{ rule: 'front-matter-unreadable', severity: 'warning' }]);
});
