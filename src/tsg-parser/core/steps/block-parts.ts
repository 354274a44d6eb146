import type { Block, ListBlock } from '../document.js';
import type { DraftPart } from '../draft.js';
import { fenceQueries } from '../passes/read-queries.js';
import { listParts, isProcedural } from './list-parts.js';
import { arranged, lineOf } from './arrange.js';
import { instructs, proseParts } from './prose-parts.js';
import type { Reading } from './reading.js';

/** The steps in the blocks of one section: lists by their items, prose by purpose. */
export function blockParts(blocks: readonly Block[], reading: Reading): DraftPart[] {
  const parts: DraftPart[] = [];
  let prose: Block[] = [];
  const flush = (): void => {
    const own = proseParts(prose, reading);
    if (!followsLastArm(prose, parts, own)) parts.push(...own);
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
    const choice = offersChoice(prose.at(-1) ?? blocks[index - 1]);
    flush();
    parts.push(...(choice ? alternatives(listParts(block, reading), block.lines[0]) : listParts(block, reading)));
  }
  flush();
  return arranged(parts);
}

/** "After restarting, look for errors": speaks of the last of the arms before it. */
function followsLastArm(prose: readonly Block[], parts: DraftPart[], own: readonly DraftPart[]): boolean {
  const first = prose.find((block) => block.kind === 'paragraph');
  if (first === undefined || own.length === 0 || !/^\W*after \w+ing\b/i.test(first.content.text)) return false;
  const group = arranged(parts).at(-1);
  const last = group?.part === 'arms' ? group.parts.at(-1) : undefined;
  if (group?.part !== 'arms' || last === undefined || last.part === 'jump') return false;
  const arm: DraftPart = {
    part: 'sequence',
    parts: [{ ...last, guard: null }, ...own],
    guard: last.guard,
    anchors: [],
    title: '',
    line: lineOf(last),
    exhaustive: false,
  };
  const before = arranged(parts).slice(0, -1);
  parts.splice(0, parts.length, ...before, ...group.parts.slice(0, -1), arm);
  return true;
}

/** "There are two ways to fix it:" before a list. */
function offersChoice(block: Block | undefined): boolean {
  return (
    block?.kind === 'paragraph' &&
    /\b(?:two|three|four|several|multiple|different|other|following) (?:possible )?(?:ways|options|approaches|methods|alternatives|possibilities)\b|\b(?:one|any) of the following\b/i.test(
      block.content.text,
    )
  );
}

function alternatives(parts: readonly DraftPart[], line: number): DraftPart[] {
  if (parts.length < 2 || parts.some((part) => part.part === 'arms')) return [...parts];
  return [{ part: 'parallel', parts, guard: null, anchors: [], title: '', line, exhaustive: false }];
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
  if (list.ordered) return false;
  const [only, ...others] = listParts(list, reading);
  return others.length === 0 && only?.part === 'step' && only.queries.length === 0;
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
