import { realpath } from 'node:fs/promises';
import { relative, sep } from 'node:path';
import git from 'isomorphic-git';
import type { GuideOrigin } from '../core/guide-view.js';
import { addressOf, commitOf, filesOf, repositoryOf } from './repository.js';

/** A folder that a commit of a git repository was checked out into. */
export interface Checkout {
  /** Where a file of it stands in the repository, and whether its text is still that of the commit. */
  originOf(file: string, text: string): Promise<GuideOrigin>;
}

/** Null outside of a repository, and in one without a commit. */
export async function checkoutOf(directory: string): Promise<Checkout | null> {
  try {
    const { repository } = await repositoryOf(directory);
    const commit = await commitOf(repository, 'HEAD');
    const files = await filesOf(repository, commit);
    const from = await addressOf(repository);
    return {
      originOf: async (file, text) => {
        const path = relative(repository.dir, await realpath(file))
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
