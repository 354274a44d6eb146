import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DataSource } from 'typeorm';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { MIGRATIONS } from '../../migrations/index.js';
import { testDatabase } from '../support/database.js';
import type { TestDatabase } from '../support/database.js';
import { runnableOf } from '../../src/commands/run/runnable.js';
import type { Person } from '../../src/gates/index.js';
import { SqlAuditLog } from '../../src/memory/audit/sql-audit-log.js';
import { SqlGuideStore } from '../../src/memory/guides/sql-guide-store.js';
import { SystemClock } from '../../src/platform/clock.js';
import { connect, migrate } from '../../src/platform/database/data-source.js';
import { createQueryReader } from '../../src/qpp-plugins/index.js';
import { DirectoryFolder } from '../../src/tsg-parser/folders/directory-folder.js';
import { GuideImporter, type Imported, type ImportOptions } from '../../src/tsg-parser/guide-importer.service.js';
import { GuideLibrary, type ImportedGuide } from '../../src/tsg-parser/guide-library.service.js';

const ada: Person = { id: 'ada', name: 'Ada', role: 'admin', via: 'api-key' };

function guide(second = 'Restart the pods'): string {
  return `---
title: Disk full
owner: storage
alerts: [DiskFull, NodeDiskPressure]
---

# Disk full

## Step 1 - Read the pods

\`\`\`kubectl
kubectl -n {namespace} get pods
\`\`\`

If any pod is Evicted, proceed to Step 2.

## Step 2 - ${second}

\`\`\`kubectl
kubectl -n {namespace} rollout restart deployment/{deployment}
\`\`\`
`;
}

let database: TestDatabase;
let dataSource: DataSource;
let library: GuideLibrary;
let importer: GuideImporter;
let directory: string;

beforeAll(async () => {
  database = await testDatabase();
  dataSource = await connect({ url: database.url, migrations: MIGRATIONS });
  await migrate(dataSource);
  library = new GuideLibrary(new SqlGuideStore(dataSource), createQueryReader(), new SqlAuditLog(dataSource), new SystemClock());
  importer = new GuideImporter(library);
});

beforeEach(async () => {
  await dataSource.query('truncate guides, audit_chains cascade');
  directory = await mkdtemp(join(tmpdir(), 'periplus-guides-'));
});

afterAll(async () => {
  await dataSource.destroy();
  await database.drop();
});

afterEach(() => rm(directory, { recursive: true, force: true }));

const importAll = async (options: ImportOptions = {}, from = directory): Promise<Imported[]> => {
  const results: Imported[] = [];
  for await (const one of importer.import(new DirectoryFolder(from), ada, options)) results.push(one);
  return results;
};
const keptOf = (results: readonly Imported[]): ImportedGuide[] => results.flatMap((one) => ('why' in one ? [] : [one]));

const acts = async (): Promise<string[]> =>
  (await dataSource.query<{ act: string }[]>('select act from audit_entries order by position')).map(({ act }) => act);

test('an upload is compiled and listed with what it can do', async () => {
  const { guide: view, changed } = await library.upload('storage/disk.md', guide(), ada);
  expect(changed).toBe(true);
  expect(view).toMatchObject({
    id: 'storage-disk',
    title: 'Disk full',
    owner: 'storage',
    alertNames: ['DiskFull', 'NodeDiskPressure'],
    mode: 'suggest',
    runnable: true,
    uploadedBy: 'ada',
  });
  expect(view.coverage).toMatchObject({ steps: 2, mutations: 1 });
  expect((await library.version('storage-disk')).plan?.id).toBe(view.planId);
  expect((await library.version('storage-disk')).markdown).toBe(guide());
});

describe('bad input', () => {
  test.each([
    ['nothing', ''],
    ['prose alone', 'The disk is where the data lives.'],
    ['bytes that are no text', '\u0000\u0001\ud800# x\u0000'],
    ['front matter that is no YAML', '---\n: : [\n---\n# x\n'],
  ])('%s is kept and listed with its problems, and has no mode to set', async (_what, markdown) => {
    const { guide: view } = await library.upload('bad.md', markdown, ada);
    expect(view.runnable).toBe(false);
    expect(view.problems.length).toBeGreaterThan(0);
    await expect(library.promote('bad', 'act', ada)).rejects.toThrow(/does not compile/u);
    expect(await library.list()).toHaveLength(1);
  });

  test('more than a megabyte is refused with what to do, and so is a guide without a name', async () => {
    await expect(library.upload('big.md', 'x'.repeat(1_000_001), ada)).rejects.toMatchObject({
      code: 'guide-too-large',
      hint: expect.stringContaining('Split') as string,
    });
    await expect(library.upload('  ', guide(), ada)).rejects.toMatchObject({ code: 'guide-name-missing' });
    expect(await library.list()).toEqual([]);
  });

  test('a guide or version that is not there is said to be missing', async () => {
    await expect(library.find('nope')).rejects.toMatchObject({ code: 'guide-unknown' });
    await library.upload('disk.md', guide(), ada);
    await expect(library.version('disk', 7)).rejects.toMatchObject({ code: 'guide-unknown' });
    await expect(importAll({}, join(directory, 'nowhere'))).rejects.toMatchObject({ code: 'folder-unreadable' });
  });
});

