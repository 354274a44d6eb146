import { beforeAll, describe, expect, test } from 'vitest';
import { createQueryReader, loadReaders } from '../../src/qpp-plugins/readers/index.js';
import { fingerprint, newProblems } from '../../src/tsg-parser/core/report/baseline.js';
import { fixGuide } from '../../src/tsg-parser/core/report/fix-guide.js';
import { problemText } from '../../src/tsg-parser/core/report/problem-text.js';
import { toSarif } from '../../src/tsg-parser/core/report/to-sarif.js';
import { lintTsg } from '../../src/tsg-parser/core/lint-tsg.js';
import { RULES } from '../../src/tsg-parser/core/mentor/rules.js';

const reader = createQueryReader();
beforeAll(() => loadReaders());

const CLEAN = `# Queue of the mailer grows

## Parameters

- \`namespace\`: from the alert label \`namespace\`
- \`deployment\`: from the alert label \`deployment\`

## Step 1 - Read the length of the queue

\`\`\`promql
sum(mail_queue_length{namespace="{namespace}"})
\`\`\`

If the queue is longer than 500, proceed to Step 2. Otherwise, the alert has cleared: go to Step 4.

## Step 2 - Look at the pods

\`\`\`bash
kubectl -n {namespace} get pods -l app={deployment}
\`\`\`

If any pod is in CrashLoopBackOff, proceed to Step 3. Otherwise, proceed to Step 4.

## Step 3 - Go back to the release before

Confirm with the owner of the mailer first. To roll forward again, undo once more.

\`\`\`bash
kubectl -n {namespace} rollout undo deployment/{deployment}
\`\`\`

Verify with the query of Step 1 that the queue shrinks within 10 minutes. If it does not, proceed to Step 4.

## Step 4 - Hand over

Escalate to the on-call of the mail team. This is the end of this guide.
`;

function lint(markdown: string): { rule: string; line: number }[] {
  return lintTsg(markdown, reader, { fileExists: () => false }).map(({ rule, line }) => ({ rule, line }));
}

test('a clean guide is left in peace', () => {
  expect(lint(CLEAN)).toEqual([]);
});

/** One defect a rule, put into the clean guide; the line it is found at. */
const SEEDS: readonly (readonly [rule: string, from: string, to: string, line: number])[] = [
  ['ambiguous-condition', 'If the queue is longer than 500, proceed', 'If the queue is very long, proceed', 14],
  [
    'branch-after-else',
    'Otherwise, the alert has cleared: go to Step 4.',
    'Otherwise, go to Step 4. If the queue is empty, go to Step 3.',
    14,
  ],
  [
    'cycle-without-exit',
    'Escalate to the on-call of the mail team. This is the end of this guide.',
    'Wait for the mail team. Return to Step 1.',
    36,
  ],
  ['dangling-anchor-reference', 'Escalate to the on-call', 'Read [the list](#people) and escalate to the on-call', 36],
  ['dangling-step-reference', 'Otherwise, proceed to Step 4.', 'Otherwise, proceed to Step 8.', 22],
  ['dead-link', 'Escalate to the on-call', 'Escalate, as [the list](people.md) says, to the on-call', 36],
  ['destructive-without-confirmation', 'Confirm with the owner of the mailer first. To roll', 'To roll', 29],
  ['duplicate-step-number', '## Step 4 - Hand over', '## Step 3 - Hand over', 34],
  ['else-without-target', 'proceed to Step 3. Otherwise, proceed to Step 4.', 'proceed to Step 3. Otherwise, good luck.', 22],
  [
    'hard-coded-date',
    'sum(mail_queue_length{namespace="{namespace}"})',
    'sum(mail_queue_length{namespace="{namespace}", since="2026-03-01"})',
    11,
  ],
  ['hard-coded-identifier', 'kubectl -n {namespace} get pods', 'kubectl -n mail-prod-7 get pods', 19],
  ['inconsistent-parameter', 'rollout undo deployment/{deployment}', 'rollout undo deployment/{deployment_name}', 29],
  ['missing-else', 'proceed to Step 3. Otherwise, proceed to Step 4.', 'proceed to Step 3.', 22],
  [
    'mixed-units',
    'If the queue is longer than 500, proceed to Step 2.',
    'If the delay is above 0.5 s, proceed to Step 2. If the delay is below 400, go to Step 4.',
    14,
  ],
  [
    'mutating-in-diagnosis',
    'kubectl -n {namespace} get pods -l app={deployment}',
    'kubectl -n {namespace} scale deployment/{deployment} --replicas=1',
    19,
  ],
  [
    'no-rollback',
    'To roll forward again, undo once more.\n\n```bash\nkubectl -n {namespace} rollout undo deployment/{deployment}',
    '\n\n```bash\nkubectl -n {namespace} scale deployment/{deployment} --replicas=5',
    29,
  ],
  [
    'no-verification-after-mitigation',
    'Verify with the query of Step 1 that the queue shrinks within 10 minutes. If it does not, proceed to Step 4.',
    'Proceed to Step 4.',
    29,
  ],
  [
    'overlapping-conditions',
    'Otherwise, the alert has cleared: go to Step 4.',
    'If the queue is longer than 100, proceed to Step 3. Otherwise, go to Step 4.',
    14,
  ],
  [
    'secret-in-text',
    'kubectl -n {namespace} get pods',
    'curl -u root:Tr0ub4dor-And-3 http://mail/health && kubectl -n {namespace} get pods',
    19,
  ],
  ['step-number-gap', '## Step 4 - Hand over', '## Step 6 - Hand over', 34],
  ['step-without-action', '\n\nEscalate to the on-call of the mail team. This is the end of this guide.', '', 34],
  ['threshold-mismatch', 'sum(mail_queue_length{namespace="{namespace}"})', 'sum(mail_queue_length{namespace="{namespace}"}) > 800', 14],
  ['unbounded-loop', 'If it does not, proceed to Step 4.', 'If it does not, return to Step 2. Otherwise, proceed to Step 4.', 32],
  ['undeclared-parameter', '-l app={deployment}', '-l app={deployment},track={release_track}', 19],
  ['unparsable-command', 'kubectl -n {namespace} get pods', 'kubectl -n {namespace} gett pods', 19],
  ['unparsable-query', 'sum(mail_queue_length{namespace="{namespace}"})', 'sum(mail_queue_length{namespace="{namespace}")', 11],
  [
    'unreachable-step',
    'Otherwise, proceed to Step 4.',
    'Otherwise, go to Step 4. In either case, go to Step 4.\n\n## Step 2a - Forgotten\n\nCheck the dashboard. Go to Step 4.',
    24,
  ],
  ['unused-parameter', '- `deployment`: from', '- `shard`: from the person\n- `deployment`: from', 6],
  [
    'use-before-define',
    'kubectl -n {namespace} get pods -l app={deployment}',
    'kubectl -n {namespace} logs $POD\nPOD=$(kubectl -n {namespace} get pods -l app={deployment} -o name)',
    19,
  ],
];

