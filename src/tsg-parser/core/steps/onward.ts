import type { Block, Paragraph } from '../document.js';
import type { DraftStep, Exit, Guard } from '../draft.js';
import { clausesOf } from '../grammar/clause.js';
import { sentencesOf } from '../grammar/sentences.js';
import { actOf } from '../grammar/verbs.js';
import { draftStep } from './draft-step.js';
import { premiseGuard } from './lead.js';
import type { Reading } from './reading.js';

const NEEDS =
  /^(?:then )?(?:you|we|they|it|this|these|those|the [\w ]{2,40}) (?:will |would |might |may |should )?(?:needs?|have|has|must|ought)(?: to)?(?: be)? \w+/i;

/**
 * "If the value exceeds the buffer, you need to enlarge it." as the last words of a diagnosis whose mitigation follows:
 * whether to go on to it.
 *
 *   read the buffer ─[the value exceeds the buffer]─► Mitigation
 *                   ─[not]─────────────────────────► end
 */
export function goingOn(blocks: readonly Block[], reading: Reading): DraftStep | null {
  const condition = reading.onward ? lastCondition(blocks) : null;
  if (condition === null) return null;
  const lines = [blocks[0]?.lines[0] ?? condition.guard.line, blocks.at(-1)?.lines[1] ?? condition.guard.line] as const;
  const step = draftStep({ title: '', lines, blocks }, reading);
  const onward: Exit = { guard: condition.guard, to: { kind: 'onward' }, line: condition.guard.line, cause: null };
  return { ...step, kind: condition.alone ? 'decide' : step.kind, exits: [...step.exits, onward] };
}

/** Whether nothing else is asked in a paragraph than whether to go on. */
export function asksOnlyWhetherToGoOn(paragraph: Paragraph): boolean {
  const sentences = sentencesOf(paragraph.content);
  return lastCondition([paragraph]) !== null && sentences.slice(0, -1).every(({ text }) => actOf(text) === null);
}

function lastCondition(blocks: readonly Block[]): { readonly guard: Guard; readonly alone: boolean } | null {
  const paragraphs = blocks.filter((block) => block.kind === 'paragraph');
  const last = paragraphs.at(-1);
  if (last === undefined || blocks.slice(blocks.indexOf(last) + 1).some(({ kind }) => kind === 'fence' || kind === 'list')) return null;
  const sentences = sentencesOf(last.content);
  const sentence = sentences.at(-1);
  const clauses = sentence === undefined ? [] : clausesOf(sentence.content);
  const [clause] = clauses;
  if (sentence === undefined || clause?.premise?.kind !== 'says' || clauses.length > 1 || !NEEDS.test(clause.body.text)) return null;
  const guard = premiseGuard(clause, sentence.lines[0]);
  return guard === null ? null : { guard, alone: paragraphs.length === 1 && sentences.length === 1 };
}
