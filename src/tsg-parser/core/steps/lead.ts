import type { Block, Paragraph, RichText } from '../document.js';
import { slice } from '../document.js';
import { bareCondition, clausesOf, type Clause } from '../grammar/clause.js';
import { occasionOf } from '../grammar/occasion.js';
import { sentencesOf } from '../grammar/sentences.js';
import { actOf } from '../grammar/verbs.js';
import { destinationOf } from '../passes/read-exits.js';
import type { Destination, Guard } from '../draft.js';

/** How an item or a paragraph begins: the label before its text, and the condition it is led by. */
export interface Lead {
  /** "Hardware check" of "Hardware check: Inspect …"; null where there is none. */
  readonly title: string | null;
  readonly guard: Guard | null;
  /** What is asked under the guard. */
  readonly body: RichText | null;
  /** The whole of it is "if X, go to Y": ways out, no step. */
  readonly jump: Destination | null;
}

const NOTHING: Lead = { title: null, guard: null, body: null, jump: null };
const STATE =
  /^(?!.*\b(?:following|example|output|command|below|note|steps?|e\.g|like this|as follows|procedure)\b)(?!to\b|in order\b).*\b(?:is|are|has|have|not|in|fails?|failed|missing|cannot|can't|unable|stuck|pending|down|full|high|low|slow)\b/i;

/** "(Optional) Install it again", "Sync the portal (optional):" */
const OPTIONAL = /^\W*\(?optional(?:\)|:| -)|^[^.:]{3,80}\(optional\)\W*$/i;

export function leadOf(blocks: readonly Block[]): Lead {
  const first = blocks.find((block): block is Paragraph => block.kind === 'paragraph');
  if (first === undefined || blocks[0]?.kind === 'fence') return NOTHING;
  const label = labelOf(first.content);
  const whole = label !== null && label.end >= first.content.text.length ? conditionOf(first.content, blocks.length > 1) : null;
  if (whole !== null) return { ...whole, title: null };
  const rest = label === null ? first.content : slice(first.content, label.end, first.content.text.length);
  const own = conditionOf(rest, blocks.length > 1);
  if (own !== null) return { ...own, title: label?.title ?? null };
  if (label !== null && label.title.split(/\s+/).length > 6 && STATE.test(label.title) && actOf(label.title) === null) {
    return { title: label.title, guard: guardOf(label.title, first.lines[0]), body: null, jump: null };
  }
  if (OPTIONAL.test(first.content.text)) return { ...NOTHING, title: label?.title ?? null, guard: guardOf('needed', first.lines[0]) };
  if (label !== null && rest.text.trim() === '') return titled(label.title, blocks, first);
  return { ...NOTHING, title: label?.title ?? null };
}

/** The label is all the first paragraph says: the condition may stand in the next one, or be the label itself. */
function titled(title: string, blocks: readonly Block[], first: Paragraph): Lead {
  if (actOf(title) === null && STATE.test(title)) return { title, guard: guardOf(title, first.lines[0]), body: null, jump: null };
  const next = blocks[blocks.indexOf(first) + 1];
  const own = next?.kind === 'paragraph' ? conditionOf(next.content, blocks.length > 2) : null;
  if (own?.guard !== null && own !== null) return { ...own, title, jump: null };
  return { ...NOTHING, title };
}

function conditionOf(content: RichText, more: boolean): Omit<Lead, 'title'> | null {
  const [sentence, ...others] = sentencesOf(content);
  if (sentence === undefined) return null;
  const clauses = clausesOf(sentence.content);
  const [clause] = clauses;
  const bare = others.length === 0 && more ? bareCondition(sentence.text) : null;
  if (bare !== null) return { guard: guardOf(bare, sentence.lines[0]), body: null, jump: null };
  const occasion = clause?.premise?.kind !== 'says' || clause.premise.cue === 'trailing if' ? occasionOf(sentence.text) : null;
  if (occasion !== null)
    return {
      guard: guardOf(occasion.words, sentence.lines[0]),
      body: slice(content, sentence.end - occasion.rest.length, sentence.end),
      jump: null,
    };
  if (clause?.premise?.kind !== 'says' && clause?.premise?.kind !== 'not-so') return null;
  if (clause.premise.kind === 'says' && clause.premise.cue === 'trailing if' && actOf(clause.body.text) !== 'change') return null;
  const destination = destinationOf(clause.body, true);
  const only = others.length === 0 && clauses.length === 1;
  return { guard: premiseGuard(clause, sentence.lines[0]), body: clause.body, jump: only ? destination : null };
}

/** "When you are done", "once the job completes": no more than that the step before is over. */
const STEP_BEFORE =
  /^(?:(?:you|we)(?:['’]re| are| have)? (?:done|finished|ready)\b.*|(?:you|we) (?:finish|complete)\b.*|(?:this|that|it|the (?:\w+ )?(?:job|command|process|script|test|installation|download|step|operation))(?: has| is)?(?: been)? (?:done|finishe[sd]|complete[sd]?|over)\W*)$/i;

export function premiseGuard({ premise }: Clause, line: number): Guard | null {
  if (premise === null || premise.kind === 'so') return null;
  if (premise.kind === 'says' && /^(?:when|once|as soon as)$/.test(premise.cue) && STEP_BEFORE.test(premise.text)) return null;
  if (premise.kind === 'not-so') return { text: premise.words, line, otherwise: true, authored: null };
  const awaited = /^(?:once|as soon as)$/.test(premise.cue) ? { awaited: true as const } : {};
  return { ...guardOf(premise.text, line), text: premise.cue === 'unless' ? `not(${premise.text})` : premise.text, ...awaited };
}

export function guardOf(text: string, line: number): Guard {
  return { text: text.replace(/[:.\s]+$/, ''), line, otherwise: false, authored: null };
}

/** A bold start, or up to six words before a colon. */
export function labelOf(content: RichText): { readonly title: string; readonly end: number } | null {
  const [strong] = content.strong;
  const { text } = content;
  if (strong !== undefined && strong.start === 0 && /^\s*[:.,]?\s*(?:$|[A-Z`(]|by\b)/.test(text.slice(strong.end))) {
    const end = strong.end + (/^\s*[:.,]?\s*/.exec(text.slice(strong.end))?.[0].length ?? 0);
    const title = text.slice(0, strong.end).replace(/[:.\s]+$/, '');
    return /^(?:if|when|in case|yes|no)\b/i.test(title) ? null : { title, end };
  }
  const whole = /^([^:.]{3,140}):\s*$/.exec(text)?.[1];
  if (whole !== undefined && !/^(?:if|when|whenever|in case|once|should|for|otherwise|yes|no)\b/i.test(whole))
    return { title: whole.trim(), end: text.length };
  const state = /^([A-Z][^:.]{10,140}):\s+(?=[A-Z])/.exec(text);
  if (
    state?.[1] !== undefined &&
    STATE.test(state[1]) &&
    actOf(state[1]) === null &&
    !/^(?:if|when|in case|once|should|for|otherwise|yes|no|note|this|it|the following)\b/i.test(state[1])
  )
    return { title: state[1], end: state[0].length };
  const colon = /^([^:.,`(]{2,60}|[^:.]*`[^`]+`[^:.,]{0,40}):(?:\s+|$)/.exec(text);
  if (colon?.[1] === undefined || /^(?:if|when|whenever|in case|once|should|for|otherwise|yes|no)\b/i.test(colon[1])) return null;
  if (colon[0].length < text.length && (colon[1].split(/\s+/).length > 6 || !/^[A-Z`*]/.test(text.slice(colon[0].length)))) return null;
  return { title: colon[1].trim(), end: colon[0].length };
}
