import { createHash } from 'node:crypto';
import type { PlanNode } from '../plan.js';

/** Of a step's lines as they stand, blanks at their ends aside: the step may move, its words may not change. */
export function stepHash({ lines: [first, last] }: Pick<PlanNode, 'lines'>, guideLines: readonly string[]): string {
  const text = guideLines
    .slice(first - 1, last)
    .map((line) => line.trimEnd())
    .join('\n')
    .trim();
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

export function linesOf(markdown: string): string[] {
  return markdown.split(/\r\n?|\n/);
}
