/** A node of libpg-query's JSON: one key, the node's kind, or the node's fields. */
export type Tree = Readonly<Record<string, unknown>>;

export function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function treeOf(value: unknown): Tree {
  return isTree(value) ? value : {};
}

export function treesOf(value: unknown): readonly Tree[] {
  return Array.isArray(value) ? value.filter(isTree) : [];
}

/** The string a `String` node or a string constant holds; '' where it holds none. */
export function textOf(node: Tree): string {
  const inner = treeOf(node['String'] ?? node['sval'])['sval'] ?? node['sval'];
  return typeof inner === 'string' ? inner : '';
}

/** Every node of a kind below, however deep. */
export function nodesOf(root: unknown, kind: string): readonly Tree[] {
  const found: Tree[] = [];
  const pending: unknown[] = [root];
  while (pending.length > 0) {
    const value = pending.pop();
    if (Array.isArray(value)) pending.push(...(value as unknown[]));
    if (!isTree(value)) continue;
    const wanted = value[kind];
    if (isTree(wanted)) found.push(wanted);
    pending.push(...Object.values(value));
  }
  return found;
}
