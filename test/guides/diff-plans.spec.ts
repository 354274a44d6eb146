import { beforeAll, expect, test } from 'vitest';
import { createQueryReader, loadReaders } from '../../src/qpp-plugins/readers/index.js';
import { compileTsg, diffPlans } from '../../src/tsg-parser/index.js';
import type { PlanDag } from '../../src/tsg-parser/index.js';

const reader = createQueryReader();
beforeAll(() => loadReaders());

const GUIDE = `---
parameters:
  namespace: alert label namespace
---

# Mail is late

## Step 1 - Read the queue

\`\`\`promql
sum(mail_queue_length{namespace="{namespace}"})
\`\`\`

If the value is above 500, proceed to Step 2.

Otherwise, this is the end of this guide.

## Step 2 - Escalate

Hand over to the on-call.
`;

function planOf(markdown: string): PlanDag {
  return compileTsg(markdown, reader).plan!;
}

test.each([
  ['nothing', GUIDE, []],
  ['lines that move', GUIDE.replace('# Mail is late', '# Mail is late\n\nMail should take a second.'), []],
  [
    'a threshold',
    GUIDE.replace('above 500', 'above 900'),
    ['The way from "Read the queue" to "Escalate" was taken if the value is above 500, it is taken if the value is above 900.'],
  ],
  [
    'a predicate',
    GUIDE.replace('to Step 2.', 'to Step 2. <!-- when: any(value) > 900 -->'),
    ['The way from "Read the queue" to "Escalate" was decided by the rule the(value) > 500, it is decided by the rule any(value) > 900.'],
  ],
  [
    'a source',
    GUIDE.replace('alert label namespace', 'alert label ns'),
    ['The parameter namespace came from alert label namespace, it comes from alert label ns.'],
  ],
  [
    'the outcome and a limit',
    GUIDE.replace('parameters:', 'outcome: all\nmode: shadow\nparameters:'),
    ['Its outcome was first, it is all.', 'What it forbids itself (mode, policy) is another.'],
  ],
  [
    'a query',
    GUIDE.replace('sum(', 'max('),
    [
      '"Read the queue" no longer runs: sum(mail_queue_length{namespace="{namespace}"})',
      '"Read the queue" now runs: max(mail_queue_length{namespace="{namespace}"})',
    ],
  ],
])('what changed is said in words: %s', (_what, after, changes) => {
  expect(diffPlans(planOf(GUIDE), planOf(after))).toEqual(changes);
});
