import * as fs from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative, resolve, sep } from 'node:path';
import git from 'isomorphic-git';
import http from 'isomorphic-git/http/node';
import { sentenceOf, TerminalError } from '../../platform/errors.js';
import { addressOf, withoutSecrets } from './checkout.js';
import { DirectoryFolder } from './directory-folder.js';
import { GitFolder } from './git-folder.js';
import type { GuideFolder } from './guide-folder.js';

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
 * @throws TerminalError `folder-missing`, `revision-unknown`, `repository-unreachable`
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
  const { root, inside } = await rootOf(path);
  const folder = await GitFolder.open(
    root,
    where.slice(at + 1),
    [inside, below].filter((part) => part !== '').join('/'),
    await addressOf(root),
  );
  return kept(folder);
}

/** The repository a path lies in, and the path within it. @throws TerminalError `no-repository` */
export async function rootOf(path: string): Promise<{ readonly root: string; readonly inside: string }> {
  const absolute = resolve(path);
  const root = await git.findRoot({ fs, filepath: absolute }).catch((cause: unknown) => {
    throw new TerminalError('no-repository', `${path} lies in no git repository.`, { cause });
  });
  return { root, inside: relative(root, absolute).split(sep).join('/') };
}

async function fetched(where: string, options: OpenOptions): Promise<OpenFolder> {
  const at = where.lastIndexOf('@');
  const hasRef = at > where.indexOf('/', 'https://'.length);
  const [url, ref] = hasRef ? [where.slice(0, at), where.slice(at + 1)] : [where, null];
  const dir = await mkdtemp(join(tmpdir(), 'periplus-fetch-'));
  const close = (): Promise<void> => rm(dir, { recursive: true, force: true });
  try {
    await clone(url, dir, ref, options);
    const folder = await GitFolder.open(dir, ref ?? 'HEAD', options.below ?? '', withoutSecrets(url));
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
      onAuth: () => (token === '' ? { cancel: true } : { username: 'periplus', password: token }),
    });
  } catch (cause) {
    throw new TerminalError(
      'repository-unreachable',
      `${withoutSecrets(url)}${ref === null ? '' : `, revision ${ref},`} cannot be fetched: ${sentenceOf(cause)}`,
      {
        cause,
        hint: 'Check the address, and PERIPLUS_GIT_TOKEN where it needs one.',
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
