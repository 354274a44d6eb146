import * as fs from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join, posix } from 'node:path';
import git from 'isomorphic-git';
import http from 'isomorphic-git/http/node';
import { sentenceOf, TerminalError } from '../../platform/errors.js';
import { DirectoryFolder } from './directory-folder.js';
import { GitFolder } from './git-folder.js';
import type { GuideFolder } from './guide-folder.js';
import { openRepository, repositoryOf, withoutSecrets } from './repository.js';

export interface OpenFolder {
  readonly folder: GuideFolder;
  /** Removes what was fetched. */
  close(): Promise<void>;
}

export interface OpenOptions {
  /** The folder within the folder or repository. */
  readonly below?: string;
  /** For a repository that asks who comes; it stands in no address. */
  readonly token?: string | undefined;
  /** How far a fetch is. */
  readonly tell?: (phase: string, done: number, of: number) => void;
}

/**
 * A folder, `path@ref` for a commit of the repository that a path lies in, or `https://…[@ref]` for a repository elsewhere.
 * @throws TerminalError `folder-missing`, `no-repository`, `revision-unknown`, `repository-unreachable`
 */
export async function openFolder(where: string, options: OpenOptions = {}): Promise<OpenFolder> {
  const { below = '' } = options;
  if (/^(?:https?):\/\//i.test(where)) return fetched(where, options);
  if (/^(?:ssh|git|file):\/\/|^[\w.-]+@[\w.-]+:/i.test(where)) {
    throw new TerminalError('repository-unreachable', `${where} is no address that can be fetched from here.`, {
      hint: 'Use its https:// address, or clone it with git and give the folder.',
    });
  }
  if (await isDirectory(where)) return kept(new DirectoryFolder(join(where, below)));
  const at = where.lastIndexOf('@');
  const path = at < 0 ? where : where.slice(0, at);
  if (at < 1 || !(await isDirectory(path)))
    throw new TerminalError('folder-missing', `There is no folder ${path}.`, {
      hint: 'Give a folder, folder@revision, or an https:// address.',
    });
  const { repository, inside } = await repositoryOf(path);
  return kept(await GitFolder.open(repository, where.slice(at + 1), posix.join(inside, below)));
}

/** The folder a file lies in, as it was at a revision; the file need not be there any more. @throws TerminalError `no-repository`, `revision-unknown` */
export async function openRevision(file: string, revision: string): Promise<{ readonly folder: GitFolder; readonly name: string }> {
  const { repository, inside } = await repositoryOf(dirname(file));
  return { folder: await GitFolder.open(repository, revision, inside), name: basename(file) };
}

async function fetched(where: string, options: OpenOptions): Promise<OpenFolder> {
  const at = where.lastIndexOf('@');
  const hasRef = at > where.indexOf('/', 'https://'.length);
  const [url, ref] = hasRef ? [where.slice(0, at), where.slice(at + 1)] : [where, null];
  const dir = await mkdtemp(join(tmpdir(), 'periplus-fetch-'));
  const close = (): Promise<void> => rm(dir, { recursive: true, force: true });
  try {
    await clone(url, dir, ref, options);
    const folder = await GitFolder.open(await openRepository(dir), ref ?? 'HEAD', options.below ?? '', withoutSecrets(url));
    return { folder, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** The newest commit alone; all of them where a commit is named, which a server need not give by itself. */
async function clone(url: string, dir: string, ref: string | null, { token = '', tell }: OpenOptions): Promise<void> {
  const isCommit = ref !== null && /^[0-9a-f]{7,40}$/.test(ref);
  try {
    await git.clone({
      fs,
      http,
      dir,
      url,
      noCheckout: true,
      ...(isCommit ? {} : { singleBranch: true, depth: 1, ...(ref === null ? {} : { ref }) }),
      onProgress: ({ phase, loaded, total }) => {
        tell?.(phase, loaded, total);
      },
      // A token in clear text is anybody's.
      onAuth: () => (token !== '' && url.startsWith('https:') ? { username: 'periplus', password: token } : { cancel: true }),
    });
  } catch (cause) {
    throw new TerminalError(
      'repository-unreachable',
      `${withoutSecrets(url)}${ref === null ? '' : `, revision ${ref},`} cannot be fetched: ${sentenceOf(cause)}`,
      {
        cause,
        hint: 'Check the address, and PERIPLUS_GIT_TOKEN where it needs one: it is sent over https alone.',
      },
    );
  }
}

function kept(folder: GuideFolder): OpenFolder {
  return { folder, close: () => Promise.resolve() };
}

async function isDirectory(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null))?.isDirectory() ?? false;
}
