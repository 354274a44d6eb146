import { lstat, readdir, readFile, realpath, stat } from 'node:fs/promises';
import { join, relative, resolve, sep } from 'node:path';
import { sentenceOf, TerminalError } from '../../platform/errors.js';
import type { GuideOrigin } from '../core/guide-view.js';
import { checkoutOf, type Checkout } from './checkout.js';
import { GuideFolder, tooLarge } from './guide-folder.js';

/** A folder of this machine. Links are followed as long as they stay within it: a mounted ConfigMap is made of them. */
export class DirectoryFolder extends GuideFolder {
  readonly from: string;
  private checkout: Promise<Checkout | null> | null = null;

  /** @param confined false where a person names one file: it may be a link to wherever they like. */
  constructor(
    directory: string,
    private readonly confined = true,
  ) {
    super();
    this.from = resolve(directory);
  }

  async names(): Promise<readonly string[]> {
    try {
      const entries = await readdir(this.from, { recursive: true, withFileTypes: true });
      const files = entries.filter((entry) => entry.isFile() || entry.isSymbolicLink());
      return files.map((entry) => relative(this.from, join(entry.parentPath, entry.name)).split(sep).join('/'));
    } catch (cause) {
      throw new TerminalError('folder-unreadable', `The folder ${this.from} cannot be read: ${sentenceOf(cause)}`, { cause });
    }
  }

  async children(directory: string): Promise<readonly string[]> {
    const entries = await readdir(join(this.from, directory), { withFileTypes: true }).catch(noneWhereMissing);
    return entries.filter((entry) => !entry.isDirectory()).map(({ name }) => name);
  }

  async read(name: string, maxBytes: number): Promise<string | null> {
    const file = join(this.from, name);
    try {
      const found = await stat(file);
      if (!found.isFile()) throw new TerminalError('file-unreadable', `${name} is no file.`);
      if (this.confined && !(await this.isWithin(file))) throw new TerminalError('file-unreadable', `${name} is a link out of the folder.`);
      if (found.size > maxBytes) throw tooLarge(name, maxBytes);
      return await readFile(file, 'utf8');
    } catch (cause) {
      if (cause instanceof TerminalError) throw cause;
      if (isMissing(cause) && !(await isLink(file))) return null;
      throw new TerminalError('file-unreadable', `${name} cannot be read: ${sentenceOf(cause)}`, { cause });
    }
  }

  async originOf(name: string, text: string): Promise<GuideOrigin | null> {
    this.checkout ??= checkoutOf(this.from);
    return (await this.checkout)?.originOf(join(this.from, name), text) ?? null;
  }

  private async isWithin(file: string): Promise<boolean> {
    const [root, real] = await Promise.all([realpath(this.from), realpath(file)]);
    return real.startsWith(root.endsWith(sep) ? root : `${root}${sep}`);
  }
}

function noneWhereMissing(cause: unknown): [] {
  if (isMissing(cause)) return [];
  throw new TerminalError('queries-unreadable', sentenceOf(cause), { cause });
}

function isMissing(cause: unknown): boolean {
  const { code } = cause as NodeJS.ErrnoException;
  return code === 'ENOENT' || code === 'ENOTDIR';
}

/** A link to nowhere is not the same as no file. */
async function isLink(file: string): Promise<boolean> {
  return (await lstat(file).catch(() => null))?.isSymbolicLink() ?? false;
}
