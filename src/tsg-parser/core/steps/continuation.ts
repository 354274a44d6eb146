import type { Block, Paragraph } from '../document.js';
import { sentencesOf, wordsOf } from '../grammar/sentences.js';
import { paragraphLabel } from '../grammar/step-label.js';
import { actOf } from '../grammar/verbs.js';
import { fenceQueries, readQueries } from '../passes/read-queries.js';
import { instructs, isSubGuide } from './instructs.js';
import { leadOf } from './lead.js';
import { asksOnlyWhetherToGoOn } from './onward.js';
import type { Reading } from './reading.js';

/** Whether a paragraph says more of the step before it rather than begins one of its own. */
export function continues(paragraph: Paragraph, group: readonly Block[] | undefined, next: Block | undefined, reading: Reading): boolean {
  const { text } = paragraph.content;
  if (group === undefined || paragraphLabel(text) !== null) return false;
  return (
    /^and\b/i.test(text) ||
    isJump(paragraph) ||
    announcesList(paragraph, group, next) ||
    (isCaption(paragraph) && next?.kind === 'fence' && (announcesMore(group[0]) || repeats(paragraph, group[0]))) ||
    (reading.onward && readQueries(group, reading.reader).length > 0 && asksOnlyWhetherToGoOn(paragraph)) ||
    tellsResult(paragraph, next, group, reading) ||
    leadsToGuide(paragraph, group, reading) ||
    interprets(paragraph, group, reading) ||
    awaitsCommand(group, reading) ||
    checksOn(paragraph, group, reading)
  );
}

/** "If a node is not ready, continue to Step 2.": a way out of the step before it. */
function isJump(paragraph: Paragraph): boolean {
  const { guard, jump } = leadOf([paragraph]);
  return guard !== null && jump !== null && jump.kind !== 'end';
}

/** "In general it goes like this:" between a request and its list. */
function announcesList(paragraph: Paragraph, group: readonly Block[], next: Block | undefined): boolean {
  return (
    /:\s*$/.test(paragraph.content.text) &&
    !instructs(paragraph) &&
    group.every(({ kind }) => kind === 'paragraph') &&
    next?.kind === 'list'
  );
}

/** "**Agents:**" before a fence, after "Check that all of them run:". */
function isCaption({ content }: Paragraph): boolean {
  const [strong] = content.strong;
  return strong?.start === 0 && content.text.replace(/[\s:]+$/, '').length <= strong.end && actOf(content.text) === null;
}

function announcesMore(block: Block | undefined): boolean {
  return block?.kind === 'paragraph' && /:\s*$/.test(block.content.text);
}

/** "**Creating a token**" after "Create a new token and start again." */
function repeats({ content }: Paragraph, block: Block | undefined): boolean {
  if (block?.kind !== 'paragraph') return false;
  const told = new Set(wordsOf(block.content.text));
  const words = wordsOf(content.text);
  return words.filter((word) => told.has(word)).length * 3 >= words.length * 2;
}

const RESULT =
  /^(?:it|this|that|the (?:\w+ )?(?:output|result|command|response|query)|you) (?:should|will|must|would) (?:now |then |also )?(?:show|see|list|return|display|print|look like|indicate|get|report)\b/i;

/** "It should show several monitors. If not, read the log.": what the command before it brings. */
function tellsResult({ content }: Paragraph, next: Block | undefined, group: readonly Block[], reading: Reading): boolean {
  return next?.kind !== 'fence' && group.at(-1)?.kind === 'fence' && holdsCommand(group, reading) && RESULT.test(content.text);
}

const POINTS = /\b(?:follow|procedures?|see|steps|guides?|runbooks?)\b/i;

/** "Follow the general procedure." and then nothing but links to other guides. */
function leadsToGuide(paragraph: Paragraph, group: readonly Block[], reading: Reading): boolean {
  return (
    isSubGuide(paragraph) &&
    !holdsCommand(group, reading) &&
    group.some((block) => block.kind === 'paragraph' && POINTS.test(block.content.text))
  );
}

const INTERPRETS =
  /^\W*(?:analy[sz]e|interpret|note|observe|look (?:for|at)|examine|review|inspect) (?:the |any |these )?(?:errors?|output|results?|response|value|values|messages?|numbers?)\b/i;

/** "Look for errors in the output." after the command. */
function interprets(paragraph: Paragraph, group: readonly Block[], reading: Reading): boolean {
  return (
    INTERPRETS.test(paragraph.content.text) &&
    holdsCommand(group, reading) &&
    readQueries([paragraph], reading.reader).length === 0 &&
    sentencesOf(paragraph.content).length === 1
  );
}

/** "Monitor the pods post restart" after the check of the same effect. */
function checksOn(paragraph: Paragraph, group: readonly Block[], reading: Reading): boolean {
  const [first] = group;
  if (first?.kind !== 'paragraph' || !/^\W*(?:after|verify|validate|as validation|once)\b/i.test(first.content.text)) return false;
  return /^\W*(?:also |then )?(?:monitor|watch|keep an eye)\b/i.test(paragraph.content.text) && holdsCommand(group, reading);
}

/** "…by using the following command." and the command has not come yet. */
function awaitsCommand(group: readonly Block[], reading: Reading): boolean {
  if (holdsCommand(group, reading)) return false;
  return group.some(
    (block) =>
      block.kind === 'paragraph' && /\b(?:following|below) (?:\w+ )?(?:command|query|queries|commands|script)\b/i.test(block.content.text),
  );
}

function holdsCommand(group: readonly Block[], reading: Reading): boolean {
  return group.some((block) => block.kind === 'fence' && fenceQueries(block, reading.reader).length > 0);
}
