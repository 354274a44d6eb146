import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { sentenceOf, TerminalError } from '../platform/errors.js';
import type { QueryFile } from './core/query-file.js';

const MAX_FILES = 200;
const MAX_FILE_BYTES = 100_000;

/** `guides/mail.md` → `guides/mail.qpp`, where the query files of a guide are looked for. */
export function queryFolderOf(guideFile: string): string {
  return guideFile.replace(/(?:\.(?:md|markdown))?$/iu, '.qpp');
}

/** Whether a path lies in a folder of query files: what is there is no guide. */
export function isInQueryFolder(path: string): boolean {
  return /\.qpp[\\/]/iu.test(path);
}

/** The query files of a folder by name; none where there is no such folder. @throws TerminalError `queries-unreadable` */
export async function readQueryFolder(folder: string, mustExist = false): Promise<readonly QueryFile[]> {
  const names = await readdir(folder).catch((cause: unknown) => {
    if (!mustExist && isMissing(cause)) return [];
    throw new TerminalError('queries-unreadable', `The query files in ${folder} cannot be read: ${sentenceOf(cause)}`, { cause });
  });
  if (names.length > MAX_FILES) throw new TerminalError('queries-unreadable', `${folder} holds more than ${MAX_FILES} files.`);
  return Promise.all(names.toSorted().map(async (name) => ({ name: basename(name), text: await readOne(join(folder, name)) })));
}

async function readOne(file: string): Promise<string> {
  try {
    const text = await readFile(file, 'utf8');
    if (Buffer.byteLength(text) <= MAX_FILE_BYTES) return text;
  } catch (cause) {
    throw new TerminalError('queries-unreadable', `${file} cannot be read: ${sentenceOf(cause)}`, { cause });
  }
  throw new TerminalError('queries-unreadable', `${file} is larger than 100 kB, which no query is.`);
}

function isMissing(cause: unknown): boolean {
  const { code } = cause as NodeJS.ErrnoException;
  return code === 'ENOENT' || code === 'ENOTDIR';
}
