import { slice, type Block, type Paragraph } from '../document.js';
import type { DraftPart } from '../draft.js';
import { clausesOf } from '../grammar/clause.js';
import { sentencesOf, wordsOf, type Sentence } from '../grammar/sentences.js';
import { paragraphLabel } from '../grammar/step-label.js';
import { actOf } from '../grammar/verbs.js';
import { fenceQueries, readQueries } from '../passes/read-queries.js';
import { armsOf } from './arrange.js';
import { isFallback } from './fallback.js';
import { continues } from './continuation.js';
import { ASKS_SOFTLY, instructs } from './instructs.js';
import { firstAct } from './kind.js';
import { leadOf, premiseGuard } from './lead.js';
import { goingOn } from './onward.js';
import type { Reading } from './reading.js';
import { splitStep } from './split-step.js';

/** Paragraphs and fences by purpose: a step begins where something is asked or run, and ends before the next such. */
export function proseParts(all: readonly Block[], reading: Reading): DraftPart[] {
  const blocks = withoutSummary(all, reading);
  const groups: Block[][] = [];
  for (const [index, block] of blocks.entries()) {
    if (block.kind === 'paragraph' && opens(block, blocks, index, reading) && !continues(block, groups.at(-1), blocks[index + 1], reading))
      groups.push([block]);
    else if (block.kind === 'fence' && groups.length === 0 && fenceQueries(block, reading.reader).length > 0) groups.push([block]);
    else if (block.kind === 'comment' && variantOf(block.text) !== null && groups.length > 0) groups.at(-1)?.push(block);
    else groups.at(-1)?.push(block);
  }
  return groups.flatMap((group, index) => groupParts(group, index === groups.length - 1 ? reading : { ...reading, onward: false }));
}

/** "Verify that the pod fails and restart it." before "Verify that the pod fails:" and its command: told in sum, then one by one. */
function withoutSummary(blocks: readonly Block[], reading: Reading): readonly Block[] {
  const [first, second, third] = blocks.filter(({ kind }) => kind !== 'quote' && kind !== 'comment');
  if (first?.kind !== 'paragraph' || second?.kind !== 'paragraph' || third?.kind !== 'fence') return blocks;
  if (readQueries([first, second], reading.reader).length > 0 || fenceQueries(third, reading.reader).length === 0) return blocks;
  const told = new Set(wordsOf(first.content.text));
  const words = wordsOf(second.content.text);
  return words.length >= 3 && words.every((word) => told.has(word)) ? blocks.filter((block) => block !== first) : blocks;
}

function opens(paragraph: Paragraph, blocks: readonly Block[], index: number, reading: Reading): boolean {
  const next = blocks[index + 1];
  if (paragraphLabel(paragraph.content.text) !== null) return true;
  if (next?.kind === 'fence' && fenceQueries(next, reading.reader).length > 0) return true;
  if (
    next?.kind === 'list' &&
    next.items.some(({ blocks: inner }) => inner.some((block) => block.kind === 'paragraph' && instructs(block)))
  )
    return true;
  return instructs(paragraph) || readQueries([paragraph], reading.reader).length > 0;
}

function groupParts(group: readonly Block[], reading: Reading): DraftPart[] {
  const [first] = group;
  if (first?.kind !== 'paragraph') return splitStep({ title: '', lines: linesOf(group), blocks: group }, reading);
  const onward = goingOn(group, reading);
  if (onward !== null) return [onward];
  const several = conditionalSentences(first);
  if (group.length === 1 && several.length > 1) return [armsOf(several.flatMap((part) => sentencePart(part, reading)))];
  const lead = leadOf(group);
  const fallback = lead.guard !== null && isFallback(lead.guard.text);
  const label = paragraphLabel(first.content.text);
  return splitStep({ title: lead.title ?? '', label, lines: linesOf(group), blocks: group, guard: lead.guard, fallback }, reading);
}

/** A paragraph made of sentences that each have their own condition: one piece a condition. */
function conditionalSentences(paragraph: Paragraph): Paragraph[] {
  const sentences = sentencesOf(paragraph.content);
  const starts = sentences.filter((sentence) => isConditional(sentence));
  if (starts.length < 2 || sentences[0] !== starts[0]) return [];
  return starts.map((sentence, index) => {
    const end = starts[index + 1]?.start ?? paragraph.content.text.length;
    const last = sentences.findLast((candidate) => candidate.end <= end) ?? sentence;
    return { kind: 'paragraph', lines: [sentence.lines[0], last.lines[1]], content: slice(paragraph.content, sentence.start, last.end) };
  });
}

function isConditional(sentence: Sentence): boolean {
  const [clause] = clausesOf(sentence.content);
  if (clause?.premise === undefined || clause.premise === null || clause.premise.kind === 'so') return false;
  return actOf(clause.body.text) !== null || ASKS_SOFTLY.test(clause.body.text);
}

function sentencePart(paragraph: Paragraph, reading: Reading): DraftPart[] {
  const [clause] = clausesOf(paragraph.content);
  const guard = clause === undefined ? null : premiseGuard(clause, paragraph.lines[0]);
  const fallback = guard !== null && isFallback(guard.text) && firstAct(paragraph.content.text) === 'escalate';
  return splitStep({ title: '', lines: paragraph.lines, blocks: [paragraph], guard, fallback }, reading);
}

/** `<!--DS: If you cannot resolve the issue … -->`: another edition of the text beside it. */
function variantOf(comment: string): string | null {
  return /^<!--\s*[A-Z]{2}:\s*([\s\S]*?)-->$/.exec(comment.trim())?.[1] ?? null;
}

function linesOf(blocks: readonly Block[]): readonly [number, number] {
  return [blocks[0]?.lines[0] ?? 1, blocks.at(-1)?.lines[1] ?? 1];
}
