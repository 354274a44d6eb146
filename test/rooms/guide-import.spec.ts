import { spawn, spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import git from 'isomorphic-git';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { guidesIn, openFolder, openRevision, readGuide } from '../../src/tsg-parser/index.js';
import type { GuideFolder } from '../../src/tsg-parser/index.js';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'periplus-import-'));
  await git.init({ fs, dir: root, defaultBranch: 'main' });
});
afterEach(() => rm(root, { recursive: true, force: true }));

async function commit(files: Readonly<Record<string, string>>): Promise<string> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(join(root, path, '..'), { recursive: true });
    await writeFile(join(root, path), text);
    await git.add({ fs, dir: root, filepath: path });
  }
  return git.commit({ fs, dir: root, message: 'guides', author: { name: 'ada', email: 'ada@example.org' } });
}

/** "name: first line" of each guide, "name! why" of each that is passed over. */
async function told(folder: GuideFolder): Promise<string[]> {
  const lines: string[] = [];
  for await (const one of guidesIn(folder)) lines.push('why' in one ? `${one.name}! ${one.why}` : `${one.name}: ${one.markdown.trim()}`);
  return lines;
}

describe('a folder in a git repository', () => {
  test('is read as it lies there, and each file says its commit and whether it was edited since', async () => {
    const head = await commit({ 'books/disk.md': '# Disk', 'books/mail.md': '# Mail', 'readme.md': '# Read me' });
    await writeFile(join(root, 'books/mail.md'), '# Mail, edited');
    const { folder } = await openFolder(join(root, 'books'));
    expect(await told(folder)).toEqual(['disk.md: # Disk', 'mail.md: # Mail, edited']);
    expect(await folder.originOf('disk.md', '# Disk')).toMatchObject({ path: 'books/disk.md', commit: head, edited: false });
    expect(await folder.originOf('mail.md', '# Mail, edited')).toMatchObject({ path: 'books/mail.md', commit: head, edited: true });
  });

  test('is read at a revision without touching what lies there', async () => {
    const first = await commit({ 'books/disk.md': '# Disk', 'books/disk.periplus.yaml': 'owner: ada' });
    await commit({ 'books/disk.md': '# Disk, later' });
    for (const revision of ['HEAD~1', 'main~1', first, first.slice(0, 10)]) {
      const { folder } = await openFolder(`${root}@${revision}`, { below: 'books' });
      expect(await told(folder)).toEqual(['disk.md: # Disk']);
      expect((await readGuide(folder, 'disk.md')).overlay).toEqual({ name: 'disk.periplus.yaml', text: 'owner: ada' });
      expect(await folder.originOf('disk.md', '')).toMatchObject({ path: 'books/disk.md', commit: first, edited: false });
    }
    const { folder, name } = await openRevision(join(root, 'books/disk.md'), 'HEAD~1');
    expect((await readGuide(folder, name)).markdown).toBe('# Disk');
  });

  test('follows links at a revision within the folder, and none out of it', async () => {
    await commit({ 'books/disk.md': '# Disk', 'secret.md': '# Secret' });
    await symlink('disk.md', join(root, 'books/same.md'));
    await symlink('../secret.md', join(root, 'books/away.md'));
    await symlink('round.md', join(root, 'books/round.md'));
    for (const filepath of ['books/same.md', 'books/away.md', 'books/round.md']) await git.add({ fs, dir: root, filepath });
    await commit({});
    const lines = await told((await openFolder(`${root}@main`, { below: 'books' })).folder);
    expect(lines).toEqual([
      'away.md! secret.md is a link out of the folder, or to nowhere.',
      'disk.md: # Disk',
      'round.md! books/round.md is a link to a link, and so on.',
      'same.md: # Disk',
    ]);
  });

  test('is read at first parents alone: a second one is refused, not taken for two steps back', async () => {
    for (const text of ['# One', '# Two', '# Three']) await commit({ 'disk.md': text });
    expect(await told((await openFolder(`${root}@HEAD^`)).folder)).toEqual(['disk.md: # Two']);
    await expect(openFolder(`${root}@HEAD^2`)).rejects.toMatchObject({ code: 'revision-unknown' });
  });
});

test.each([
  ['/nowhere/at/all', 'folder-missing', 'There is no folder /nowhere/at/all.'],
  ['git@example.org:team/guides.git', 'repository-unreachable', 'is no address that can be fetched from here'],
  ['file:///etc', 'repository-unreachable', 'is no address that can be fetched from here'],
  ['http://ada:secret@127.0.0.1:9/guides.git', 'repository-unreachable', 'http://127.0.0.1:9/guides.git cannot be fetched'],
])('%s is refused with what to do', async (where, code, message) => {
  const refusal = await openFolder(where).catch((error: unknown) => error);
  expect(refusal).toMatchObject({ code, message: expect.stringContaining(message) as string, hint: expect.any(String) as string });
});

test('a revision nobody knows is told', async () => {
  await commit({ 'disk.md': '# Disk' });
  await expect(openFolder(`${root}@nope`)).rejects.toMatchObject({ code: 'revision-unknown', hint: 'Name a branch, a tag or a commit.' });
});

const hasGit = spawnSync('git', ['--version']).status === 0;
if (!hasGit) console.log('git is not installed: the fetch from a server is not tested');

describe.skipIf(!hasGit)('a repository on a server', () => {
  let server: Server;
  beforeEach(async () => {
    server = await serve(root);
  });
  afterEach(() => new Promise((done) => server.close(done)));

  test('is fetched by its address, at a branch or a commit, and nothing is left behind', async () => {
    const first = await commit({ 'books/disk.md': '# Disk' });
    await commit({ 'books/disk.md': '# Disk, later' });
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/.git`;
    for (const [revision, text] of [
      ['main', '# Disk, later'],
      [first, '# Disk'],
    ] as const) {
      const opened = await openFolder(`${url}@${revision}`, { below: 'books' });
      const { folder } = opened;
      expect(await told(folder)).toEqual([`disk.md: ${text}`]);
      expect(await folder.originOf('disk.md', '')).toMatchObject({ from: url, path: 'books/disk.md' });
      await opened.close();
    }
  });
});

/** Git's own server, behind the small part of CGI that it needs. */
async function serve(repository: string): Promise<Server> {
  const server = createServer((request, response) => {
    const { pathname, search } = new URL(request.url ?? '/', 'http://here');
    const backend = spawn('git', ['http-backend'], {
      env: {
        ...process.env,
        GIT_PROJECT_ROOT: repository,
        GIT_HTTP_EXPORT_ALL: '1',
        PATH_INFO: pathname,
        QUERY_STRING: search.slice(1),
        REQUEST_METHOD: request.method ?? 'GET',
        CONTENT_TYPE: request.headers['content-type'] ?? '',
      },
    });
    request.pipe(backend.stdin);
    const chunks: Buffer[] = [];
    backend.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    backend.on('close', () => {
      const answer = Buffer.concat(chunks);
      const end = answer.indexOf('\r\n\r\n');
      for (const line of answer.subarray(0, end).toString().split('\r\n')) {
        const [name = '', value = ''] = line.split(': ');
        if (name.toLowerCase() === 'status') response.statusCode = Number(value.slice(0, 3));
        else response.setHeader(name, value);
      }
      response.end(answer.subarray(end + 4));
    });
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  return server;
}
