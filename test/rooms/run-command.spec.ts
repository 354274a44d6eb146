import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runnableOf } from '../../src/commands/run/runnable.js';
import { createQueryReader, loadReaders } from '../../src/qpp-plugins/index.js';
import { testDatabase } from '../support/database.js';
import { runCommand } from '../support/run-command.js';

let directory: string;
beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'periplus-run-'));
  await loadReaders();
});
afterAll(() => {
  rmSync(directory, { recursive: true });
});

const SQL = (text: string): string => `\`\`\`sql\n${text}\n\`\`\``;
const CHANGE = '## Step 1: Restart it\n\n```bash\nkubectl rollout restart deployment/carts -n shop\n```\n';

test('what a source printed is in the lines of --json without its secrets', async () => {
  const [guide, data] = [join(directory, 'probe.md'), join(directory, 'probe.db')];
  new DatabaseSync(data).close();
  writeFileSync(guide, `# Probe\n\n## Step 1: Read the settings\n\n${SQL("select 'password=hunter2' as note")}\n`);
  const database = await testDatabase();
  try {
    const output = JSON.stringify(await runCommand(database.url, ['--guide', guide, '--source', `probe=sqlite:${data}`]));
    expect(output).toContain('password=[redacted]');
    expect(output).not.toContain('hunter2');
  } finally {
    await database.drop();
  }
});

/** The guides that are worked into a guide that links to `link`, with the mode each may run in. */
async function linkedBy(link: string): Promise<readonly (readonly [string, string])[]> {
  const guide = join(directory, 'here', 'main.md');
  mkdirSync(join(directory, 'here'), { recursive: true });
  writeFileSync(guide, `# Main\n\n## Step 1: Mend the pods\n\nFollow [the other guide](${link}).\n`);
  const reader = createQueryReader();
  const { plan } = await runnableOf({ get: () => reader } as unknown as Parameters<typeof runnableOf>[0], { guide });
  return (plan.expansion?.parts ?? []).map(({ guideId, mode }) => [guideId, mode]);
}

test('a linked file goes no further than its own front matter lets it', async () => {
  mkdirSync(join(directory, 'here'), { recursive: true });
  const [free, tight, broken] = ['free.md', 'tight.md', 'broken.md'].map((name) => join(directory, 'here', name)) as [
    string,
    string,
    string,
  ];
  writeFileSync(free, `# Free\n\n${CHANGE}`);
  writeFileSync(tight, `---\nmode: suggest\n---\n\n# Tight\n\n${CHANGE}`);
  writeFileSync(broken, `---\nmode: sugest\n---\n\n# Broken\n\n${CHANGE}`);
  expect(await linkedBy('free.md')).toEqual([[free, 'act']]);
  expect(await linkedBy('tight.md')).toEqual([[tight, 'suggest']]);
  expect(await linkedBy('broken.md')).toEqual([]);
});

test('a linked file outside of the folder is not read, whatever way its link takes', async () => {
  mkdirSync(join(directory, 'here'), { recursive: true });
  writeFileSync(join(directory, 'outside.md'), `# Outside\n\n${CHANGE}`);
  symlinkSync(join(directory, 'outside.md'), join(directory, 'here', 'link.md'));
  for (const link of ['../outside.md', '..%2Foutside.md', 'x%2F..%2F..%2Foutside.md', 'link.md']) expect(await linkedBy(link)).toEqual([]);
});
