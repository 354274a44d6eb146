import { slice, type Block, type Paragraph } from '../document.js';
import type { DraftPart } from '../draft.js';
import { clausesOf } from '../grammar/clause.js';
import { occasionOf } from '../grammar/occasion.js';
import { sentencesOf, type Sentence } from '../grammar/sentences.js';
import { actOf } from '../grammar/verbs.js';
import { fenceQueries, readQueries } from '../passes/read-queries.js';
import { armsOf } from './arrange.js';
import { isFallback } from './fallback.js';
import { firstAct } from './kind.js';
import { leadOf, premiseGuard } from './lead.js';
import type { Reading } from './reading.js';
import { splitStep } from './split-step.js';

/** Paragraphs and fences by purpose: a step begins where something is asked or run, and ends before the next such. */
export function proseParts(all: readonly Block[], reading: Reading): DraftPart[] {
  const blocks = withoutSummary(all, reading);
  const groups: Block[][] = [];
  for (const [index, block] of blocks.entries()) {
    if (
      block.kind === 'paragraph' &&
      opens(block, blocks, index, reading) &&
      !awaitsCommand(groups.at(-1), reading) &&
      !continues(block, groups.at(-1), blocks[index + 1], reading) &&
      !checksOn(block, groups.at(-1), reading)
    )
      groups.push([block]);
    else if (block.kind === 'fence' && groups.length === 0 && fenceQueries(block, reading.reader).length > 0) groups.push([block]);
    else if (block.kind === 'comment' && variantOf(block.text) !== null && groups.length > 0) groups.at(-1)?.push(block);
    else groups.at(-1)?.push(block);
  }
  return groups.flatMap((group) => groupParts(group, reading));
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

function wordsOf(text: string): string[] {
  return text
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word.length > 2);
}

function opens(paragraph: Paragraph, blocks: readonly Block[], index: number, reading: Reading): boolean {
  const next = blocks[index + 1];
  if (next?.kind === 'fence' && fenceQueries(next, reading.reader).length > 0) return true;
  if (
    next?.kind === 'list' &&
    next.items.some(({ blocks: inner }) => inner.some((block) => block.kind === 'paragraph' && instructs(block, reading)))
  )
    return true;
  return instructs(paragraph, reading) || readQueries([paragraph], reading.reader).length > 0;
}

/** "And edit the size", "Look for errors in the output": more of the purpose before it. A link to another guide says how. */
function continues(paragraph: Paragraph, group: readonly Block[] | undefined, next: Block | undefined, reading: Reading): boolean {
  if (group === undefined) return false;
  const { text } = paragraph.content;
  if (/^and\b/i.test(text)) return true;
  if (/:\s*$/.test(text) && !instructs(paragraph, reading) && group.every(({ kind }) => kind === 'paragraph') && next?.kind === 'list')
    return true;
  if (isSubGuide(paragraph))
    return !fenceQueriesOf(group, reading) && group.some((block) => block.kind === 'paragraph' && POINTS.test(block.content.text));
  return (
    fenceQueriesOf(group, reading) &&
    INTERPRETS.test(text) &&
    readQueries([paragraph], reading.reader).length === 0 &&
    sentencesOf(paragraph.content).length === 1
  );
}

const POINTS = /\b(?:follow|procedures?|see|steps|guides?|runbooks?)\b/i;
const INTERPRETS =
  /^\W*(?:analy[sz]e|interpret|note|observe|look (?:for|at)|examine|review|inspect) (?:the |any |these )?(?:errors?|output|results?|response|value|values|messages?|numbers?)\b/i;

/** "Monitor the pods post restart" after the check of the same effect. */
function checksOn(paragraph: Paragraph, group: readonly Block[] | undefined, reading: Reading): boolean {
  const [first] = group ?? [];
  if (first?.kind !== 'paragraph' || !/^\W*(?:after|verify|validate|as validation|once)\b/i.test(first.content.text)) return false;
  return /^\W*(?:also |then )?(?:monitor|watch|keep an eye)\b/i.test(paragraph.content.text) && fenceQueriesOf(group ?? [], reading);
}

function fenceQueriesOf(group: readonly Block[], reading: Reading): boolean {
  return group.some((block) => block.kind === 'fence' && fenceQueries(block, reading.reader).length > 0);
}

/** "…by using the following command." and the command has not come yet: what follows still belongs to it. */
function awaitsCommand(group: readonly Block[] | undefined, reading: Reading): boolean {
  if (group === undefined || fenceQueriesOf(group, reading)) return false;
  return group.some(
    (block) =>
      block.kind === 'paragraph' && /\b(?:following|below) (?:\w+ )?(?:command|query|queries|commands|script)\b/i.test(block.content.text),
  );
}

/** Whether a paragraph asks for something, past its conditions. */
export function instructs(paragraph: Paragraph, _reading: Reading): boolean {
  if (/^\W*(?:note|warning|important|tip|caution|ps)\b/i.test(paragraph.content.text)) return false;
  if (isSubGuide(paragraph)) return true;
  return sentencesOf(paragraph.content).some(
    (sentence) =>
      occasionOf(sentence.text) !== null ||
      clausesOf(sentence.content).some(
        ({ premise, body }) => actOf(body.text) !== null || (premise !== null && ASKS_SOFTLY.test(body.text)),
      ),
  );
}

/** `[pod debug](helpers/podDebug.md)` and nothing else: a guide to follow. */
function isSubGuide({ content }: Paragraph): boolean {
  const [first] = content.links;
  if (first === undefined || !content.links.every(({ target }) => /\.md(?:#.*)?$/i.test(target))) return false;
  return content.links.reduce((length, { start, end }) => length + end - start, 0) >= content.text.replace(/[\s,;]+/g, '').length - 3;
}

const ASKS_SOFTLY =
  /\b(?:you (?:may|can|should|must|might|need|have)|we can|needs? to be|should be|must be|can be (?:restarted|deleted|recreated|increased|scaled)|might need|refer to|resolve in some time|start planning|automatically resolve|follow the (?:steps|procedure|instructions)|contact )\b/i;

function groupParts(group: readonly Block[], reading: Reading): DraftPart[] {
  const [first] = group;
  if (first?.kind !== 'paragraph') return splitStep({ title: '', lines: linesOf(group), blocks: group }, reading);
  const several = conditionalSentences(first);
  if (group.length === 1 && several.length > 1) return [armsOf(several.flatMap((part) => sentencePart(part, reading)))];
  const lead = leadOf(group);
  const fallback = lead.guard !== null && isFallback(lead.guard.text);
  return splitStep({ title: lead.title ?? '', lines: linesOf(group), blocks: group, guard: lead.guard, fallback }, reading);
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
