import { beforeAll, expect, test } from 'vitest';
import { createQueryReader, loadReaders } from '../qpp-plugins/index.js';
import { compileTsg, coverageOf, sumOf } from '../tsg-parser/index.js';
import { coverageTable, tellDetails, type FileCoverage } from './coverage-table.js';

beforeAll(() => loadReaders());

const GUIDE = `# Disk fills up

## Step 1 - Look at the pods

\`\`\`kubectl
kubectl -n shop get pods
\`\`\`

If any pod is in CrashLoopBackOff, proceed to Step 2.

If the moon is full, proceed to Step 3.

Otherwise, this is the end of this guide.

## Step 2 - Restart

\`\`\`kubectl
kubectl -n shop rollout restart deployment/cart
\`\`\`

## Step 3 - Ask the old machine

\`\`\`bash
ssh legacy-01 'tail -n 5 /var/log/app.log'
\`\`\`

## Step 4 - Call the owner

Tell them what was found.
`;

function covered(file: string, markdown: string): FileCoverage {
  return { file, ...coverageOf(compileTsg(markdown, createQueryReader())) };
}

test('the sum counts steps, commands, conditions and refusals, and says why', () => {
  const all = [covered('disk.md', GUIDE), covered('again.md', GUIDE), covered('prose.md', 'Just some words.')];
  expect(sumOf(all)).toMatchObject({
    guides: 3, refused: 1, steps: 8, runnable: 4, byHand: 2, prose: 2, conditions: 4, decidedByRule: 2, asked: 2, changes: 2,
    why: [
      { what: 'refused', reason: 'no-steps', count: 1, first: 'prose.md:1' },
      { what: 'by hand', count: 2, first: 'disk.md:24' },
    ],
  }); // prettier-ignore
});

test('the table has a line for each guide, and the details a line for each thing a person is needed for', () => {
  const table = coverageTable([covered('disk.md', GUIDE), covered('prose.md', 'Just some words.')]);
  expect(table).toMatch(/│ disk\.md +│ 4 +│ 2 +│ 1 +│ 1 +│ 2 +│ 1 +│ 1 +│ 1 +│ +│/u);
  expect(table).toMatch(/│ prose\.md .*│ no-steps +│/u);
  expect(table).toMatch(/│ 2 guides .*│ 1 refused +│/u);
  const details = tellDetails([covered('disk.md', GUIDE)]);
  expect(details).toContain('  prose    line 27: Call the owner');
  expect(details).toContain('  asked    line 11: the moon is full');
});
