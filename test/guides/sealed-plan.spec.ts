import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { createQueryReader, loadReaders } from '../../src/qpp-plugins/readers/index.js';
import { canonicalJson, sealPlan } from '../../src/tsg-parser/core/passes/seal-plan.js';
import { compileTsg, PLAN_FORMAT } from '../../src/tsg-parser/index.js';

const root = join(import.meta.dirname, '../..');
const reader = createQueryReader();
beforeAll(() => loadReaders());

/** What one process prints, in a place and language of its own. */
function compiledElsewhere(environment: Readonly<Record<string, string>>): string {
  const cli = join(root, 'dist/src/cli.js');
  const { stdout, stderr } = spawnSync(process.execPath, [cli, 'compile', '--json', 'deploy/guides'], {
    cwd: root,
    env: { ...process.env, ...environment },
    encoding: 'utf8',
  });
  expect(stderr).toBe('');
  return stdout;
}

test('two processes, whatever their language and time zone, print the same bytes', () => {
  const first = compiledElsewhere({ LC_ALL: 'C', TZ: 'UTC' });
  expect(first.split('\n').filter((line) => line !== '')).toHaveLength(3);
  expect(compiledElsewhere({ LC_ALL: 'tr_TR.UTF-8', TZ: 'Asia/Kathmandu' })).toBe(first);
});

test('a plan names its format and is sealed by all that is in it', () => {
  const folder = join(root, 'deploy/guides');
  for (const name of readdirSync(folder)) {
    const { plan } = compileTsg(readFileSync(join(folder, name), 'utf8'), reader);
    expect(plan?.formatVersion).toBe(PLAN_FORMAT);
    expect(plan?.id).toMatch(/^sha256:[0-9a-f]{64}$/);
    const stored = JSON.parse(canonicalJson(plan)) as NonNullable<typeof plan>;
    expect(sealPlan(stored).id).toBe(plan?.id);
    expect(sealPlan({ ...stored, outcome: 'all' }).id).not.toBe(plan?.id);
  }
});
