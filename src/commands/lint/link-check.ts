import { existsSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import type { GuideFile } from '../read-guides.js';

/** From so many missing pages on, a folder is taken for an extract of more, if they are more than a few per cent of all. */
const MANY = 20;
const SHARE = 0.03;

export interface LinkCheck {
  /** Whether a path beside a guide exists; false for every folder of an extract, so that nothing is said of what it lacks. */
  readonly exists: (guide: GuideFile, path: string) => boolean;
  /** Pages that the folders link to and do not hold, where they are so many that they are passed over; else 0. */
  readonly passedOver: number;
}

/** Looks at the links between pages of whole folders. Guides that are named one by one are always taken at their word. */
export function linkCheck(guides: readonly GuideFile[]): LinkCheck {
  const linked = new Set(guides.filter(({ named }) => !named).flatMap(pagesOf));
  const missing = [...linked].filter((path) => !existsSync(path)).length;
  const extract = missing >= MANY && missing > linked.size * SHARE;
  return {
    passedOver: extract ? missing : 0,
    exists: ({ file, named }, path) => (named || !extract) && existsSync(join(dirname(file), path)),
  };
}

function pagesOf({ file, markdown }: GuideFile): string[] {
  return [...markdown.matchAll(/\]\((?![a-z]+:)([^)#?\s]+\.md)/gi)].map(([, target = '']) => normalize(join(dirname(file), target)));
}
