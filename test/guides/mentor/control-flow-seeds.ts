import type { Seed } from './lint-seed.js';

const CLEARED = 'Otherwise, the alert has cleared: go to Step 4.';
const CRASH_ARMS = 'If any pod is in CrashLoopBackOff, proceed to Step 3. Otherwise, proceed to Step 4.';
const SHRINKS = 'Verify with the query of Step 1 that the queue shrinks within 10 minutes. If it does not, proceed to Step 4.';
const HAND_OVER = 'Escalate to the on-call of the mail team. This is the end of this guide.';
const LOCKED = 'If the reason `locked` has more than 200 refusals, proceed to Step 2. Otherwise, proceed to Step 3.';
const STUCK = 'If the query returns a row, proceed to Step 3. Otherwise, escalate to the database on-call.';

/** Where the guide sends its reader. */
export const CONTROL_FLOW: readonly Seed[] = [
  {
    rule: 'branch-after-else',
    wrong: [
      ['mail', [CLEARED, 'Otherwise, go to Step 4. If the queue is empty, go to Step 3.']],
      ['mail', [CRASH_ARMS, 'Otherwise, proceed to Step 4. If any pod is in CrashLoopBackOff, proceed to Step 3.']],
      ['logins', [LOCKED, `${LOCKED} If the reason \`expired\` has more than 500 refusals, proceed to Step 3.`]],
      [
        'logins',
        [LOCKED, `${LOCKED}\n\nIf the reason \`expired\` has more than 500 refusals, escalate to the identity team.`],
        '@If the reason `expired`',
      ],
      [
        'mail',
        [
          CRASH_ARMS,
          '- If any pod is in CrashLoopBackOff, proceed to Step 3.\n- Otherwise, proceed to Step 4.\n- If any pod is Pending, escalate to the platform team.',
        ],
        '@- If any pod is Pending',
      ],
      [
        'mail',
        [
          CRASH_ARMS,
          '- If any pod is in CrashLoopBackOff, go to Step 3.\n- Else, go to Step 4.\n- If any pod is in ImagePullBackOff, go to Step 4.',
        ],
        '@- If any pod is in ImagePull',
      ],
      [
        'node',
        [
          '- Otherwise, see [Hand over](#hand-over).',
          '- Otherwise, see [Hand over](#hand-over).\n- If the condition `DiskPressure` is `True`, see [Tell the owner](#tell-the-owner).',
        ],
        '@- If the condition `DiskPressure`',
      ],
      [
        'sessions',
        [
          STUCK,
          'If the query returns a row, proceed to Step 3. Otherwise, go to Step 4. If more than 3 rows are returned, escalate to the database on-call.',
        ],
      ],
    ],
    fine: [
      ['mail', [CLEARED, 'If the queue is empty, go to Step 3. Otherwise, go to Step 4.']],
      ['mail', [CRASH_ARMS, `${CRASH_ARMS} If you need help, ask the mail team.`]],
    ],
  },
  {
    rule: 'cycle-without-exit',
    also: ['unbounded-loop', 'unreachable-step'],
    wrong: [
      ['mail', [HAND_OVER, 'Wait for the mail team. Return to Step 1.']],
      ['mail', [HAND_OVER, 'Then go back to Step 2.']],
      ['mail', [HAND_OVER, 'Go to Step 1.']],
      [
        'restart',
        [
          'If there is a further pod, return to Step 1 with the next `index`, at most 5 times. Otherwise, this is the end of this guide.',
          'Return to Step 1 with the next `index`.',
        ],
      ],
      [
        'restart',
        [
          'If there is a further pod, return to Step 1 with the next `index`, at most 5 times. Otherwise, this is the end of this guide.',
          'Go back to Step 1.',
        ],
      ],
    ],
    fine: [
      ['mail', [HAND_OVER, 'If the queue has grown again, return to Step 1, at most 3 times. Otherwise, this is the end of this guide.']],
    ],
  },
  {
    rule: 'dangling-anchor-reference',
    wrong: [
      ['node', ['see [Empty the node](#empty-the-node)', 'see [Empty the node](#empty-node)']],
      ['node', ['- Otherwise, see [Hand over](#hand-over).', '- Otherwise, see [Escalation](#escalation).']],
      ['node', ['### Hand over', '### Whom to call'], '@- Otherwise, see [Hand over]'],
      ['node', ['if it does not, see [Hand over](#hand-over).', 'if it does not, go to [Hand over](#handover-to-platform).']],
      ['mail', ['Escalate to the on-call', 'Read [the list](#people) and escalate to the on-call']],
      ['mail', ['go to Step 4.', 'go to [Step 4](#step-4-escalate).']],
      ['errors', ['escalate to the on-call of the basket.', 'see [who is on call](#on-call).']],
    ],
    also: ['unreachable-step'],
    fine: [
      ['mail', ['go to Step 4.', 'go to [Step 4](#step-4---hand-over).']],
      ['node', ['### Hand over', '### Hand over <a id="who"></a>']],
      ['mail', ['Escalate to the on-call', 'Go [up](#) and escalate to the on-call']],
    ],
  },
  {
    rule: 'dangling-step-reference',
    wrong: [
      ['mail', ['Otherwise, proceed to Step 4.', 'Otherwise, proceed to Step 8.']],
      ['mail', [CLEARED, 'Otherwise, go to Step 7.']],
      ['mail', [SHRINKS, SHRINKS.replace('Step 4', 'Step 5')]],
      ['worker', ['- **No** -> Go to Step 5', '- **No** -> Go to Step 6']],
      ['checkout', ['start Steps 2 and 3 in parallel', 'start Steps 2 through 6 in parallel']],
      ['logins', [LOCKED, LOCKED.replace('proceed to Step 2', 'skip to Step 22')]],
      ['mail', ['query of Step 1 that', 'query of Step 9 that']],
      ['sessions', ['If so, go to Step 4.', 'If so, continue with Step 40.']],
    ],
    also: ['unreachable-step'],
    fine: [['mail', [HAND_OVER, 'Escalate as the runbook of the mail team says in its step 12. This is the end of this guide.']]],
  },
  {
    rule: 'duplicate-step-number',
    also: ['step-number-gap', 'dangling-step-reference', 'unreachable-step', 'cycle-without-exit', 'unbounded-loop'],
    wrong: [
      ['mail', ['## Step 4 - Hand over', '## Step 3 - Hand over']],
      ['mail', ['## Step 3 - Go back', '## Step 2 - Go back']],
      ['worker', ['## Step 5: Escalate', '## Step 4: Escalate']],
      ['logins', ['## Step 3 - Close', '## Step 2 - Close']],
      ['sessions', ['## Step 2 - Who holds them?', '## Step 1 - Who holds them?']],
    ],
    fine: [['mail', ['## Step 4 - Hand over', '## Step 4 - Hand over to step 3 of the release guide']]],
  },
  {
    rule: 'else-without-target',
    wrong: [
      ['mail', [CRASH_ARMS, 'If any pod is in CrashLoopBackOff, proceed to Step 3. Otherwise, good luck.']],
      ['mail', [CRASH_ARMS, 'If any pod is in CrashLoopBackOff, proceed to Step 3. Otherwise.']],
      ['mail', [CRASH_ARMS, 'If any pod is in CrashLoopBackOff, proceed to Step 3. Otherwise, it is something else.']],
      ['mail', [CRASH_ARMS, 'If any pod is in CrashLoopBackOff, proceed to Step 3. Otherwise, the pods are fine.']],
      ['mail', [CRASH_ARMS, 'If any pod is in CrashLoopBackOff, proceed to Step 3. If not, hmm.']],
      ['worker', ['- **Yes** -> Go to Step 3\n- **No** -> Go to Step 5', '- **Yes** -> Go to Step 3\n- **No** ->'], '@- **No** ->\n'],
      ['worker', ['- **Yes** -> Go to Step 3\n- **No** -> Go to Step 5', '- **Yes** -> Go to Step 3\n- **No**'], '@- **No**\n'],
      ['logins', [LOCKED, LOCKED.replace('Otherwise, proceed to Step 3.', 'Otherwise, nothing.')]],
      ['logins', [LOCKED, LOCKED.replace('Otherwise, proceed to Step 3.', 'Otherwise, the cause is unknown.')]],
      ['node', ['- Otherwise, see [Hand over](#hand-over).', '- Otherwise, different cause.']],
      ['sessions', [STUCK, 'If the query returns a row, proceed to Step 3. Otherwise, proceed.']],
      ['sessions', [STUCK, 'If the query returns a row, proceed to Step 3. Otherwise, proceed to the appropriate step.']],
    ],
    also: ['unreachable-step'],
    fine: [
      ['mail', [CRASH_ARMS, 'If any pod is in CrashLoopBackOff, proceed to Step 3. Otherwise, the alert is false: stop here.']],
      [
        'mail',
        [CRASH_ARMS, 'If any pod is in CrashLoopBackOff, proceed to Step 3. Otherwise, wait 5 minutes and escalate to the mail team.'],
      ],
      ['logins', [LOCKED, LOCKED.replace('Otherwise, proceed to Step 3.', 'Otherwise, continue with the next step.')]],
    ],
  },
  {
    rule: 'missing-else',
    wrong: [
      ['mail', [CRASH_ARMS, 'If any pod is in CrashLoopBackOff, proceed to Step 3.']],
      ['mail', [` ${CLEARED}`, '']],
      ['logins', [LOCKED, 'If the reason `locked` has more than 200 refusals, proceed to Step 2.']],
      ['logins', [LOCKED, 'If the reason `locked` has more than 200 refusals, skip to Step 3.']],
      ['sessions', [STUCK, 'If the query returns a row, proceed to Step 3.']],
      ['worker', ['- **Yes** -> Go to Step 3\n- **No** -> Go to Step 5', '- **Yes** -> Go to Step 3'], '@- **Yes** -> Go to Step 3'],
      ['node', ['\n- Otherwise, see [Hand over](#hand-over).', ''], '@- If the condition'],
      [
        'restart',
        ['If the command succeeds, proceed to Step 3. Otherwise, proceed to Step 4.', 'If the command succeeds, proceed to Step 3.'],
      ],
      ['mail', [CRASH_ARMS, 'If any pod is in CrashLoopBackOff, proceed to Step 3. If any pod is Pending, proceed to Step 4.']],
      [
        'mail',
        [CRASH_ARMS, '- If any pod is in CrashLoopBackOff, proceed to Step 3.\n- If any pod is Pending, proceed to Step 4.'],
        '@- If any pod is in Crash',
      ],
      ['sessions', ['If so, go to Step 4. Otherwise, escalate to the database on-call.', 'If so, go to Step 4.']],
      ['sessions', [' Otherwise, go to Step 4.\n', '\n'], '@If more than 40'],
    ],
    also: ['unreachable-step'],
    fine: [
      ['mail', [CRASH_ARMS, 'If any pod is in CrashLoopBackOff, proceed to Step 3. If no pod is in CrashLoopBackOff, proceed to Step 4.']],
      ['mail', [CRASH_ARMS, 'If any pod is in CrashLoopBackOff, proceed to Step 3. In all other cases, proceed to Step 4.']],
      ['worker', ['- **Yes** -> Go to Step 3\n- **No** -> Go to Step 5', '- **No** -> Go to Step 5\n- **Yes** -> Go to Step 3']],
    ],
  },
  {
    rule: 'no-verification-after-mitigation',
    wrong: [
      ['mail', [SHRINKS, 'Proceed to Step 4.'], '@kubectl -n {namespace} rollout undo'],
      ['mail', [SHRINKS, 'Go to Step 4 when done.'], '@kubectl -n {namespace} rollout undo'],
      [
        'sessions',
        [
          'Verify with the query of Step 1 that fewer than 10 sessions wait. If so, go to Step 4. Otherwise, escalate to the database on-call.',
          'Go to Step 4.',
        ],
        '@SELECT pg_terminate_backend',
      ],
      [
        'worker',
        [
          'Verify with the query of Step 1 that fewer jobs wait within 10 minutes.\n\n- **Yes** -> Go to Step 4\n- **No** -> Go to Step 5',
          'Go to Step 4.',
        ],
        '@kubectl -n "$NAMESPACE" scale',
      ],
      [
        'node',
        ['\n\nVerify that `kubectl get node {node}` reports `Ready` within 5 minutes; if it does not, see [Hand over](#hand-over).', ''],
        '@kubectl drain',
      ],
      [
        'errors',
        [
          '\n3. Verify that the query of Diagnosis step 1 returns fewer than 10 errors within 10 minutes. If it does not, escalate to the on-call of the basket.\n',
          '',
        ],
        '@   kubectl -n <namespace> delete pod',
      ],
      [
        'disk',
        ['\n3. Verify with Diagnosis step 1 that more than 25% are free. If not, escalate to the platform on-call.\n', ''],
        '@   ssh {host} "cp',
      ],
    ],
    fine: [
      ['mail', [SHRINKS, 'Wait until the queue is below 100, then proceed to Step 4.']],
      ['mail', [SHRINKS, 'The queue should be below 100 within 10 minutes. Proceed to Step 4.']],
      [
        'node',
        [
          'Verify that `kubectl get node {node}` reports `Ready` within 5 minutes; if it does not, see [Hand over](#hand-over).',
          'Watch the node until it is `Ready` again; if it is not within 10 minutes, see [Hand over](#hand-over).',
        ],
      ],
    ],
  },
  {
    rule: 'overlapping-conditions',
    also: ['branch-after-else'],
    wrong: [
      ['mail', [CLEARED, 'If the queue is longer than 100, proceed to Step 3. Otherwise, go to Step 4.']],
      [
        'logins',
        [
          LOCKED,
          'If the reason `locked` has more than 200 refusals, proceed to Step 2. If the reason `locked` has more than 50 refusals, proceed to Step 3. Otherwise, proceed to Step 3.',
        ],
      ],
      [
        'logins',
        [
          LOCKED,
          'If the reason `locked` has at least 50 refusals, proceed to Step 2. If the reason `locked` has more than 200 refusals, proceed to Step 3. Otherwise, proceed to Step 3.',
        ],
      ],
      ['mail', [CLEARED, 'If it is longer than 100, proceed to Step 3. Otherwise, go to Step 4.']],
      [
        'mail',
        [
          'If the queue is longer than 500, proceed to Step 2. Otherwise, the alert has cleared: go to Step 4.',
          '- If the queue is longer than 500, proceed to Step 2.\n- If the queue is longer than 200, proceed to Step 3.\n- Otherwise, go to Step 4.',
        ],
        '@- If the queue is longer than 200',
      ],
      [
        'mail',
        [
          'If the queue is longer than 500, proceed to Step 2. Otherwise, the alert has cleared: go to Step 4.',
          'If the queue is longer than 100, proceed to Step 2. If the queue is shorter than 300, proceed to Step 3. Otherwise, go to Step 4.',
        ],
      ],
      [
        'mail',
        [
          'If the queue is longer than 500, proceed to Step 2. Otherwise, the alert has cleared: go to Step 4.',
          'If the queue > 500, proceed to Step 2. If the queue > 100, proceed to Step 3. Otherwise, go to Step 4.',
        ],
      ],
      [
        'mail',
        [
          'If the queue is longer than 500, proceed to Step 2. Otherwise, the alert has cleared: go to Step 4.',
          'If the queue is between 100 and 500, proceed to Step 2. If the queue is longer than 400, proceed to Step 3. Otherwise, go to Step 4.',
        ],
      ],
      [
        'mail',
        [
          CRASH_ARMS,
          'If any pod is in CrashLoopBackOff, proceed to Step 3. If any pod is in CrashLoopBackOff, proceed to Step 4. Otherwise, proceed to Step 4.',
        ],
      ],
      [
        'sessions',
        [
          STUCK,
          'If the query returns more than 1 row, proceed to Step 3. If the query returns more than 5 rows, escalate to the database on-call. Otherwise, go to Step 4.',
        ],
      ],
      [
        'mail',
        [
          'If the queue is longer than 500, proceed to Step 2. Otherwise, the alert has cleared: go to Step 4.',
          'If the delay is above 0.5 s, proceed to Step 2. If the delay is above 200 ms, proceed to Step 3. Otherwise, go to Step 4.',
        ],
      ],
    ],
    fine: [
      ['mail', [CLEARED, 'If the queue is shorter than 100, proceed to Step 3. Otherwise, go to Step 4.']],
      ['mail', [CLEARED, 'If the queue is longer than 100 but at most 500, proceed to Step 3. Otherwise, go to Step 4.']],
      ['mail', [CLEARED, 'If the queue is between 100 and 500, proceed to Step 3. Otherwise, go to Step 4.']],
      [
        'logins',
        [
          LOCKED,
          'If the reason `locked` has more than 200 refusals, proceed to Step 2. If the reason `expired` has more than 50 refusals, proceed to Step 3. Otherwise, proceed to Step 3.',
        ],
      ],
      [
        'mail',
        [
          'If the queue is longer than 500, proceed to Step 2. Otherwise, the alert has cleared: go to Step 4.',
          'If the queue is longer than 500, proceed to Step 2. Otherwise, if the queue is longer than 100, proceed to Step 3. Otherwise, go to Step 4.',
        ],
      ],
    ],
  },
  {
    rule: 'unbounded-loop',
    wrong: [
      ['mail', ['If it does not, proceed to Step 4.', 'If it does not, return to Step 2. Otherwise, proceed to Step 4.']],
      ['restart', ['return to Step 1 with the next `index`, at most 5 times.', 'return to Step 1 with the next `index`.']],
      [
        'restart',
        [
          'return to Step 1 with the next `index`, at most 5 times.',
          'return to Step 1 with the next `index` and repeat as often as needed.',
        ],
      ],
      [
        'restart',
        ['return to Step 1 with the next `index`, at most 5 times.', 'repeat Steps 1 and 2 with the next `index` until all pods are done.'],
      ],
      ['mail', ['If it does not, proceed to Step 4.', 'If it does not, repeat this step. Otherwise, proceed to Step 4.']],
      ['mail', ['If it does not, proceed to Step 4.', 'If it does not, try again. Otherwise, proceed to Step 4.']],
      ['mail', ['If it does not, proceed to Step 4.', 'Repeat this step until the queue is empty.']],
      [
        'worker',
        [
          '- **Yes** -> Go to Step 4\n- **No** -> Go to Step 5\n\n## Step 4: Close',
          '- **Yes** -> Go to Step 4\n- **No** -> Go to Step 1\n\n## Step 4: Close',
        ],
        '@- **No** -> Go to Step 1',
      ],
    ],
    fine: [
      ['mail', ['If it does not, proceed to Step 4.', 'If it does not, return to Step 2, at most twice. Otherwise, proceed to Step 4.']],
      ['mail', ['If it does not, proceed to Step 4.', 'If it does not, repeat this step up to 3 times. Otherwise, proceed to Step 4.']],
      ['mail', ['If it does not, proceed to Step 4.', 'Repeat this step every 5 minutes for at most 1 hour.']],
    ],
    also: ['unreachable-step'],
  },
  {
    rule: 'unreachable-step',
    wrong: [
      [
        'mail',
        [
          'Otherwise, proceed to Step 4.',
          'Otherwise, go to Step 4. In either case, go to Step 4.\n\n## Step 2a - Forgotten\n\nCheck the dashboard. Go to Step 4.',
        ],
        '@## Step 2a',
      ],
      ['mail', [CRASH_ARMS, 'If any pod is in CrashLoopBackOff, proceed to Step 4. Otherwise, proceed to Step 4.'], '@## Step 3'],
      ['mail', [CRASH_ARMS, 'Proceed to Step 4.'], '@## Step 3'],
      [
        'mail',
        [
          'If the queue is longer than 500, proceed to Step 2. Otherwise, the alert has cleared: go to Step 4.',
          'If the queue is longer than 500, proceed to Step 3. Otherwise, the alert has cleared: go to Step 4.',
        ],
        '@## Step 2',
      ],
      [
        'worker',
        ['- **Yes** -> Go to Step 3\n- **No** -> Go to Step 5', '- **Yes** -> Go to Step 4\n- **No** -> Go to Step 5'],
        '@## Step 3',
      ],
      ['logins', [LOCKED, 'Proceed to Step 3.'], '@## Step 2'],
      [
        'logins',
        ['## Step 3 - Close', '## Step 3 - Clean up\n\nDelete the table of the investigation.\n\n## Step 4 - Close'],
        [
          'escalate to the security on-call. Otherwise, proceed to Step 3.',
          'escalate to the security on-call. Otherwise, proceed to Step 4.',
        ],
        [LOCKED, LOCKED.replace('proceed to Step 3', 'proceed to Step 4')],
        '@## Step 3',
      ],
      ['checkout', ['start Steps 2 and 3 in parallel', 'start Step 2'], '@## Step 3'],
      [
        'sessions',
        ['If more than 40 sessions wait for a lock, proceed to Step 2. Otherwise, go to Step 4.', 'Go to Step 4.'],
        '@## Step 2',
      ],
    ],
    fine: [['mail', [CRASH_ARMS, 'Proceed to Step 3.']]],
  },
];
