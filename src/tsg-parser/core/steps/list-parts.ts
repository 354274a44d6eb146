import { blocksOf, type Block, type ListBlock, type ListItem } from '../document.js';
import { stepsOf, type DraftGroup, type DraftPart } from '../draft.js';
import { actOf } from '../grammar/verbs.js';
import { readQueries } from '../passes/read-queries.js';
import { armsOf, arranged, group } from './arrange.js';
import { draftStep, proseOf } from './draft-step.js';
import { isFallback } from './fallback.js';
import { firstAct } from './kind.js';
import { leadsOf } from './item-leads.js';
import { leadOf, type Lead } from './lead.js';
import type { Reading } from './reading.js';
import { withResorts } from './resorts.js';
import { splitStep } from './split-step.js';

const TIME_WORD =
  /^\W*(?:immediate(?:ly)?|short[ -]term|medium[ -]term|long[ -]term|first(?:ly)?|second(?:ly)?|third(?:ly)?|then|next|finally|lastly|afterwards?)\b/i;

/** Whether a list holds steps at all: something is asked, run or distinguished in it. */
export function isProcedural(list: ListBlock, reading: Reading, introduced: boolean): boolean {
  const items = list.items.filter(({ blocks }) => {
    const lead = leadOf(blocks);
    return lead.guard !== null || readQueries(blocks, reading.reader).length > 0 || firstAct(proseOf(blocks)) !== null;
  });
  return items.length >= (list.ordered || introduced ? 1 : Math.max(1, Math.ceil(list.items.length / 3)));
}

/** @param cases whether the text before says that each item begins with the case it is for. */
export function listParts(source: ListBlock, reading: Reading, cases = false): DraftPart[] {
  const items = joined(source.items, reading);
  const leads = leadsOf(items, cases);
  if (!source.ordered) return bulletParts({ ...source, items }, leads, reading);
  return arranged(items.flatMap((item, index) => itemParts(item, leads[index] ?? leadOf(item.blocks), reading)));
}

/** "Or, you can …" without a command of its own continues the item before it. */
function joined(items: readonly ListItem[], reading: Reading): ListItem[] {
  const result: ListItem[] = [];
  for (const item of items) {
    const last = result.at(-1);
    const continues = /^or\b,?\s/i.test(proseOf(item.blocks)) && readQueries(item.blocks, reading.reader).length === 0;
    if (last === undefined || !continues) result.push(item);
    else result[result.length - 1] = { ...last, lines: [last.lines[0], item.lines[1]], blocks: [...last.blocks, ...item.blocks] };
  }
  return result;
}

/** One numbered item: one step, or, where conditions split off work of their own, several. */
function itemParts(item: ListItem, lead: Lead, reading: Reading): DraftPart[] {
  if (lead.jump !== null && lead.guard !== null && isBare(item, reading)) return [jumpOf(lead)];
  const fallback = isFallback(lead.guard?.text ?? '');
  return splitStep(
    {
      title: lead.title ?? '',
      lines: item.lines,
      blocks: item.blocks,
      guard: lead.guard,
      fallback: fallback && firstAct(proseOf(item.blocks)) === 'escalate',
    },
    reading,
  );
}

function isBare(item: ListItem, reading: Reading): boolean {
  return item.blocks.length === 1 && readQueries(item.blocks, reading.reader).length === 0;
}

function jumpOf(lead: Lead): DraftPart {
  const guard = lead.guard;
  return { part: 'jump', exit: { guard, to: lead.jump ?? { kind: 'onward' }, line: guard?.line ?? 1, cause: null } };
}

/** Bullets with a command or a condition of their own are steps; a run of others is one. */
function bulletParts(list: ListBlock, leads: readonly Lead[], reading: Reading): DraftPart[] {
  const parts: DraftPart[] = [];
  let plain: ListItem[] = [];
  const flush = (): void => {
    if (plain.length > 0) parts.push(plainStep(plain, reading));
    plain = [];
  };
  let timed = 0;
  for (const [index, item] of list.items.entries()) {
    const lead = leads[index] ?? leadOf(item.blocks);
    const text = proseOf(item.blocks);
    if (TIME_WORD.test(text)) timed += 1;
    const own = lead.guard !== null || readQueries(item.blocks, reading.reader).length > 0 || TIME_WORD.test(text);
    if (!own) {
      plain.push(item);
      continue;
    }
    flush();
    parts.push(...bulletItem(item, lead, reading));
  }
  flush();
  const branched = withResorts(parts);
  return ordered(branched, timed >= 2 || list.interrupted === true || inTurn(branched), list.lines[0]);
}

function ordered(parts: readonly DraftPart[], timed: boolean, line: number): DraftPart[] {
  if (timed || parts.length < 2) return [...parts];
  if (parts.every((part) => part.part === 'jump' || part.guard !== null) || parts.some((part) => part.part === 'jump'))
    return arranged(parts);
  return [group('parallel', parts, { line })];
}

/** Where one of several changes something, they are done in the order they are told; conditions make them a choice. */
function inTurn(parts: readonly DraftPart[]): boolean {
  if (parts.some((part) => part.part === 'jump' || part.guard !== null)) return false;
  return parts.some((part) => [...stepsOf(part)].some(({ queries }) => queries.some(({ mutating }) => mutating)));
}

function bulletItem(item: ListItem, lead: Lead, reading: Reading): DraftPart[] {
  const nested = item.blocks.find((block): block is ListBlock => block.kind === 'list');
  if (nested !== undefined && holdsSteps(nested, reading)) return [nestedSteps(item, nested, lead, reading)];
  return itemParts(item, lead, reading);
}

/** A numbered list below a bullet becomes steps where at least two of its items carry a command; bullets where each has a condition. */
function holdsSteps(list: ListBlock, reading: Reading): boolean {
  if (list.ordered)
    return (
      list.items.filter(({ blocks }) => readQueries(blocks, reading.reader).length > 0 || blocks.some((block) => block.kind === 'fence'))
        .length >= 2
    );
  return list.items.length > 1 && list.items.every(({ blocks }) => leadOf(blocks).guard !== null);
}

function nestedSteps(item: ListItem, nested: ListBlock, lead: Lead, reading: Reading): DraftGroup {
  const inner = listParts(nested, reading);
  const own = item.blocks.filter((block) => block !== nested);
  const question = draftStep(
    { title: lead.title ?? '', lines: [item.lines[0], Math.max(item.lines[0], nested.lines[0] - 1)], blocks: own, guard: lead.guard },
    reading,
  );
  const parts: DraftPart[] = nested.ordered ? inner : [{ ...question, kind: 'decide', guard: null }, ...inner];
  return {
    ...(parts.length === 1 && parts[0]?.part === 'arms' ? parts[0] : armsOf(parts)),
    part: 'sequence',
    parts,
    guard: lead.guard,
    title: lead.title ?? '',
    line: item.lines[0],
  };
}

function plainStep(items: readonly ListItem[], reading: Reading): DraftPart {
  const blocks: Block[] = items.flatMap((item) => item.blocks);
  const lines = [items[0]?.lines[0] ?? 1, items.at(-1)?.lines[1] ?? 1] as const;
  return draftStep({ title: '', lines, blocks }, reading);
}

/** Whether anything below is asked of the reader. */
export function asks(blocks: readonly Block[]): boolean {
  return [...blocksOf(blocks)].some((block) => block.kind === 'paragraph' && actOf(block.content.text) !== null);
}
