import { stripVTControlCharacters } from 'node:util';
import { expect, test } from 'vitest';
import { createQueryReader, loadReaders } from '../qpp-plugins/index.js';
import { compileTsg, coverageOf, lintTsg } from '../tsg-parser/index.js';
import { tellTrial } from './try.js';

async function trialOf(markdown: string): Promise<string> {
  await loadReaders();
  const reader = createQueryReader();
  const compilation = compileTsg(markdown, reader);
  return stripVTControlCharacters(tellTrial('x.md', compilation.guide.title, coverageOf(compilation), lintTsg(markdown, reader)));
}

const RUNBOOK = `# Disk fills up

## Step 1 - Look at the pods

\`\`\`kubectl
kubectl -n shop get pods
\`\`\`

If the moon is full, proceed to Step 2.

Otherwise, proceed to Step 3.

## Step 2 - Restart

\`\`\`kubectl
kubectl -n shop rollout restart deployment/cart
\`\`\`

## Step 3 - Ask the old machine

\`\`\`bash
ssh legacy-01 'tail -n 5 /var/log/app.log'
\`\`\`
`;

test('a runbook is told which steps run, what changes something, what is asked and what is left to a person, with lines', async () => {
  const told = await trialOf(RUNBOOK);
  expect(told).toMatch(/Would change something[^\n]*\n\s+line\s+16: kubectl -n shop rollout restart/u);
  expect(told).toMatch(/Would be asked\n\s+line\s+\d+: "the moon is full"/u);
  expect(told).toMatch(/Would be done by a person[^\n]*\n\s+line\s+22: ssh legacy-01/u);
});

test('a document without a procedure is refused with a line and a reason', async () => {
  expect(await trialOf('just some words\n')).toMatch(/Refused: the guide cannot be run\n\s+line\s+1: /u);
});
