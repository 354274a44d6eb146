import type { Block, Paragraph, Section } from '../document.js';
import type { Guard } from '../draft.js';
import { bareCondition, clausesOf } from '../grammar/clause.js';
import { occasionOf } from '../grammar/occasion.js';
import { isPhaseHeading } from '../grammar/section-role.js';
import { sentencesOf, wordsOf } from '../grammar/sentences.js';
import { actOf } from '../grammar/verbs.js';
import { readQueries } from '../passes/read-queries.js';
import { guardOf, premiseGuard } from './lead.js';
import type { Reading } from './reading.js';

export interface SectionIntro {
  /** What everything in the section stands under; null where it only says the heading again. */
  readonly guard: Guard | null;
  /** The blocks without the introduction. */
  readonly rest: readonly Block[];
}

/**
 * "If volumes can grow, it is best to enlarge this one." at the head of a section whose steps then do so: the condition of
 * the section, and no step of its own.
 */
export function sectionIntro(section: Section, reading: Reading): SectionIntro | null {
  const needed = neededWhen(section.blocks);
  if (needed !== null && holdsCommands(section.blocks, section, reading))
    return { guard: needed.guard, rest: section.blocks.filter((block) => block !== needed.block) };
  const repeated = headingAgain(section, reading);
  if (repeated !== null) return { guard: null, rest: section.blocks.filter((block) => block !== repeated) };
  const at = section.blocks.findIndex((block) => block.kind !== 'quote' && block.kind !== 'comment');
  const first = section.blocks[at];
  if (first?.kind !== 'paragraph' || section.blocks[at + 1]?.kind === 'fence' || section.blocks[at + 1]?.kind === 'list') return null;
  const rest = section.blocks.filter((block) => block !== first);
  if (!holdsCommands(rest, section, reading) || readQueries([first], reading.reader).length > 0) return null;
  const guard = guardIn(first, section);
  return guard === null ? null : { guard, rest };
}

/** "This may be necessary when the plan is dirty." */
const NEEDED_WHEN =
  /^(?:this|it|they|these(?: steps)?|the following(?: steps)?) (?:is|are|may be|might be|can be|could be) (?:only )?(?:necessary|needed|required|useful|helpful|appropriate|applicable|recommended) (?:only )?(?:if|when|where|in case)\s+(.+?)\.?$/i;

function neededWhen(blocks: readonly Block[]): { readonly guard: Guard; readonly block: Block } | null {
  for (const block of blocks) {
    if (block.kind === 'fence' || block.kind === 'list') return null;
    if (block.kind !== 'paragraph') continue;
    const sentence = sentencesOf(block.content).find(({ text }) => NEEDED_WHEN.test(text));
    const text = sentence === undefined ? undefined : NEEDED_WHEN.exec(sentence.text)?.[1];
    if (sentence !== undefined && text !== undefined) return { guard: guardOf(text, sentence.lines[0]), block };
  }
  return null;
}

/** "### Enable logging", "Enable logging to capture the queries." and then numbered commands: told in sum, then one by one. */
function headingAgain({ title, blocks }: Section, reading: Reading): Block | null {
  const [first, list] = blocks;
  if (first?.kind !== 'paragraph' || list?.kind !== 'list' || !list.ordered || readQueries([first], reading.reader).length > 0) return null;
  if (list.items.filter((item) => readQueries(item.blocks, reading.reader).length > 0).length < 2) return null;
  const told = new Set(wordsOf(first.content.text));
  const words = wordsOf(title.text);
  return words.length > 1 && words.every((word) => told.has(word)) ? first : null;
}

function guardIn(paragraph: Paragraph, section: Section): Guard | null {
  const [sentence, ...others] = sentencesOf(paragraph.content);
  if (sentence === undefined || others.some(({ content }) => clausesOf(content).some(({ body }) => actOf(body.text) !== null))) return null;
  const [line] = sentence.lines;
  const bare = bareCondition(sentence.text);
  if (bare !== null) return guardOf(bare, line);
  const occasion = occasionOf(sentence.text);
  if (occasion !== null && isTopic(section)) return guardOf(occasion.words, line);
  const [clause] = clausesOf(sentence.content);
  if (clause?.premise?.kind !== 'says' || clause.premise.cue === 'trailing if') return null;
  const announces = sentence.text.endsWith(':') && actOf(clause.body.text) === null;
  return announces || isTopic(section) ? premiseGuard(clause, line) : null;
}

/** A sub-heading about one matter, not a phase of the guide with several. */
function isTopic({ level, title }: Section): boolean {
  return level > 2 && !isPhaseHeading(title.text);
}

function holdsCommands(blocks: readonly Block[], section: Section, reading: Reading): boolean {
  return readQueries(blocks, reading.reader).length > 0 || section.sections.some((child) => holdsCommands(child.blocks, child, reading));
}
