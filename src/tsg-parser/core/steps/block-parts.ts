import type { Block, ListBlock } from '../document.js';
import type { DraftPart } from '../draft.js';
import { listIntro, type ListIntro } from './list-intro.js';
import { listParts, isProcedural } from './list-parts.js';
import { arranged, group, lineOf } from './arrange.js';
import { instructs } from './instructs.js';
import { proseParts } from './prose-parts.js';
import type { Reading } from './reading.js';

/** The steps in the blocks of one section: lists by their items, prose by purpose. */
export function blockParts(blocks: readonly Block[], reading: Reading): DraftPart[] {
  const parts: DraftPart[] = [];
  let prose: Block[] = [];
  const flush = (last: boolean): void => {
    const own = proseParts(prose, last ? reading : { ...reading, onward: false });
    if (!followsLastArm(prose, parts, own)) parts.push(...own);
    prose = [];
  };
  for (const block of blocks) {
    if (block.kind !== 'list' || !isProcedural(block, reading, introduces(prose))) {
      prose.push(block);
      continue;
    }
    const intro = listIntro(prose, block, reading);
    const steps = listParts(block, reading, intro?.cases === true);
    if (isPlain(block, steps) && joins(prose)) {
      prose.push(block);
      continue;
    }
    if (intro !== null && !isPlain(block, steps)) prose.pop();
    flush(false);
    parts.push(...entered(intro?.choice === true ? alternatives(steps, block.lines[0]) : steps, intro, block.lines[0]));
  }
  flush(true);
  return arranged(parts);
}

/** "If X, follow these steps:": all of them under X. */
function entered(listed: readonly DraftPart[], intro: ListIntro | null, line: number): DraftPart[] {
  const parts = intro?.cases === true && intro.exhaustive ? listed.map(closed) : listed;
  if (intro === null || intro.guard === null) return [...parts];
  return [group('sequence', parts, { guard: intro.guard, line })];
}

/** "After restarting, look for errors": speaks of the last of the arms before it. */
function followsLastArm(prose: readonly Block[], parts: DraftPart[], own: readonly DraftPart[]): boolean {
  const first = prose.find((block) => block.kind === 'paragraph');
  if (first === undefined || own.length === 0 || !/^\W*after \w+ing\b/i.test(first.content.text)) return false;
  const arms = arranged(parts).at(-1);
  const last = arms?.part === 'arms' ? arms.parts.at(-1) : undefined;
  if (arms?.part !== 'arms' || last === undefined || last.part === 'jump') return false;
  const arm = group('sequence', [{ ...last, guard: null }, ...own], { guard: last.guard, line: lineOf(last) });
  const before = arranged(parts).slice(0, -1);
  parts.splice(0, parts.length, ...before, ...arms.parts.slice(0, -1), arm);
  return true;
}

function alternatives(parts: readonly DraftPart[], line: number): DraftPart[] {
  if (parts.length < 2 || parts.some((part) => part.part === 'arms')) return [...parts];
  return [group('parallel', parts, { line })];
}

/** "Check the following:" before a list. */
function introduces(prose: readonly Block[]): boolean {
  const last = prose.at(-1);
  return (
    last?.kind === 'paragraph' &&
    /\b(?:check|verify|ensure|confirm|try|do|steps?|actions?|following|investigate|look)\b[^.]*:\s*$/i.test(last.content.text)
  );
}

function closed(part: DraftPart): DraftPart {
  return part.part === 'arms' ? { ...part, exhaustive: true } : part;
}

/** Bullets of which none has a command or a condition are one step. */
function isPlain(list: ListBlock, [only, ...others]: readonly DraftPart[]): boolean {
  return !list.ordered && others.length === 0 && only?.part === 'step' && only.queries.length === 0 && only.guard === null;
}

/** Bullets without commands belong to the sentence that introduces them. */
function joins(prose: readonly Block[]): boolean {
  const last = prose.at(-1);
  return (
    last?.kind === 'paragraph' &&
    (last.content.text.trimEnd().endsWith(':') || (prose.length === 1 && instructs(last) && /\bfollowing\b/i.test(last.content.text)))
  );
}
