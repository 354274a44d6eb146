import { writeFile } from 'node:fs/promises';
import { createQueryReader, languagesIn, loadReaders } from '../../qpp-plugins/index.js';
import { fingerprint, fixGuide, inOrder, lintTsg, newProblems, type Baseline, type Problem } from '../../tsg-parser/index.js';
import type { GuideFile } from '../read-guides.js';
import type { LinkCheck } from './link-check.js';

/** What is known besides the guide: findings to leave out, which files lie beside it, and how its queries can be tried. */
export interface Surroundings {
  readonly known: Baseline;
  readonly links: LinkCheck;
  readonly tryQueries: ((guide: GuideFile, markdown: string) => Promise<readonly Problem[]>) | null;
  readonly fix: boolean;
}

export interface Linted {
  readonly file: string;
  readonly lines: readonly string[];
  /** Those that the baseline does not know. */
  readonly problems: readonly Problem[];
  /** All of them, for a new baseline. */
  readonly all: readonly Problem[];
}

/** Finds fault with a guide, and mends it in place where that is wanted. */
export async function lintGuide(guide: GuideFile, { known, links, tryQueries, fix }: Surroundings): Promise<Linted> {
  const { file, named } = guide;
  await loadReaders(standsAlone(guide) ? languagesIn(guide.markdown) : undefined);
  const reader = createQueryReader();
  const about = { ...guide, fileExists: (path: string): boolean => links.exists(guide, path), anyPage: !named };
  let { markdown } = guide;
  let found = lintTsg(markdown, reader, about);
  const { markdown: mended, fixed } = fix ? fixGuide(markdown, found) : { markdown, fixed: [] };
  if (fixed.length > 0) {
    await writeFile(file, mended);
    markdown = mended;
    found = lintTsg(markdown, reader, about);
  }
  const all = tryQueries === null ? found : inOrder([...found, ...(await tryQueries(guide, markdown))]);
  const lines = markdown.split(/\r\n?|\n/);
  return { file, lines, all, problems: newProblems(all, lines, known[file] ?? []) };
}

/** Queries beside a guide may be in languages that do not occur in it. */
function standsAlone({ queryFiles = [], overlay }: GuideFile): boolean {
  return queryFiles.length === 0 && (overlay ?? null) === null;
}

/** What an estate of guides starts with: every finding of today, so that only new ones are told. */
export function baselineOf(linted: readonly Linted[]): Baseline {
  return Object.fromEntries(
    linted.flatMap(({ file, lines, all }) => (all.length === 0 ? [] : [[file, all.map((problem) => fingerprint(problem, lines))]])),
  );
}