test('a promotion is a person’s act on one plan: a changed plan falls back, and the record says so', async () => {
  await library.upload('disk.md', guide(), ada);
  expect(await library.promote('disk', 'act', ada)).toMatchObject({ mode: 'act' });
  expect((await library.upload('disk.md', guide('Restart all the pods'), ada)).guide.mode).toBe('suggest');
  expect(await acts()).toEqual(['guide.promoted', 'guide.mode-lapsed']);
});

test('a guide that limits its mode starts no further, is promoted no further, and falls back when it says so later', async () => {
  const limited = (mode: string): string => guide().replace('owner: storage', `owner: storage\nmode: ${mode}`);
  expect((await library.upload('disk.md', limited('shadow'), ada)).guide.mode).toBe('shadow');
  await expect(library.promote('disk', 'suggest', ada)).rejects.toMatchObject({ code: 'guide-limits-mode' });
  await library.upload('free.md', guide(), ada);
  await library.promote('free', 'act', ada);
  expect((await library.upload('free.md', limited('suggest'), ada)).guide.mode).toBe('suggest');
});

test('a service is bound and unbound on record', async () => {
  await library.upload('disk.md', guide(), ada);
  expect((await library.bind('disk', 'carts', ada)).bindings).toMatchObject([{ service: 'carts', by: 'ada' }]);
  expect((await library.unbind('disk', 'carts', ada)).bindings).toEqual([]);
  expect(await acts()).toEqual(['guide.bound', 'guide.unbound']);
});

test('a directory is imported with its folders, and again without a change', async () => {
  await mkdir(join(directory, 'storage'));
  await mkdir(join(directory, 'node_modules'));
  await writeFile(join(directory, 'storage', 'disk.md'), guide());
  await writeFile(join(directory, 'readme.MARKDOWN'), 'The disk is where the data lives.');
  await writeFile(join(directory, 'notes.txt'), guide());
  await writeFile(join(directory, 'node_modules', 'other.md'), guide());
  const imported = keptOf(await importAll({ defaultMode: 'shadow' }));
  expect(imported.map(({ guide: { name, mode, runnable } }) => [name, mode, runnable])).toEqual([
    ['readme.MARKDOWN', 'shadow', false],
    ['storage/disk.md', 'shadow', true],
  ]);
  expect(keptOf(await importAll()).map(({ changed }) => changed)).toEqual([false, false]);
});

test('a guide is run with the guides it links to, as they are in the library at that moment', async () => {
  const parent = `# Shop slow\n\n## Step 1 - Look at the disk\n\nFollow [the disk guide](../storage/disk.md).\n\n${guide().split('\n').slice(8).join('\n').replaceAll('Step 2', 'Step 3').replaceAll('Step 1', 'Step 2')}`;
  const { guide: view } = await library.upload('shop/slow.md', parent, ada);
  const { plan } = await library.version(view.id);
  const alone = await library.expanded(view, plan!);
  expect(alone).toBe(plan);
  const { guide: disk } = await library.upload('storage/disk.md', guide(), ada);
  const whole = await library.expanded(view, plan!);
  expect(whole.expansion).toMatchObject({ planId: view.planId, parts: [{ guideId: disk.id, planId: disk.planId, mode: 'suggest' }] });
  expect(whole.nodes.map(({ title }) => title)).toContain('End of Disk full');
  expect(whole.nodes.length).toBe(plan!.nodes.length + disk.coverage.steps + 1);
});

test('a guide with an error is not run from the command line either, though a plan was made of it', async () => {
  const { guide: view } = await library.upload('broken.md', guide().replace('owner: storage', 'owner: storage\nmode: sugest'), ada);
  const context = { get: () => library } as unknown as Parameters<typeof runnableOf>[0];
  expect((await library.version(view.id)).plan).not.toBeNull();
  await expect(runnableOf(context, { guide: view.id })).rejects.toMatchObject({ code: 'guide-refused' });
  const { guide: mended } = await library.upload('broken.md', guide(), ada);
  expect(await runnableOf(context, { guide: mended.id })).toMatchObject({ guideId: view.id, version: 2, mode: 'suggest' });
});

