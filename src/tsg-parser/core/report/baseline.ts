import { createHash } from 'node:crypto';
import type { Problem } from '../guide.js';

/** What an estate of guides started with, so that only new findings count. By file: fingerprints, one a finding. */
export type Baseline = Readonly<Record<string, readonly string[]>>;

/** A finding by its rule and the words of its line: it stays the same when the guide grows above it. */
export function fingerprint({ rule, line }: Problem, lines: readonly string[]): string {
  const words = (lines[line - 1] ?? '').trim().replace(/\s+/g, ' ');
  return createHash('sha256').update(`${rule}\n${words}`).digest('hex').slice(0, 16);
}

/** The findings that the baseline does not know; each of its entries excuses one. */
export function newProblems(problems: readonly Problem[], lines: readonly string[], known: readonly string[]): Problem[] {
  const excused = [...known];
  return problems.filter((problem) => {
    const at = excused.indexOf(fingerprint(problem, lines));
    if (at === -1) return true;
    excused.splice(at, 1);
    return false;
  });
}
