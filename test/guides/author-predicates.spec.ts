import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { createQueryReader, loadReaders } from '../../src/qpp-plugins/readers/index.js';
import { compileTsg, describePredicate, explainGuide, problemText, writePredicates } from '../../src/tsg-parser/index.js';
import type { Compilation } from '../../src/tsg-parser/index.js';

const reader = createQueryReader();
beforeAll(() => loadReaders());

const QUEUE = '```promql\nmail_queue_length{namespace="{namespace}"}\n```';
const TABLE = '```sql\nselect region, failure_rate, slow_rate from health\n```';

/** A guide whose second step escalates and whose first holds these lines. */
function guide(...lines: readonly string[]): string {
  return [
    '# Mail is late',
    '## Step 1 - Read the queue',
    ...lines,
    'Otherwise, proceed to Step 3.',
    '## Step 2 - Escalate',
    'Hand over to the on-call. This is the end of this guide.',
    '## Step 3 - Close',
    'Tell the owner.',
  ].join('\n\n');
}

/** "s1 -> s2 [predicate]" a line; "asked" where a person is. */
function decided({ plan }: Compilation): string[] {
  return (plan?.edges ?? []).flatMap(({ from, to, condition }) =>
    condition === null || condition.otherwise
      ? []
      : [`${from} -> ${to} [${condition.predicate === null ? 'asked' : describePredicate(condition.predicate)}]`],
  );
}

function compile(...lines: readonly string[]): Compilation {
  return compileTsg(guide(...lines), reader);
}

describe('a predicate beats the prose', () => {
  test.each([
    ['at the end of its line', ['If the backlog looks dangerous, proceed to Step 2. <!-- when: any(value) >= 500 -->']],
    ['on the next line', ['If the backlog looks dangerous, proceed to Step 2.\n<!-- when: any(value) >= 500 -->']],
    ['below it', ['If the backlog looks dangerous, proceed to Step 2.', '<!-- when: any(value) >= 500 -->']],
    ['with its target', ['If the backlog looks dangerous, proceed to Step 2.', '<!-- when: any(value) >= 500 -> Step 2 -->']],
    ['where the prose says a number', ['If the value is above 3, proceed to Step 2. <!-- when: any(value) >= 500 -->']],
    ['in a list', ['- If the backlog looks dangerous, proceed to Step 2. <!-- when: any(value) >= 500 -->']],
  ])('%s', (_where, lines) => {
    const compiled = compile(QUEUE, ...lines);
    expect(compiled.problems).toEqual([]);
    expect(decided(compiled)).toEqual(['s1 -> s2 [any(value) >= 500]']);
    expect(compiled.plan?.edges.find(({ to }) => to === 's2')?.condition?.text).not.toContain('when');
  });

  test('of two conditions on one line each has its own, told apart by where they lead', () => {
    const compiled = compile(
      QUEUE,
      'If it looks bad, proceed to Step 2. If it looks fine, the incident is mitigated. <!-- when: any(value) >= 500 -> Step 2 --> <!-- when: all(value) < 5 -> end -->',
    );
    expect(compiled.problems).toEqual([]);
    expect(decided(compiled)).toEqual(['s1 -> s2 [any(value) >= 500]', 's1 -> end [all(value) < 5]']);
  });

  test('an arm of a list is entered by its predicate', () => {
    const text =
      '# Mail\n\n## Diagnosis\n\n1. Read the pods:\n\n   ```kubectl\n   kubectl -n {namespace} get pods\n   ```\n\n- If a pod looks odd, run `kubectl -n {namespace} describe pod {pod}`. <!-- when: any(STATUS) = "Pending" -->\n- If a pod is slow, run `kubectl -n {namespace} logs {pod}`.\n';
    expect(decided(compileTsg(text, reader))).toEqual(['s1 -> s2 [any(STATUS) = "Pending"]', 's1 -> s3 [asked]']);
  });

  test('without prose it is a way out of its own', () => {
    expect(decided(compile(QUEUE, '<!-- when: any(value) >= 500 -> Step 2 -->'))).toEqual(['s1 -> s2 [any(value) >= 500]']);
  });
});

describe('where a step has several queries', () => {
  const both = [QUEUE, TABLE, 'If it looks bad, proceed to Step 2.'];

  test('the one that has the column is meant, or the one that is named', () => {
    const byColumn = compile(...both, '<!-- when: any(failure_rate) > 5 -->');
    expect(decided(byColumn)).toEqual(['s1 -> s2 [any(failure_rate) > 5]']);
    expect(byColumn.plan?.edges[1]?.condition?.predicate).toMatchObject({ query: 's1.q2' });
    expect(compile(...both, '<!-- when: q1: any(value) > 5 -->').plan?.edges[1]?.condition?.predicate).toMatchObject({ query: 's1.q1' });
    expect(compile(...both, '<!-- when: q1: any(value) > 5 and q2: no rows -->').plan?.edges[1]?.condition?.predicate).toMatchObject({
      of: [{ query: 's1.q1' }, { query: 's1.q2' }],
    });
  });

  test('one that may speak of either is refused with how to say which', () => {
    const [problem] = compile(...both, '<!-- when: no rows -->').problems;
    expect(problem?.message).toContain('several queries stand here, so say which is meant: q1: (mail_queue_length');
  });
});

