import type { Seed } from './lint-seed.js';

/** Numbers of steps, and links. */
export const PRESENTATION: readonly Seed[] = [
  {
    rule: 'dead-link',
    wrong: [
      ['mail', ['Escalate to the on-call', 'Escalate, as [the list](mailers.md) says, to the on-call']],
      ['mail', ['Escalate to the on-call', 'Escalate, as [the list](../teams/mail.md#now) says, to the on-call']],
      ['mail', ['Escalate to the on-call', 'Escalate, as [the list](./runbooks/Mail%20Team.md) says, to the on-call']],
      ['mail', ['Escalate to the on-call', 'Escalate, as [the list]() says, to the on-call']],
      ['mail', ['Escalate to the on-call', 'Escalate, as [the list](TODO) says, to the on-call']],
      ['mail', ['Escalate to the on-call', 'Escalate, as [the list](https://example.com/todo) says, to the on-call']],
      ['mail', ['Escalate to the on-call', 'Escalate, as [the list][people] says, to the on-call']],
      ['mail', ['Escalate to the on-call', 'Escalate, as [the list](people.markdown) says, to the on-call']],
      ['node', ['Contact the platform team', 'See [the platform guide](platform-escalation.md) and contact the platform team']],
    ],
    fine: [
      ['mail', ['Escalate to the on-call', 'Escalate, as [the list](people.md) says, to the on-call']],
      ['mail', ['Escalate to the on-call', 'Escalate, as [the list](people.md#night) says, to the on-call']],
      ['mail', ['Escalate to the on-call', 'Escalate, as [the list](https://wiki.mail.test/people) says, to the on-call']],
      ['mail', ['Escalate to the on-call', 'Escalate, as [the list](mailto:mail@mail.test) says, to the on-call']],
    ],
  },
  {
    rule: 'step-number-gap',
    also: ['dangling-step-reference', 'unreachable-step', 'missing-else', 'cycle-without-exit'],
    wrong: [
      ['mail', ['## Step 4 - Hand over', '## Step 6 - Hand over']],
      ['worker', ['## Step 5: Escalate', '## Step 7: Escalate']],
      ['logins', ['## Step 2 - Where', '## Step 4 - Where']],
      ['errors', ['\n2. Read the last lines', '\n4. Read the last lines']],
      ['node', ['\n2. List the pods', '\n3. List the pods']],
    ],
    fine: [
      [
        'mail',
        [
          'If it does not, proceed to Step 4.\n',
          'If it does not, proceed to Step 3a.\n\n## Step 3a - Look again\n\nCheck the dashboard.\n',
        ],
      ],
      ['errors', ['\n2. Read the last lines', '\n1. Read the last lines']],
    ],
  },
];
