import { stat } from 'node:fs/promises';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { TerminalError } from '../platform/errors.js';
import { isInQueryFolder, queryFolderOf, readQueryFolder, type GuideCompanions } from '../tsg-parser/index.js';

export interface GuideFile extends GuideCompanions {
  readonly file: string;
  readonly markdown: string;
  /** Named by the caller, not found in a folder. */
  readonly named: boolean;
}

/** One guide with the query files beside it, or with those of another folder. */
export async function readGuideFile(file: string, queryFolder?: string): Promise<GuideFile> {
  const [markdown, queryFiles] = await Promise.all([
    readFile(file, 'utf8'),
    readQueryFolder(queryFolder ?? queryFolderOf(file), queryFolder !== undefined),
  ]);
  return { file, markdown, queryFiles, named: true };
}

/** Markdown files by name; a directory stands for those below it. */
export async function* guideFiles(paths: readonly string[]): AsyncGenerator<GuideFile> {
  for (const path of paths) {
    const found = await stat(path).catch(() => null);
    if (found === null)
      throw new TerminalError('guide-missing', `There is no ${path}.`, { hint: 'Name a Markdown file or a folder of them.' });
    if (!found.isDirectory()) {
      yield await readGuideFile(path);
      continue;
    }
    const names = (await readdir(path, { recursive: true })).filter(
      (name) => /\.(?:md|markdown)$/i.test(name) && !/(?:^|[/\\])(?:node_modules|\.git)[/\\]/.test(name) && !isInQueryFolder(name),
    );
    for (const name of names.sort()) yield { ...(await readGuideFile(join(path, name))), named: false };
  }
}
