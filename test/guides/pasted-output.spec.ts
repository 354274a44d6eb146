import { expect, test } from 'vitest';
import { evaluateCondition } from '../../src/dag-scheduler/core/evaluate-condition.js';
import { pastedResult } from '../../src/dag-scheduler/core/next-activity.js';
import { createQueryReader, loadReaders } from '../../src/qpp-plugins/index.js';
import { compileTsg } from '../../src/tsg-parser/index.js';

const GUIDE = `# Orders are stuck

## Step 1 - Count what waits

\`\`\`powershell
Get-QueueReport -Region eu
\`\`\`

<!-- when: any(waiting) > 100 -> Step 2 -->

If more than 100 orders wait in any queue, proceed to Step 2.

Otherwise, this is the end of this guide.

## Step 2 - Tell the owner

Hand over to the owner of the queue.
`;

test.each([
  [' queue | waiting \n-------+---------\n mail  |      12\n print |     340\n(2 rows)', 'true'],
  ['queue,waiting\nmail,12\nprint,3', 'false'],
  ['[{"queue":"mail","waiting":101}]', 'true'],
  ['the report could not be made', 'undecidable'],
])('a condition is decided on what a person pasted: %j', async (text, answer) => {
  expect(await decidedOn(GUIDE, text)).toBe(answer);
});

test.each(['No data', 'done', 'Done'])('%j is no answer to whether there are rows: a person is asked', async (text) => {
  const condition = 'any(waiting) > 100 -> Step 2 -->\n\nIf more than 100 orders wait in any queue, proceed';
  for (const [when, words] of [
    ['count(rows) > 0', 'there are rows'],
    ['no rows', 'there are no rows'],
  ] as const)
    expect(await decidedOn(GUIDE.replace(condition, `${when} -> Step 2 -->\n\nIf ${words}, proceed`), text)).toBe('undecidable');
});

async function decidedOn(guide: string, text: string): Promise<string> {
  await loadReaders();
  const { plan } = compileTsg(guide, createQueryReader());
  const query = plan?.nodes[0]?.queries[0];
  const condition = plan?.edges.find(({ from, to }) => from === 's1' && to === 's2')?.condition;
  if (query === undefined || condition?.predicate == null) throw new Error('the guide has no such edge, or no rule decides it');
  const result = pastedResult(query, text, 'ada', '2026-01-01T10:00:00.000Z');
  return evaluateCondition(condition, new Map([[query.id, result]]), { alertState: 'unknown' }).answer;
}
