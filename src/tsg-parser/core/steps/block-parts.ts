import type { Block, ListBlock } from '../document.js';
import type { DraftPart } from '../draft.js';
import { fenceQueries } from '../passes/read-queries.js';
import { listParts, isProcedural } from './list-parts.js';
import { arranged } from './arrange.js';
import { instructs, proseParts } from './prose-parts.js';
import type { Reading } from './reading.js';

/** The steps in the blocks of one section: lists by their items, prose by purpose. */
export function blockParts(blocks: readonly Block[], reading: Reading): DraftPart[] {
  const parts: DraftPart[] = [];
  let prose: Block[] = [];
  const flush = (): void => {
    parts.push(...proseParts(prose, reading));
    prose = [];
  };
  for (const [index, block] of blocks.entries()) {
    if (block.kind !== 'list' || !isProcedural(block, reading, introduces(prose))) {
      prose.push(block);
      continue;
    }
    if (leads(prose, blocks, index, reading)) prose = [];
    if (plainBullets(block, reading) && joins(prose, reading)) {
      prose.push(block);
      continue;
    }
    flush();
    parts.push(...listParts(block, reading));
  }
  flush();
  return arranged(parts);
}

/** "Check the following:" before a list. */
function introduces(prose: readonly Block[]): boolean {
  const last = prose.at(-1);
  return (
    last?.kind === 'paragraph' &&
    /\b(?:check|verify|ensure|confirm|try|do|steps?|actions?|following|investigate|look)\b[^.]*:\s*$/i.test(last.content.text)
  );
}

/** A paragraph that only announces the list after it is no step. */
function leads(prose: readonly Block[], blocks: readonly Block[], index: number, reading: Reading): boolean {
  const last = prose.at(-1);
  if (last?.kind !== 'paragraph' || prose.some((block) => block.kind === 'fence' && fenceQueries(block, reading.reader).length > 0))
    return false;
  const list = blocks[index] as ListBlock;
  return (
    prose.length === 1 &&
    (list.ordered || !plainBullets(list, reading)) &&
    /:\s*$|\b(?:steps|following|these|below)\b/i.test(last.content.text)
  );
}

function plainBullets(list: ListBlock, reading: Reading): boolean {
  return !list.ordered && listParts(list, reading).length === 1;
}

/** Bullets without commands belong to the sentence that introduces them. */
function joins(prose: readonly Block[], reading: Reading): boolean {
  const last = prose.at(-1);
  return (
    last?.kind === 'paragraph' &&
    (last.content.text.trimEnd().endsWith(':') ||
      (prose.length === 1 && instructs(last, reading) && /\bfollowing\b/i.test(last.content.text)))
  );
}
