import type { Tree } from '@lezer/common';

/** Node names of a parsed text, nested, without what stands in its literals: equal shapes are the same query. */
export function treeShape(tree: Tree): string {
  const names: string[] = [];
  tree.cursor().iterate(
    (node) => {
      names.push(node.name, '(');
    },
    () => {
      names.push(')');
    },
  );
  return names.join('');
}
