import { stripVTControlCharacters } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { showProposal } from '../../src/commands/normalise.js';
import { createLanguageModel } from '../../src/platform/llm/create-language-model.js';
import { parseConfig } from '../../src/platform/load-config.js';
import { createQueryReader, loadReaders } from '../../src/qpp-plugins/index.js';
import { GuideNormaliser } from '../../src/tsg-parser/index.js';
import type { GuideProposal } from '../../src/tsg-parser/index.js';
import { startModelServer } from '../support/model-server.js';
import type { ModelServer } from '../support/model-server.js';

let server: ModelServer;
beforeAll(async () => {
  [server] = await Promise.all([startModelServer(), loadReaders()]);
});
afterAll(() => server.close());

const PROSE = `# Mail is late

Usually it is the queue. Run this and look whether it is above 500:

\`\`\`promql
sum(mail_queue_length)
\`\`\`

If so somebody should restart it: \`kubectl -n mail rollout restart deployment/mailer\`
`;

const NORMAL = `# Mail is late

## Step 1 - Read the queue

\`\`\`promql
sum(mail_queue_length)
\`\`\`

If the value is above 500, proceed to Step 2.

Otherwise, this is the end of this guide.

## Step 2 - Restart the mailer

\`\`\`kubectl
kubectl -n mail rollout restart deployment/mailer
\`\`\`
`;

async function propose(markdown: string): Promise<GuideProposal> {
  server.conduct = () => ({ markdown });
  const model = createLanguageModel(parseConfig({ model: { name: 'small', baseUrl: server.url } }, 'the test').model);
  if (model === null) throw new Error('No model.');
  return new GuideNormaliser(model, createQueryReader()).propose(PROSE, AbortSignal.timeout(5_000));
}

test('a model’s rewriting goes through the compiler and is shown as a difference', async () => {
  const proposal = await propose(NORMAL);
  expect([proposal.flaws, proposal.after.steps, proposal.after.decidedByRule]).toEqual([[], 2, 1]);
  const shown = stripVTControlCharacters(showProposal(proposal));
  expect(shown).toContain('- Usually it is the queue. Run this and look whether it is above 500:');
  expect(shown).toContain('+ If the value is above 500, proceed to Step 2.');
  expect(shown).toContain('  sum(mail_queue_length)');
  expect(shown).toContain('Proposed by small-2026-01-01. Nothing is stored');
});

test.each([
  [
    'invents a command',
    NORMAL.replace('rollout restart deployment/mailer', 'delete deployment mailer'),
    'The guide has no such command: kubectl -n mail delete',
  ],
  [
    'alters a query',
    NORMAL.replace('sum(mail_queue_length)', 'max(mail_queue_length)'),
    'The proposal lost a command: sum(mail_queue_length)',
  ],
  ['is no guide', 'I am sorry.', 'The proposal lost a command'],
])('a rewriting that %s is marked as not to be used', async (_name, markdown, flaw) => {
  expect((await propose(markdown)).flaws.join('\n')).toContain(flaw);
});

test('what the guide says is data to the model, between marks it cannot close', async () => {
  await propose(NORMAL);
  const [, prompt] = server.asked.at(-1)!.body.messages;
  expect(prompt?.content).toMatch(/^<(guide-[0-9a-f]{16})>\n# Mail is late[\s\S]*<\/\1>$/u);
});
