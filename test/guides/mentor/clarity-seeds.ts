import type { Seed } from './lint-seed.js';

const LONG = 'If the queue is longer than 500, proceed';
const CRASHES = 'If any pod is in CrashLoopBackOff, proceed';
const SHRINKS = 'Verify with the query of Step 1 that the queue shrinks within 10 minutes.';
const HAND_OVER = 'Escalate to the on-call of the mail team. This is the end of this guide.';

/** What two readers would read in two ways. */
export const CLARITY: readonly Seed[] = [
  {
    rule: 'ambiguous-condition',
    wrong: [
      ['mail', [LONG, 'If the queue is very long, proceed']],
      ['mail', [LONG, 'If the latency looks bad, proceed']],
      ['mail', [LONG, 'If there are too many mails, proceed']],
      ['mail', [LONG, 'If there are a lot of mails in the queue, proceed']],
      ['mail', [LONG, 'If the queue is longer than usual, proceed']],
      ['mail', [LONG, 'If the queue looks unhealthy, proceed']],
      ['mail', [LONG, 'If the numbers seem off, proceed']],
      ['mail', [LONG, 'If the error rate is significantly higher than normal, proceed']],
      ['mail', [LONG, 'If latency is high, proceed']],
      ['mail', [LONG, 'When the queue grows too fast, proceed']],
      ['mail', [CRASHES, 'If some pods have restarted a lot, proceed']],
      ['mail', [CRASHES, 'If something looks wrong, proceed']],
      ['sessions', ['If more than 40 sessions wait for a lock, proceed', 'If many sessions wait for a lock, proceed']],
      ['sessions', ['If the query returns a row, proceed', 'If the query takes a long time, proceed']],
      ['logins', ['has more than 200 refusals, proceed', 'has a high number of refusals, proceed']],
      ['errors', ['If one message makes up more than 75% of the errors and names', 'If one message makes up most of the errors and names']],
      ['node', ['If the output names a pod that uses more than 8 GiB, see', 'If a pod uses excessive memory, see']],
    ],
    fine: [
      ['mail', [LONG, 'If the queue is longer than the limit of 500, proceed']],
      ['mail', [LONG, 'If the p99 latency is high (above 2 s), proceed']],
      ['mail', [CRASHES, 'If any pod is not `Ready`, proceed']],
      ['sessions', ['If the query returns a row, proceed', 'If the status of a session is `HIGH`, proceed']],
    ],
  },
  {
    rule: 'mixed-units',
    wrong: [
      ['mail', [`${LONG} to Step 2.`, 'If the delay is above 0.5 s, proceed to Step 2. If the delay is below 400, go to Step 4.']],
      ['mail', [LONG, 'If the delay is above 2 seconds, proceed'], [SHRINKS, 'Verify that the query of Step 1 is below 1500.']],
      ['mail', [LONG, 'If the delay is above 0.25 s, proceed'], [SHRINKS, 'Verify that the query of Step 1 is below 250.']],
      ['mail', [LONG, 'If the heap is above 2 GiB, proceed'], [SHRINKS, 'Verify that the value of Step 1 is below 1500.']],
      ['mail', [LONG, 'If the share of errors is above 5%, proceed'], [SHRINKS, 'Verify that the query of Step 1 is below 0.05.']],
      ['mail', [LONG, 'If the delay is above 300 ms, proceed'], [SHRINKS, 'Verify that the query of Step 1 falls below 0.3.']],
      [
        'mail',
        [LONG, 'If the delay is above 0.5 s, proceed'],
        [SHRINKS, 'Check with the query of Step 1 that the delay is less than 500.'],
      ],
    ],
    fine: [
      ['mail', [LONG, 'If the delay is above 0.5 s, proceed'], [SHRINKS, 'Verify that the query of Step 1 is below 500 ms.']],
      ['mail', [LONG, 'If the delay is above 0.5 s, proceed'], [SHRINKS, 'Verify that the query of Step 1 is below 0.4 s.']],
      ['mail', [SHRINKS, 'Verify that the query of Step 1 is below 5.']],
      ['mail', [CRASHES, 'If any pod has restarted more than 3 times in the last 30 minutes, proceed']],
    ],
  },
  {
    rule: 'step-without-action',
    wrong: [
      ['mail', [`\n\n${HAND_OVER}`, ''], '@## Step 4'],
      ['mail', [HAND_OVER, '<!-- to be written -->'], '@## Step 4'],
      ['mail', [HAND_OVER, 'TODO'], '@## Step 4'],
      ['mail', [HAND_OVER, 'TBD.'], '@## Step 4'],
      ['worker', ['Page the on-call of the queue with the results of Steps 1 and 2.', '...'], '@## Step 5'],
      ['sessions', ['\n\nWrite the number of sessions into the incident. This is the end of this guide.', ''], '@## Step 4'],
      ['worker', ['\n\nPage the on-call of the queue with the results of Steps 1 and 2.', ''], '@## Step 5'],
    ],
    fine: [['mail', [HAND_OVER, 'Page the mail team.']]],
  },
];
