import type { Block, ListBlock, Paragraph } from '../document.js';
import type { Guard } from '../draft.js';
import { bareCondition, clausesOf } from '../grammar/clause.js';
import { occasionOf } from '../grammar/occasion.js';
import { sentencesOf, type Sentence } from '../grammar/sentences.js';
import { actOf } from '../grammar/verbs.js';
import { fenceQueries, readQueries } from '../passes/read-queries.js';
import { guardOf, premiseGuard } from './lead.js';
import type { Reading } from './reading.js';

/** What the paragraph before a list says of the list. */
export interface ListIntro {
  /** "If X, follow these steps:": the condition all of the list stands under. */
  readonly guard: Guard | null;
  /** "There are two ways:" the items stand side by side. */
  readonly choice: boolean;
  /** "Apply what matches the cause:" each item begins with the case it is for. */
  readonly cases: boolean;
  /** "It indicates one of the following:" there is no other. */
  readonly exhaustive: boolean;
}

const CHOICE =
  /\b(?:two|three|four|several|multiple|different|other|following) (?:possible )?(?:ways|options|approaches|methods|alternatives|possibilities)\b|\b(?:one|any) of the following\b/i;
const CASES =
  /\b(?:depend(?:s|ing) (?:up)?on\b|based on (?:the |your )?(?:root )?(?:diagnos\w+|results?|findings?|causes?|output|symptoms?|what)|match(?:es|ing)? (?:the |your )?(?:root )?(?:cause|symptom|case|scenario)|(?:causes?|reasons?|scenarios?|problems|issues|cases)\b[^.:]{0,60}? (?:include|are|can be|may be|could be)|(?:common|possible|potential|likely|typical|usual|following) (?:root )?(?:causes?|reasons?|scenarios?|issues|problems|cases|fixes|solutions)\b|(?:indicates?|means?|caused by|due to|because of) (?:one|any) of the following\b|according to the (?:cause|result|symptom))/i;

/** Reads the paragraph before a list as its introduction; null where it asks for something of its own. */
export function listIntro(before: readonly Block[], list: ListBlock, reading: Reading): ListIntro | null {
  const last = before.at(-1);
  if (last?.kind !== 'paragraph' || !announces(last, before, list, reading)) return null;
  const { text } = last.content;
  return { guard: guardIn(last), choice: CHOICE.test(text), cases: CASES.test(text), exhaustive: /\bone of the following\b/i.test(text) };
}

function announces(paragraph: Paragraph, before: readonly Block[], list: ListBlock, reading: Reading): boolean {
  const { text } = paragraph.content;
  if (readQueries([paragraph], reading.reader).length > 0) return false;
  if (/:\s*$|\b(?:steps|following|these|below|options)\b/i.test(text) || CASES.test(text)) return true;
  return (
    list.ordered &&
    before.every((block) => block.kind !== 'fence' || fenceQueries(block, reading.reader).length === 0) &&
    looksAhead(paragraph, list, reading)
  );
}

/** "You can open a shell to see the values." before numbered commands: in sum what they do one by one. */
function looksAhead(paragraph: Paragraph, list: ListBlock, reading: Reading): boolean {
  const commands = list.items.filter(({ blocks }) => readQueries(blocks, reading.reader).length > 0);
  if (commands.length < 2) return false;
  return sentencesOf(paragraph.content).every((sentence) =>
    clausesOf(sentence.content).every(({ body }) => actOf(body.text) !== 'change' && actOf(body.text) !== 'escalate'),
  );
}

/** "If you experience an issue, …": what brought the reader here is no condition. */
const ANY_TROUBLE =
  /^(?:(?:you|we) (?:experience|encounter|have|see|receive|get|hit|run into|notice) (?:an? |any |this |these |the |such )?(?:\w+ )?(?:issues?|problems?|errors?|alerts?|trouble)\b.*|(?:the|this) (?:alert|issue|problem|error) (?:fires|is firing|is triggered|occurs|happens|appears))$/i;

function guardIn(paragraph: Paragraph): Guard | null {
  const guard = conditionIn(paragraph);
  return guard !== null && ANY_TROUBLE.test(guard.text) ? null : guard;
}

function conditionIn(paragraph: Paragraph): Guard | null {
  const sentences = sentencesOf(paragraph.content);
  const sentence = sentences.at(-1);
  if (sentence === undefined) return null;
  return (
    conditionOf(sentence, paragraph) ?? (sentences.length > 1 && sentences[0] !== undefined ? conditionOf(sentences[0], paragraph) : null)
  );
}

function conditionOf(sentence: Sentence, paragraph: Paragraph): Guard | null {
  const [line] = sentence.lines;
  const bare = bareCondition(sentence.text);
  if (bare !== null) return guardOf(bare, line);
  const occasion = occasionOf(paragraph.content.text);
  if (occasion !== null) return guardOf(occasion.words, paragraph.lines[0]);
  const [clause] = clausesOf(sentence.content);
  if (clause?.premise?.kind !== 'says' || /^(?:once|as soon as|where|for|trailing if)$/.test(clause.premise.cue)) return null;
  return premiseGuard(clause, line);
}
