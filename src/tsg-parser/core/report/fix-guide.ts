import type { Problem } from '../guide.js';

/** What was mended, and where. */
export interface FixedGuide {
  readonly markdown: string;
  readonly fixed: readonly Problem[];
}

/** Mends what has one safe answer: parameters of two spellings, and blank lines at the end. Steps and conditions are their author's. */
export function fixGuide(markdown: string, problems: readonly Problem[]): FixedGuide {
  const lines = markdown.split('\n');
  const fixed: Problem[] = [];
  for (const problem of problems) {
    if (problem.rule !== 'inconsistent-parameter' || problem.quote === undefined) continue;
    const wanted = /^Write (\S+) in both places/.exec(problem.suggestion ?? '')?.[1];
    if (wanted === undefined || !renames(lines, problem.quote, wanted)) continue;
    fixed.push(problem);
  }
  return { markdown: lines.join('\n'), fixed };
}

/** Only inside brackets of holes: a name in prose may mean something else. */
function renames(lines: string[], from: string, to: string): boolean {
  const name = from.replace(/[.*+?^${}()|[\]\\-]/g, '\\$&');
  const hole = new RegExp(`(<|\\{|\\$\\{|\\$)${name}(?![\\w-])`, 'g');
  let changed = false;
  for (const [index, line] of lines.entries()) {
    const mended = line.replace(hole, (_all, open: string) => `${open}${to}`);
    changed = changed || mended !== line;
    lines[index] = mended;
  }
  return changed;
}