describe('a predicate that cannot be read is an error at its line, with a caret below what is wrong', () => {
  test.each([
    ['any(value >= 500', '>= 500', 'a closing bracket is missing after the column'],
    ['any(value) above 500', 'above 500', 'compare value with a number or a text in quotes'],
    ['any(value) >= 500 and', 'any(value) >= 500 and', '“the end” is not expected here'],
    ['any(value) >= 500 any', 'any', '“any” is not expected here'],
    ['any(value) ~ 500', '~ 500', 'is not a predicate: write e.g. any(value) >= 0.2 s'],
  ])('%s', (predicate, quote, why) => {
    const text = guide(QUEUE, `If it looks bad, proceed to Step 2. <!-- when: ${predicate} -->`);
    const { problems, plan } = compileTsg(text, reader);
    expect(problems).toMatchObject([{ rule: 'predicate-unreadable', severity: 'error', line: 9, quote }]);
    expect(problems[0]?.message).toContain(why);
    expect(plan?.edges.find(({ to }) => to === 's2')?.condition).toMatchObject({ decidedBy: 'person', predicate: null });
    const [, source = '', carets = ''] = problemText('mail.md', text.split('\n'), problems[0]!).split('\n');
    expect(source.slice(carets.indexOf('^'), carets.lastIndexOf('^') + 1)).toBe(quote);
  });

  test('a column that the query does not have is told with the nearest one', () => {
    const { problems } = compile(TABLE, 'If it looks bad, proceed to Step 2. <!-- when: any(failure_rat) > 5 -->');
    expect(problems[0]?.message).toContain('no query here has a column “failure_rat”, did you mean “failure_rate”?');
  });
});

test.each([
  [['If it looks bad, proceed to Step 2. <!-- when: no rows -> Step 9 -->'], 'leads to "Step 9", which the guide does not have'],
  [['<!-- when: no rows -> the attic -->'], 'leads to "the attic", which the guide does not have'],
  [['<!-- when: no rows -->'], 'decides nothing: no condition stands above it in its step'],
  [
    ['If it looks bad, proceed to Step 2. If it is over, the incident is mitigated. <!-- when: no rows -->'],
    'may mean "it looks bad" or "it is over"',
  ],
])('%j is refused: it %s', (lines, why) => {
  const misplaced = compile(QUEUE, ...lines).problems.find(({ rule }) => rule === 'predicate-misplaced');
  expect(misplaced).toMatchObject({ severity: 'error' });
  expect(misplaced?.message).toContain(why);
});

test('explain says what each line became, and where the values come from', () => {
  const text = guide(
    'Wait 2 minutes, then read the queue.',
    QUEUE,
    '<!-- step: timeout 20s, retries 3 -->',
    'If it looks bad, proceed to Step 2. <!-- when: any(value) > 5 -->',
  );
  const explained = explainGuide(text, compileTsg(text, reader))
    .split('\n')
    .map((line) => line.trim());
  expect(explained).toEqual(
    expect.arrayContaining([
      '│   ⇒ s1: diagnose "Read the queue", lines 3 to 15',
      '│   ⇒ waits 120 s first',
      '│   ⇒ timeout 20 s, 3 retries',
      '│   ⇒ s1.q1: promql, reads, needs namespace',
      '│   ⇒ s1 → s2 if "it looks bad", decided by rule: any(value) > 5',
      '│   ⇒ parameter namespace from the person (string, required)',
    ]),
  );
});

describe('explain --write', () => {
  const folder = join(import.meta.dirname, '../../deploy/guides');
  const guides = readdirSync(folder).map((name): [string, string] => [name, readFileSync(join(folder, name), 'utf8')]);

  test.each(guides)('%s keeps its plan and its bytes, and a second time changes nothing', (_name, text) => {
    const { markdown, written } = writePredicates(text, reader);
    expect(written).toBeGreaterThan(0);
    expect(compileTsg(markdown, reader).plan?.id).toBe(compileTsg(text, reader).plan?.id);
    expect(markdown.replace(/ <!-- when: .*? -->/g, '')).toBe(text);
    expect(writePredicates(markdown, reader)).toMatchObject({ markdown, written: 0, left: [] });
  });

  test('line ends, trailing blanks and what authors wrote stay as they are', () => {
    const text = guide(QUEUE, 'If the value is above 5, proceed to Step 2.  ', '<!-- when: any(value)>=7 -> Step 2 -->').replace(
      /\n/g,
      '\r\n',
    );
    expect(writePredicates(text, reader)).toEqual({ markdown: text, written: 0, left: [] });
    const other = guide(QUEUE, 'If the value is above 5, proceed to Step 2.  \nTell the owner.').replace(/\n/g, '\r\n');
    const { markdown } = writePredicates(other, reader);
    expect(markdown).toBe(other.replace('Tell the owner.', 'Tell the owner. <!-- when: the(value) > 5 -->'));
  });
});