test('query files beside a guide are compiled and kept with it, until another upload brings others', async () => {
  const asks = async (): Promise<string | undefined> => (await library.version('disk')).plan?.nodes[0]?.queries[0]?.text;
  await mkdir(join(directory, 'disk.qpp'));
  await writeFile(join(directory, 'disk.md'), guide());
  await writeFile(join(directory, 'disk.qpp', 'step-1.kubectl'), 'kubectl -n {namespace} get pods -l app=disk');
  await writeFile(join(directory, 'disk.qpp', 'README.md'), '# Why these queries\n');
  expect(keptOf(await importAll()).map(({ guide: { name } }) => name)).toEqual(['disk.md']);
  expect(await asks()).toBe('kubectl -n {namespace} get pods -l app=disk');

  await library.upload('disk.md', guide('Restart all the pods'), ada);
  expect(await asks()).toBe('kubectl -n {namespace} get pods -l app=disk');
  expect((await library.version('disk')).queryFiles.map(({ name }) => name)).toEqual(['README.md', 'step-1.kubectl']);

  const { guide: view, changed } = await library.upload('disk.md', guide('Restart all the pods'), ada, 'suggest', { queryFiles: [] });
  expect([view.version, changed]).toEqual([3, true]);
  expect(await asks()).toBe('kubectl -n {namespace} get pods');
});

test('a query file that fits nowhere keeps its guide from running', async () => {
  const queryFiles = [{ name: 'step-7.kubectl', text: 'kubectl get pods' }];
  const { guide: view } = await library.upload('disk.md', guide(), ada, 'suggest', { queryFiles });
  expect(view.runnable).toBe(false);
  expect(view.problems).toContainEqual(expect.objectContaining({ rule: 'qpp-unmatched', severity: 'error' }));
});

test('links within the folder are followed; one out of it, a pipe, and what is too large are told and passed over', async () => {
  await mkdir(join(directory, '..2026_11_21'));
  await writeFile(join(directory, '..2026_11_21', 'disk.md'), guide());
  await symlink(join(directory, '..2026_11_21', 'disk.md'), join(directory, 'disk.md'));
  await symlink('/etc/hostname', join(directory, 'away.md'));
  await symlink(join(directory, 'nowhere'), join(directory, 'gone.md'));
  await writeFile(join(directory, 'huge.md'), 'x'.repeat(1_000_001));
  await writeFile(join(directory, 'secret.md'), guide());
  await symlink('/etc/hostname', join(directory, 'secret.periplus.yaml'));
  spawnSync('mkfifo', [join(directory, 'pipe.md')]);
  const results = await importAll();
  expect(keptOf(results).map(({ guide: { name } }) => name)).toEqual(['disk.md']);
  expect(results.flatMap((one) => ('why' in one ? [[one.name, one.why]] : []))).toEqual([
    ['away.md', 'away.md is a link out of the folder.'],
    ['gone.md', expect.stringContaining('gone.md cannot be read') as string],
    ['huge.md', 'huge.md is larger than 1 MB.'],
    ['secret.md', 'secret.periplus.yaml is a link out of the folder.'],
  ]);
});

test('an overlay and a PlanDAG beside a guide are compiled and kept with it', async () => {
  await writeFile(join(directory, 'disk.md'), guide());
  await writeFile(join(directory, 'disk.periplus.yaml'), 'owner: night-shift\nmode: shadow\n');
  await mkdir(join(directory, 'PlanDAGs'));
  await writeFile(join(directory, 'PlanDAGs', 'disk_plan_dag.json'), '{ "nodes": [] }');
  const [first] = keptOf(await importAll());
  expect(first?.guide).toMatchObject({ owner: 'night-shift', runnable: false });
  expect(first?.guide.problems.map(({ rule }) => rule)).toEqual(['plan-dag-node', 'plan-dag-node']);
  await rm(join(directory, 'PlanDAGs'), { recursive: true });
  expect(keptOf(await importAll())[0]?.guide).toMatchObject({ version: 2, runnable: true, mode: 'shadow' });
  expect((await library.upload('disk.md', guide('Restart them all'), ada)).guide.owner).toBe('night-shift');
  expect(await library.version('disk', 1)).toMatchObject({
    planDag: { name: 'disk_plan_dag.json' },
    overlay: { name: 'disk.periplus.yaml' },
  });
});

test('every version is listed, named by its plan, and compared in words', async () => {
  await library.upload('disk.md', guide(), ada);
  await library.upload('disk.md', guide('Restart all the pods'), ada);
  await library.upload('disk.md', 'Nothing to do here.', ada);
  const versions = await library.versions('disk');
  expect(versions.map(({ version, planId, errors, uploadedBy }) => [version, planId === null, errors, uploadedBy])).toEqual([
    [3, true, 1, 'ada'],
    [2, false, 0, 'ada'],
    [1, false, 0, 'ada'],
  ]);
  expect((await library.ofPlan((versions[2]?.planId ?? '').slice(0, 20))).version).toBe(1);
  expect(await library.diff('disk', 1, 2)).toEqual(['The step "Restart the pods" is now called "Restart all the pods".']);
  await expect(library.diff('disk', 1, 3)).rejects.toMatchObject({ code: 'guide-refused' });
  await expect(library.versions('nope')).rejects.toMatchObject({ code: 'guide-unknown' });
  await expect(library.ofPlan('sha256:%')).rejects.toMatchObject({ code: 'guide-unknown' });
});
