import type { Tree } from '@lezer/common';
import type { QueryFlaw } from '../../tsg-parser/index.js';

/** What a lezer grammar could not read, as a flaw at its line; none where the tree is sound. */
export function firstError(tree: Tree, text: string, called: string): readonly QueryFlaw[] {
  const flaws: QueryFlaw[] = [];
  tree.cursor().iterate((node) => {
    if (!node.type.isError || flaws.length > 0) return;
    const near = text.slice(node.from, node.from + 20).split('\n')[0] ?? '';
    const where = near.trim() === '' ? 'at the end' : `at “${near}”`;
    flaws.push({ message: `${called} cannot be parsed ${where}`, line: lineOf(text, node.from) });
  });
  return flaws;
}

/** The 0-based line of an offset; the end of a text is on its last line that says something. */
export function lineOf(text: string, offset: number): number {
  return text.slice(0, Math.min(offset, text.trimEnd().length)).split('\n').length - 1;
}
