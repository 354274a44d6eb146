import { posix } from 'node:path';
import { PeriplusError, sentenceOf, TerminalError } from '../../platform/errors.js';
import type { CompanionFile, GuideCompanions } from '../core/companions.js';
import type { GuideOrigin } from '../core/guide-view.js';
import type { QueryFile } from '../core/query-file.js';

/** Larger documents are refused before they are read. */
export const MAX_GUIDE_BYTES = 1_000_000;
const MAX_COMPANION_BYTES = 1_000_000;
const MAX_QUERY_BYTES = 100_000;
const MAX_QUERY_FILES = 200;

/** A tree of files that guides are read from. Names are paths within it, with forward slashes. */
export abstract class GuideFolder {
  /** Where it is, for messages and the record: a folder, or the address of a repository. */
  abstract readonly from: string;
  /** Every file, links among them. @throws TerminalError `folder-unreadable` */
  abstract names(): Promise<readonly string[]>;
  /** The names of the files that lie in a folder of it; none where there is no such folder. */
  abstract children(directory: string): Promise<readonly string[]>;
  /** Null where there is no such file. @throws TerminalError `file-unreadable`, also for a link that leads out of the folder. */
  abstract read(name: string, maxBytes: number): Promise<string | null>;
  /** Where the text of a file stands in a repository; null outside of one. */
  abstract originOf(name: string, text: string): Promise<GuideOrigin | null>;
}

/** A guide with all that stands beside it. */
export interface FoundGuide extends GuideCompanions {
  readonly name: string;
  readonly markdown: string;
}

/** A file nobody can take in, and why. */
export interface PassedOver {
  readonly name: string;
  readonly why: string;
}

/** Every guide of a folder by name; one that cannot be read is told, and the next is read. */
export async function* guidesIn(folder: GuideFolder): AsyncGenerator<FoundGuide | PassedOver> {
  for (const name of guideNames(await folder.names())) yield await guideOrWhy(folder, name);
}

/** Hidden folders (a ConfigMap's `..data`, `.git`), packages and folders of query files hold no guides. */
export function guideNames(names: readonly string[]): readonly string[] {
  return names.filter((name) => /\.(?:md|markdown)$/iu.test(name) && !/(?:^|\/)(?:\.|node_modules\/)|\.qpp\//iu.test(name)).toSorted();
}

async function guideOrWhy(folder: GuideFolder, name: string): Promise<FoundGuide | PassedOver> {
  try {
    return await readGuide(folder, name);
  } catch (error) {
    if (!(error instanceof PeriplusError)) throw error;
    return { name, why: sentenceOf(error) };
  }
}

/** @throws TerminalError `file-unreadable`, `file-too-large`, `queries-unreadable` */
export async function readGuide(folder: GuideFolder, name: string, maxBytes = MAX_GUIDE_BYTES): Promise<FoundGuide> {
  const markdown = await folder.read(name, maxBytes);
  if (markdown === null) throw new TerminalError('file-unreadable', `There is no ${name}.`);
  const base = name.replace(/\.(?:md|markdown)$/iu, '');
  const [queryFiles, overlay, planDag] = [
    await queryFilesIn(folder, `${base}.qpp`),
    await firstOf(folder, [`${base}.periplus.yaml`, `${base}.periplus.yml`]),
    await firstOf(folder, [`${base}_plan_dag.json`, posix.join(posix.dirname(base), 'PlanDAGs', `${posix.basename(base)}_plan_dag.json`)]),
  ];
  return { name, markdown, queryFiles, overlay, planDag };
}

/** The query files of a folder, by name. @throws TerminalError `queries-unreadable`, `file-too-large` */
export async function queryFilesIn(folder: GuideFolder, directory: string): Promise<readonly QueryFile[]> {
  const names = await folder.children(directory);
  if (names.length > MAX_QUERY_FILES)
    throw new TerminalError('queries-unreadable', `${directory} holds more than ${MAX_QUERY_FILES} files.`);
  const files: QueryFile[] = [];
  for (const name of names.toSorted()) {
    const text = await folder.read(posix.join(directory, name), MAX_QUERY_BYTES);
    if (text !== null) files.push({ name, text });
  }
  return files;
}

async function firstOf(folder: GuideFolder, names: readonly string[]): Promise<CompanionFile | null> {
  for (const name of names) {
    const text = await folder.read(name, MAX_COMPANION_BYTES);
    if (text !== null) return { name: posix.basename(name), text };
  }
  return null;
}

export function tooLarge(name: string, maxBytes: number): TerminalError {
  const size = maxBytes >= 1_000_000 ? `${maxBytes / 1_000_000} MB` : `${maxBytes / 1000} kB`;
  return new TerminalError('file-too-large', `${name} is larger than ${size}.`, { hint: 'Split it, or check that it is the right file.' });
}
