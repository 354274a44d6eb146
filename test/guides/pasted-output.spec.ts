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
  await loadReaders();
  const { plan } = compileTsg(GUIDE, createQueryReader());
  const query = plan?.nodes[0]?.queries[0];
  const condition = plan?.edges.find(({ from, to }) => from === 's1' && to === 's2')?.condition;
  if (query === undefined || condition == null) throw new Error('the guide has no such edge');
  const result = pastedResult(query, text, 'ada', '2026-01-01T10:00:00.000Z');
  expect(evaluateCondition(condition, new Map([[query.id, result]]), { alertState: 'unknown' }).answer).toBe(answer);
});
