import * as fs from 'node:fs';
import { posix } from 'node:path';
import git from 'isomorphic-git';
import { sentenceOf, TerminalError } from '../../platform/errors.js';
import type { GuideOrigin } from '../core/guide-view.js';
import { GuideFolder, tooLarge } from './guide-folder.js';

export interface Repository {
  readonly fs: typeof fs;
  readonly dir: string;
  /** Filled by isomorphic-git: packs are parsed once. */
  readonly cache: object;
}

interface GitFile {
  readonly oid: string;
  readonly isLink: boolean;
}

const LINK = 0o120000;

/** The files of one commit, read from the repository itself: nothing is checked out. */
export class GitFolder extends GuideFolder {
  private constructor(
    readonly from: string,
    private readonly repository: Repository,
    private readonly commit: string,
    private readonly below: string,
    private readonly files: ReadonlyMap<string, GitFile>,
  ) {
    super();
  }

  /** @param ref a branch, a tag or a commit. @throws TerminalError `revision-unknown` */
  static async open(dir: string, ref: string, below: string, from: string): Promise<GitFolder> {
    const repository = { fs, dir, cache: {} };
    const commit = await commitOf(repository, ref);
    return new GitFolder(from, repository, commit, below, await filesOf(repository, commit));
  }

  names(): Promise<readonly string[]> {
    const prefix = this.below === '' ? '' : `${this.below}/`;
    const names = [...this.files.keys()].filter((path) => path.startsWith(prefix)).map((path) => path.slice(prefix.length));
    if (names.length === 0)
      throw new TerminalError(
        'folder-unreadable',
        `${this.from} has no files in ${this.below === '' ? 'it' : this.below} at ${this.commit.slice(0, 12)}.`,
      );
    return Promise.resolve(names);
  }

  async children(directory: string): Promise<readonly string[]> {
    const names = [...this.files.keys()].filter((path) => posix.dirname(path) === posix.join(this.below, directory));
    return Promise.resolve(names.map((path) => posix.basename(path)));
  }

  async read(name: string, maxBytes: number): Promise<string | null> {
    return this.readPath(posix.join(this.below, name), maxBytes, 0);
  }

  originOf(name: string): Promise<GuideOrigin> {
    return Promise.resolve({ from: this.from, path: posix.join(this.below, name), commit: this.commit, edited: false });
  }

  private async readPath(path: string, maxBytes: number, links: number): Promise<string | null> {
    const file = this.files.get(path);
    if (file === undefined) {
      if (links > 0) throw new TerminalError('file-unreadable', `${path} is a link out of the folder, or to nowhere.`);
      return null;
    }
    const { blob } = await git.readBlob({ ...this.repository, oid: file.oid });
    if (file.isLink && links < 5) return this.readPath(posix.join(posix.dirname(path), Buffer.from(blob).toString()), maxBytes, links + 1);
    if (blob.length > maxBytes) throw tooLarge(path, maxBytes);
    return Buffer.from(blob).toString();
  }
}

async function commitOf(repository: Repository, ref: string): Promise<string> {
  try {
    const oid = /^[0-9a-f]{40}$/.test(ref) ? ref : await resolved(repository, ref);
    return (await git.readCommit({ ...repository, oid })).oid;
  } catch (cause) {
    throw new TerminalError('revision-unknown', `${repository.dir} has no revision ${ref}: ${sentenceOf(cause)}`, {
      cause,
      hint: 'Name a branch, a tag or a commit.',
    });
  }
}

/** A branch of ours, one of the remote, a tag, or the beginning of a commit's name. `HEAD~2` counts back first parents. */
async function resolved(repository: Repository, ref: string): Promise<string> {
  const [, name = ref, steps = '0'] = /^(.+?)[~^](\d*)$/.exec(ref) ?? [];
  let oid = await git
    .resolveRef({ ...repository, ref: name })
    .catch(() => git.resolveRef({ ...repository, ref: `origin/${name}` }))
    .catch(() => git.expandOid({ ...repository, oid: name }));
  for (let back = name === ref ? 0 : Number(steps === '' ? '1' : steps); back > 0; back -= 1) {
    const { commit } = await git.readCommit({ ...repository, oid });
    const [parent] = commit.parent;
    if (parent === undefined) throw new Error(`${name} has no commit so far back`);
    oid = parent;
  }
  return oid;
}

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
