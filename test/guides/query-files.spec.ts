import { beforeAll, describe, expect, test } from 'vitest';
import { createQueryReader, loadReaders } from '../../src/qpp-plugins/index.js';
import { compileTsg, explainGuide } from '../../src/tsg-parser/index.js';
import type { Compilation, QueryFile } from '../../src/tsg-parser/index.js';

const GUIDE = `# Orders are late

## Step 1 - Read the backlog

\`\`\`sql
select shop, waiting from backlog where region = '{region}'
\`\`\`

If any shop shows LATE, proceed to Step 2.

Otherwise, this is the end of this guide.

## Step 2 - Look closer

\`\`\`sql
select a from b
\`\`\`

\`\`\`sql
select c from d
\`\`\`

Tell the owner.

## Step 3 - Restart

\`\`\`kubectl
kubectl -n shop rollout restart deployment/orders
\`\`\`
`;

const LATE = "select shop, waiting, case when waiting > {most} then 'LATE' else 'OK' end as state from backlog where region = '{region}'";

type NamedText = readonly [name: string, text: string];

function compiled(...files: NamedText[]): Compilation {
  const queryFiles: QueryFile[] = files.map(([name, text]) => ({ name, text }));
  return compileTsg(GUIDE, createQueryReader(), { queryFiles });
}

const problemsOf = (...files: NamedText[]): string[] =>
  compiled(...files).problems.flatMap(({ rule, message }) => (rule.startsWith('qpp-') ? [`${rule}: ${message}`] : []));

beforeAll(() => loadReaders());

describe('a query file', () => {
  test('takes the place of the only block of a step, and is read as that block would be', () => {
    const { plan } = compiled(['step-1.sql', LATE]);
    expect(plan?.nodes[0]?.queries).toEqual([
      expect.objectContaining({
        id: 's1.q1',
        text: LATE,
        parameters: ['most', 'region'],
        columns: ['shop', 'waiting', 'state'],
        statusWords: ['OK', 'LATE'],
        lines: [6, 6],
        file: { name: 'step-1.sql', sha256: expect.stringMatching(/^[0-9a-f]{64}$/) as string },
      }),
    ]);
    expect(plan?.parameters.map(({ name }) => name)).toContain('most');
  });

  test('makes a condition decidable that the block left open', () => {
    const before = compiled().plan?.edges.find(({ from, to }) => from === 's1' && to === 's2');
    const after = compiled(['step-1.sql', LATE]).plan?.edges.find(({ from, to }) => from === 's1' && to === 's2');
    expect([before?.condition?.decidedBy, after?.condition?.decidedBy]).toEqual(['rule', 'rule']);
    expect(JSON.stringify(after?.condition?.predicate)).toContain('LATE');
  });

  test('for one kind of source stands beside the block, which stays for the others', () => {
    const { plan } = compiled(['step-1.sqlite.sql', `${LATE} -- sqlite`], ['step-1.orders-db.sql', LATE]);
    const [query] = plan?.nodes[0]?.queries ?? [];
    expect(query?.text).toBe("select shop, waiting from backlog where region = '{region}'");
    expect(query?.variants?.map(({ where, file }) => [where, file.name])).toEqual([
      ['sqlite', 'step-1.sqlite.sql'],
      ['orders-db', 'step-1.orders-db.sql'],
    ]);
    expect(query?.parameters).toEqual(['region', 'most']);
  });

  test('names its block by number where the step has several, and may add the next', () => {
    const { plan, problems } = compiled(['step-2.2.sql', 'select e from f'], ['step-2.3.js', 'return rows.length']);
    expect(problems.filter(({ rule }) => rule.startsWith('qpp-'))).toEqual([]);
    expect(plan?.nodes[1]?.queries.map(({ id, text }) => [id, text])).toEqual([
      ['s2.q1', 'select a from b'],
      ['s2.q2', 'select e from f'],
      ['s2.q3', 'return rows.length'],
    ]);
  });

  test('is part of the seal: another text is another plan', () => {
    const ids = [
      compiled(),
      compiled(['step-1.sql', LATE]),
      compiled(['step-1.sql', `${LATE} -- x`]),
      compiled(['step-1.sqlite.sql', LATE]),
    ];
    expect(new Set(ids.map(({ plan }) => plan?.id)).size).toBe(4);
    expect(compiled(['README.md', 'why'], ['.keep', '']).plan?.id).toBe(compiled().plan?.id);
  });

  test('is shown by explain, with its hash', () => {
    const told = explainGuide(GUIDE, compiled(['step-1.sql', LATE], ['step-2.1.postgres.sql', 'select 1 as a']));
    expect(told).toMatch(/⇒ s1\.q1: sql, reads, needs most, region, from step-1\.sql \(sha256 [0-9a-f]{12}\)/);
    expect(told).toMatch(/⇒ s2\.q1 at postgres: from step-2\.1\.postgres\.sql \(sha256 [0-9a-f]{12}\)/);
  });
});

describe('is never passed over in silence', () => {
  test.each([
    ['step.sql', 'select 1', /qpp-name: step\.sql is no name/],
    ['step-1.txt', 'select 1', /qpp-name/],
    ['step-9.sql', 'select 1', /qpp-unmatched: step-9\.sql: the guide has no step 9/],
    ['step-2.sql', 'select 1', /qpp-unmatched: step-2\.sql: "Look closer" has 2 query blocks/],
    ['step-2.4.sql', 'select 1', /qpp-unmatched/],
    ['step-2.3.postgres.sql', 'select 1', /qpp-unmatched/],
    ['step-1.sql', 'select 1; select 2', /qpp-unreadable: step-1\.sql holds several queries/],
    ['step-1.sql', 'selct 1', /qpp-unreadable: step-1\.sql: SQL cannot be parsed/],
    ['step-1.js', 'return rows +', /qpp-unreadable: step-1\.js: This script cannot be read/],
    ['step-1.js', 'db.orders.find()', /qpp-unreadable: step-1\.js: This script is no analysis/],
    ['step-1.sql', 'delete from backlog', /qpp-unreadable: step-1\.sql: it changes something/],
    ['step-1.kubectl', 'kubectl delete pod x', /qpp-unreadable: step-1\.kubectl: it changes something/],
    ['step-3.kubectl', 'kubectl get pods', /qpp-changes: step-3\.kubectl would replace a command that changes something/],
    ['step-1.sqlite.sql', 'select shop from backlog', /qpp-columns: step-1\.sqlite\.sql lacks waiting/],
  ])('%s holding "%s"', (name, text, problem) => {
    expect(problemsOf([name, text])).toEqual([expect.stringMatching(problem)]);
  });

  test('where two claim the same place', () => {
    expect(problemsOf(['step-1.sql', LATE], ['step-1.js', 'return rows'])).toEqual([expect.stringMatching(/qpp-conflict/)]);
    expect(problemsOf(['step-1.sqlite.sql', LATE], ['step-1.1.sqlite.sql', LATE])).toEqual([expect.stringMatching(/qpp-conflict/)]);
  });

  test('but what only PostgreSQL cannot parse may be right for another database', () => {
    expect(problemsOf(['step-1.sqlite.sql', 'select shop, waiting from backlog where region glob ?1 || {region}'])).toEqual([]);
  });
});
