import type { SyntaxNode } from '@lezer/common';

import { readString } from './literals.js';

/** The node's children, in order. */
export function childrenOf(node: SyntaxNode): SyntaxNode[] {
  const children: SyntaxNode[] = [];
  for (let child = node.firstChild; child; child = child.nextSibling) if (child.name !== 'LineComment') children.push(child);
  return children;
}

export function textOf(node: SyntaxNode, query: string): string {
  return query.slice(node.from, node.to);
}

/** The label names in a list, quoted ones unquoted. */
export function namesIn(list: SyntaxNode | null, query: string): string[] {
  if (!list) return [];
  return childrenOf(list).map((node) => (node.name === 'QuotedLabelName' ? readString(textOf(node, query)) : textOf(node, query)));
}
