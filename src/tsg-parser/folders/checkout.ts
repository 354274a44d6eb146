import * as fs from 'node:fs';
import { realpath } from 'node:fs/promises';
import { relative, sep } from 'node:path';
import git from 'isomorphic-git';
import type { GuideOrigin } from '../core/guide-view.js';

import { filesOf } from './git-folder.js';

/** A folder that a commit of a git repository was checked out into. */
export interface Checkout {
  /** Where a file of it stands in the repository, and whether its text is still that of the commit. */
  originOf(file: string, text: string): Promise<GuideOrigin | null>;
}

/** Null outside of a repository, and in one without a commit. */
export async function checkoutOf(directory: string): Promise<Checkout | null> {
  try {
    const root = await git.findRoot({ fs, filepath: await realpath(directory) });
    const commit = await git.resolveRef({ fs, dir: root, ref: 'HEAD' });
    const files = await filesOf({ fs, dir: root, cache: {} }, commit);
    const from = await addressOf(root);
    return {
      originOf: async (file, text) => {
        const path = relative(root, await realpath(file))
          .split(sep)
          .join('/');
        const { oid } = await git.hashBlob({ object: Buffer.from(text) });
        return { from, path, commit, edited: files.get(path)?.oid !== oid };
      },
    };
  } catch {
    return null;
  }
}

/** The repository's address, without what may be a secret in it; its folder where it has none. */
export async function addressOf(root: string): Promise<string> {
  const remotes = await git.listRemotes({ fs, dir: root });
  const remote = remotes.find(({ remote: name }) => name === 'origin') ?? remotes[0];
  return remote === undefined ? root : withoutSecrets(remote.url);
}

export function withoutSecrets(url: string): string {
  const parsed = URL.parse(url);
  if (parsed === null) return url;
  parsed.username = '';
  parsed.password = '';
  return parsed.toString();
}
