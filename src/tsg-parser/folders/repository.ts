import * as fs from 'node:fs';
import { readFile, realpath, stat } from 'node:fs/promises';
import { join, relative, resolve, sep } from 'node:path';
import git from 'isomorphic-git';
import { sentenceOf, TerminalError } from '../../platform/errors.js';

/** A git repository of this machine, in the shape isomorphic-git takes. */
export interface Repository {
  readonly fs: typeof fs;
  /** Where its files are checked out. */
  readonly dir: string;
  /** Where its objects and references are. */
  readonly gitdir: string;
  /** What is checked out: a reference or a commit. */
  readonly head: string;
  /** Filled by isomorphic-git: packs are parsed once. */
  readonly cache: object;
}

export interface GitFile {
  readonly oid: string;
  readonly isLink: boolean;
}

/** The repository a path lies in, and the path within it. @throws TerminalError `no-repository` */
export async function repositoryOf(path: string): Promise<{ readonly repository: Repository; readonly inside: string }> {
  const absolute = await realpath(path).catch(() => resolve(path));
  try {
    const root = await git.findRoot({ fs, filepath: absolute });
    return { repository: await openRepository(root), inside: relative(root, absolute).split(sep).join('/') };
  } catch (cause) {
    throw new TerminalError('no-repository', `${path} lies in no git repository.`, { cause });
  }
}

/** A worktree's `.git` is a file that points to its HEAD; objects and references are where its `commondir` says. */
export async function openRepository(dir: string): Promise<Repository> {
  const git = join(dir, '.git');
  const own = (await stat(git)).isDirectory() ? git : resolve(dir, (await readFile(git, 'utf8')).replace(/^gitdir:/, '').trim());
  const common = await readFile(join(own, 'commondir'), 'utf8').catch(() => '.');
  const head = (await readFile(join(own, 'HEAD'), 'utf8')).replace(/^ref:/, '').trim();
  return { fs, dir, gitdir: resolve(own, common.trim()), head, cache: {} };
}

/**
 * A commit by its name or the beginning of it, a branch here or at the remote, a tag, `HEAD`; `HEAD~2` counts back first parents.
 * @throws TerminalError `revision-unknown`
 */
export async function commitOf(repository: Repository, revision: string): Promise<string> {
  const [, name = revision, steps = ''] = /^(.+?)(?:~(\d*)|\^1?)$/.exec(revision) ?? [];
  try {
    let oid = await named(repository, name === 'HEAD' ? repository.head : name);
    for (let back = name === revision ? 0 : Number(steps === '' ? '1' : steps); back > 0; back -= 1) oid = await parentOf(repository, oid);
    return (await git.readCommit({ ...repository, oid })).oid;
  } catch (cause) {
    throw new TerminalError('revision-unknown', `${repository.dir} has no revision ${revision}: ${sentenceOf(cause)}`, {
      cause,
      hint: 'Name a branch, a tag or a commit.',
    });
  }
}

async function named(repository: Repository, name: string): Promise<string> {
  if (/^[0-9a-f]{40}$/.test(name)) return name;
  return git
    .resolveRef({ ...repository, ref: name })
    .catch(() => git.resolveRef({ ...repository, ref: `origin/${name}` }))
    .catch(() => git.expandOid({ ...repository, oid: name }));
}

async function parentOf(repository: Repository, oid: string): Promise<string> {
  const [parent] = (await git.readCommit({ ...repository, oid })).commit.parent;
  if (parent === undefined) throw new Error('its history does not go back so far');
  return parent;
}

const LINK = 0o120000;

/** Path → blob of every file of a commit. */
export async function filesOf(repository: Repository, commit: string): Promise<Map<string, GitFile>> {
  const files = new Map<string, GitFile>();
  await git.walk({
    ...repository,
    trees: [git.TREE({ ref: commit })],
    map: async (path, [entry]) => {
      if (entry != null && (await entry.type()) === 'blob')
        files.set(path, { oid: await entry.oid(), isLink: (await entry.mode()) === LINK });
    },
  });
  return files;
}

/** The repository's address, without what may be a secret in it; its folder where it has none. */
export async function addressOf(repository: Repository): Promise<string> {
  const remotes = await git.listRemotes(repository);
  const remote = remotes.find(({ remote: name }) => name === 'origin') ?? remotes[0];
  return remote === undefined ? repository.dir : withoutSecrets(remote.url);
}

export function withoutSecrets(url: string): string {
  const parsed = URL.parse(url);
  if (parsed === null) return url;
  parsed.username = '';
  parsed.password = '';
  return parsed.toString();
}
