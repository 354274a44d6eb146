import type { Block, LineRange, ListBlock, ListItem } from '../document.js';

/**
 * Authors forget to indent: a fence at the margin ends a Markdown list, and the next number begins another one.
 *
 *   1. Check the pods:        one list of two items;
 *   ```                       the fence belongs to item 1
 *   kubectl get pods
 *   ```
 *   2. Read the logs:
 */
export function stitchLists(blocks: readonly Block[]): Block[] {
  const stitched: Block[] = [];
  let index = 0;
  while (index < blocks.length) {
    const block = blocks[index];
    index += 1;
    if (block === undefined) continue;
    if (block.kind !== 'list') {
      stitched.push(block);
      continue;
    }
    let list = block;
    for (;;) {
      const step = continuation(list, blocks, index);
      if (step === null) break;
      list = step.list;
      index = step.next;
    }
    stitched.push(list);
  }
  return stitched;
}

/** The list grown by what follows it, or null where nothing of it does. */
function continuation(list: ListBlock, blocks: readonly Block[], from: number): { list: ListBlock; next: number } | null {
  let at = from;
  while (blocks[at]?.kind === 'fence') at += 1;
  const onlyFences = at;
  if (!list.ordered)
    return explained(list, blocks, from) ?? grown(list, blocks, from, onlyFences, at > from ? bulletsAt(blocks, at) : null);
  while (at < blocks.length && !(blocks[at]?.kind === 'list' && (blocks[at] as ListBlock).ordered)) at += 1;
  const next = blocks[at];
  if (next?.kind === 'list' && (goesOn(list, next) || (at === onlyFences && at > from && restarts(list, next))))
    return grown(list, blocks, from, at, next);
  return grown(list, blocks, from, onlyFences, null);
}

/**
 * A lone bullet, a paragraph that introduces a fence, the fence, more bullets: the author forgot to indent what explains the
 * first one.
 */
function explained(list: ListBlock, blocks: readonly Block[], from: number): { list: ListBlock; next: number } | null {
  const [paragraph, fence] = [blocks[from], blocks[from + 1]];
  const next = bulletsAt(blocks, from + 2);
  if (list.items.length !== 1 || paragraph?.kind !== 'paragraph' || fence?.kind !== 'fence' || next === null) return null;
  return /:\s*$/.test(paragraph.content.text) && !holdsFence(list) ? grown(list, blocks, from, from + 2, next, false) : null;
}

function holdsFence({ items }: ListBlock): boolean {
  return items.some(({ blocks }) => blocks.some(({ kind }) => kind === 'fence'));
}

/** Bullets after a fence at the margin: more of the list before it. */
function bulletsAt(blocks: readonly Block[], at: number): ListBlock | null {
  const next = blocks[at];
  return next?.kind === 'list' && !next.ordered ? next : null;
}

function goesOn(list: ListBlock, next: ListBlock): boolean {
  const last = list.items.at(-1)?.number ?? 0;
  return next.items[0]?.number === last + 1;
}

/** "1." before every item. */
function restarts(list: ListBlock, next: ListBlock): boolean {
  return list.items[0]?.number === 1 && next.items[0]?.number === 1 && next.items.length === 1;
}

function grown(
  list: ListBlock,
  blocks: readonly Block[],
  from: number,
  to: number,
  next: ListBlock | null,
  inTurn = true,
): { list: ListBlock; next: number } | null {
  if (from === to && next === null) return null;
  const between = blocks.slice(from, to);
  const last = list.items.at(-1);
  if (last === undefined) return null;
  const end = between.at(-1)?.lines[1] ?? last.lines[1];
  const items: ListItem[] = [...list.items.slice(0, -1), { ...last, lines: [last.lines[0], end], blocks: [...last.blocks, ...between] }];
  const added = (next?.items ?? []).map((item, index): ListItem => ({
    ...item,
    number: last.number === null ? null : last.number + 1 + index,
  }));
  const lines: LineRange = [list.lines[0], next?.lines[1] ?? end];
  const interrupted = inTurn && !list.ordered && next !== null ? { interrupted: true as const } : {};
  return { list: { ...list, ...interrupted, lines, items: [...items, ...added] }, next: to + (next === null ? 0 : 1) };
}
