import { stat } from 'node:fs/promises';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { TerminalError } from '../platform/errors.js';

export interface GuideFile {
  readonly file: string;
  readonly markdown: string;
}

/** Markdown files by name; a directory stands for those below it. */
export async function* guideFiles(paths: readonly string[]): AsyncGenerator<GuideFile> {
  for (const path of paths) {
    const found = await stat(path).catch(() => null);
    if (found === null)
      throw new TerminalError('guide-missing', `There is no ${path}.`, { hint: 'Name a Markdown file or a folder of them.' });
    if (!found.isDirectory()) {
      yield { file: path, markdown: await readFile(path, 'utf8') };
      continue;
    }
    const names = (await readdir(path, { recursive: true })).filter(
      (name) => /\.(?:md|markdown)$/i.test(name) && !/(?:^|[/\\])(?:node_modules|\.git)[/\\]/.test(name),
    );
    for (const name of names.sort()) yield { file: join(path, name), markdown: await readFile(join(path, name), 'utf8') };
  }
}
