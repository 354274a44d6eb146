import { posix } from 'node:path';
import git from 'isomorphic-git';
import { TerminalError } from '../../platform/errors.js';
import type { GuideOrigin } from '../core/guide-view.js';
import { GuideFolder, tooLarge } from './guide-folder.js';
import { addressOf, commitOf, filesOf, type GitFile, type Repository } from './repository.js';

const MOST_LINKS = 5;

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

  /** @param folder within the repository. @param from its address, where it is not the repository's own. @throws TerminalError `revision-unknown` */
  static async open(repository: Repository, revision: string, folder: string, from?: string): Promise<GitFolder> {
    const below = posix.join(folder, '.') === '.' ? '' : posix.join(folder, '.');
    const commit = await commitOf(repository, revision);
    return new GitFolder(from ?? (await addressOf(repository)), repository, commit, below, await filesOf(repository, commit));
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
    const isWithin = this.below === '' || path.startsWith(`${this.below}/`);
    if (file === undefined || !isWithin) {
      if (links > 0) throw new TerminalError('file-unreadable', `${path} is a link out of the folder, or to nowhere.`);
      return null;
    }
    if (file.isLink && links >= MOST_LINKS) throw new TerminalError('file-unreadable', `${path} is a link to a link, and so on.`);
    const { blob } = await git.readBlob({ ...this.repository, oid: file.oid });
    if (file.isLink) return this.readPath(posix.join(posix.dirname(path), Buffer.from(blob).toString()), maxBytes, links + 1);
    if (blob.length > maxBytes) throw tooLarge(path, maxBytes);
    return Buffer.from(blob).toString();
  }
}
