import type { Edit, Problem } from '../guide.js';

/** What was mended, and where. */
export interface FixedGuide {
  readonly markdown: string;
  readonly fixed: readonly Problem[];
}

/** Mends what has one safe answer. A problem is mended as a whole or, where another's edits touch the same words, not at all. */
export function fixGuide(markdown: string, problems: readonly Problem[]): FixedGuide {
  const taken: Edit[] = [];
  const fixed = problems.filter(({ fix = [] }) => {
    const free = fix.length > 0 && fix.every((edit) => !taken.some((other) => overlap(edit, other)));
    if (free) taken.push(...fix);
    return free;
  });
  return { markdown: applied(markdown, taken), fixed };
}

function overlap(left: Edit, right: Edit): boolean {
  return left.line === right.line && left.column < right.column + right.from.length && right.column < left.column + left.from.length;
}

/** Line ends stay as they are; from the last column of a line to its first, so that columns hold. */
function applied(markdown: string, edits: readonly Edit[]): string {
  const parts = markdown.split(/(\r\n?|\n)/);
  for (const { line, column, from, to } of [...edits].sort((left, right) => right.line - left.line || right.column - left.column)) {
    const text = parts[2 * (line - 1)];
    if (text?.startsWith(from, column) === true) parts[2 * (line - 1)] = text.slice(0, column) + to + text.slice(column + from.length);
  }
  return parts.join('');
}
