import { beforeAll, describe, expect, test } from 'vitest';
import { createQueryReader, loadReaders } from '../../../src/qpp-plugins/readers/index.js';
import { fingerprint, newProblems } from '../../../src/tsg-parser/core/report/baseline.js';
import { fixGuide } from '../../../src/tsg-parser/core/report/fix-guide.js';
import { problemText } from '../../../src/tsg-parser/core/report/problem-text.js';
import { toSarif } from '../../../src/tsg-parser/core/report/to-sarif.js';
import { lintTsg } from '../../../src/tsg-parser/core/lint-tsg.js';
import { CLEAN } from './clean-guides.js';

const reader = createQueryReader();
beforeAll(() => loadReaders());

const VAGUE = CLEAN.mail.replace('longer than 500', 'very long');

test('a finding quotes the guide with a caret below it', () => {
  const [problem] = lintTsg(VAGUE, reader);
  expect(problemText('mail.md', VAGUE.split('\n'), problem!)).toContain(
    '   14 │ If the queue is very long, proceed to Step 2. Otherwise, the alert has cleared: go to Step 4.\n      │    ^^^^^^^^^^^^^^^^^^^^^^',
  );
});

test('a baseline excuses what it knows, once, also after the guide has grown above it', () => {
  const known = lintTsg(VAGUE, reader).map((problem) => fingerprint(problem, VAGUE.split('\n')));
  const grown = VAGUE.replace('## Parameters', 'Written by the mail team.\n\n## Parameters');
  expect(newProblems(lintTsg(grown, reader), grown.split('\n'), known)).toEqual([]);
  expect(newProblems(lintTsg(grown, reader), grown.split('\n'), [])).toHaveLength(1);
});

describe('what has one safe answer is mended, and then not found again', () => {
  test.each([
    ['one name for one value', CLEAN.mail.replace('deployment/{deployment}', 'deployment/{deployment_name}'), 'inconsistent-parameter'],
    ['a slip of the finger', CLEAN.mail.replaceAll('-l app={deployment}', '-l app={deploymnet}'), 'inconsistent-parameter'],
    [
      'line ends are kept',
      CLEAN.mail.replace('deployment/{deployment}', 'deployment/{deployment_name}').replace(/\n/g, '\r\n'),
      'inconsistent-parameter',
    ],
  ])('%s', (_told, markdown, rule) => {
    const { markdown: mended, fixed } = fixGuide(markdown, lintTsg(markdown, reader));
    expect(fixed.map((problem) => problem.rule)).toEqual([rule]);
    expect(mended.replace(/\r\n/g, '\n')).toBe(CLEAN.mail);
    expect(mended.includes('\r')).toBe(markdown.includes('\r'));
    expect(fixGuide(mended, lintTsg(mended, reader))).toEqual({ markdown: mended, fixed: [] });
  });
});

test('SARIF names each finding with its rule, family, level and line; a name with a space becomes a URI', () => {
  const refused = { rule: 'query-refused', severity: 'error', line: 9, message: 'No.', suggestion: null } as const;
  const sarif = toSarif([{ file: 'the mail.md', problems: [...lintTsg(VAGUE, reader), refused] }]) as Sarif;
  const [{ tool, results }] = sarif.runs;
  expect(sarif.version).toBe('2.1.0');
  expect(results).toMatchObject([
    {
      ruleId: 'ambiguous-condition',
      level: 'error',
      locations: [{ physicalLocation: { artifactLocation: { uri: 'the%20mail.md' }, region: { startLine: 14 } } }],
    },
    { ruleId: 'query-refused', level: 'error' },
  ]);
  expect(results.map(({ ruleIndex }) => tool.driver.rules[ruleIndex]?.id)).toEqual(results.map(({ ruleId }) => ruleId));
  expect(tool.driver.rules.find(({ id }) => id === 'ambiguous-condition')?.properties?.family).toBe('clarity');
});

interface Sarif {
  readonly version: string;
  readonly runs: readonly [
    {
      readonly tool: {
        readonly driver: { readonly rules: readonly { readonly id: string; readonly properties?: { readonly family: string } }[] };
      };
      readonly results: readonly { readonly ruleId: string; readonly ruleIndex: number }[];
    },
  ];
}