describe('each rule finds its defect, at its line', () => {
  test.each(SEEDS)('%s', (rule, from, to, line) => {
    expect(CLEAN).toContain(from);
    expect(lint(CLEAN.replace(from, to))).toContainEqual({ rule, line });
  });

  test('and every rule has a seed', () => {
    expect(SEEDS.map(([rule]) => rule).sort()).toEqual(RULES.map(({ id }) => id).sort());
  });
});

test('a finding quotes the guide with a caret below it', () => {
  const markdown = CLEAN.replace('longer than 500', 'very long');
  const [problem] = lintTsg(markdown, reader);
  expect(problemText('mail.md', markdown.split('\n'), problem!)).toContain(
    '   14 │ If the queue is very long, proceed to Step 2. Otherwise, the alert has cleared: go to Step 4.\n      │    ^^^^^^^^^^^^^^^^^^^^^^',
  );
});

test('a baseline excuses what it knows, once, also after the guide has grown above it', () => {
  const markdown = CLEAN.replace('longer than 500', 'very long');
  const problems = lintTsg(markdown, reader);
  const known = problems.map((problem) => fingerprint(problem, markdown.split('\n')));
  const grown = markdown.replace('## Parameters', 'Written by the mail team.\n\n## Parameters');
  expect(newProblems(lintTsg(grown, reader), grown.split('\n'), known)).toEqual([]);
  expect(newProblems(lintTsg(grown, reader), grown.split('\n'), [])).toHaveLength(1);
});

test('one name for one value is mended where it is safe, and then not found again', () => {
  const markdown = CLEAN.replace('deployment/{deployment}', 'deployment/{deployment_name}');
  const { markdown: mended, fixed } = fixGuide(markdown, lintTsg(markdown, reader));
  expect(fixed.map(({ rule }) => rule)).toEqual(['inconsistent-parameter']);
  expect(mended).toBe(CLEAN);
});

test('SARIF names each finding with its rule, level and line', () => {
  const markdown = CLEAN.replace('longer than 500', 'very long');
  const sarif = toSarif([{ file: 'mail.md', problems: lintTsg(markdown, reader) }]);
  expect(sarif).toMatchObject({
    version: '2.1.0',
    runs: [
      {
        results: [
          {
            ruleId: 'ambiguous-condition',
            level: 'error',
            locations: [{ physicalLocation: { artifactLocation: { uri: 'mail.md' }, region: { startLine: 14 } } }],
          },
        ],
      },
    ],
  });
});
