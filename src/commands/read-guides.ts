import { stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { TerminalError } from '../platform/errors.js';
import { DirectoryFolder, guidesIn, queryFilesIn, readGuide, type FoundGuide } from '../tsg-parser/index.js';

export interface GuideFile extends FoundGuide {
  /** As it was named on the command line, or found below a folder that was. */
  readonly file: string;
  /** Named by the caller, not found in a folder. */
  readonly named: boolean;
}

/** One guide with all that stands beside it, or with the query files of another folder. @throws TerminalError `file-unreadable` */
export async function readGuideFile(file: string, queryFolder?: string): Promise<GuideFile> {
  const guide = await readGuide(new DirectoryFolder(dirname(file), false), basename(file), Number.POSITIVE_INFINITY);
  if (queryFolder === undefined) return { ...guide, file, named: true };
  const queryFiles = await queryFilesIn(new DirectoryFolder(queryFolder), '');
  if (queryFiles.length === 0) throw new TerminalError('queries-unreadable', `${queryFolder} holds no query files.`);
  return { ...guide, file, named: true, queryFiles };
}

/** Markdown files by name; a directory stands for those below it. What nobody can read is told on standard error. */
export async function* guideFiles(paths: readonly string[]): AsyncGenerator<GuideFile> {
  for (const path of paths) {
    const found = await stat(path).catch(() => null);
    if (found === null)
      throw new TerminalError('guide-missing', `There is no ${path}.`, { hint: 'Name a Markdown file or a folder of them.' });
    if (!found.isDirectory()) {
      yield await readGuideFile(path);
      continue;
    }
    for await (const guide of guidesIn(new DirectoryFolder(path))) {
      if ('why' in guide) passOver(join(path, guide.name), guide.why);
      else yield { ...guide, file: join(path, guide.name), named: false };
    }
  }
}

function passOver(file: string, why: string): void {
  process.stderr.write(`${file} is passed over: ${why}\n`);
  process.exitCode = 1;
}
