import type { RichText } from '../document.js';
import type { DraftQuery, Guard } from '../draft.js';
import { clausesOf } from '../grammar/clause.js';
import type { Phase } from '../grammar/section-role.js';
import { stepLabel } from '../grammar/step-label.js';
import { actOf, actOfTitle, type Act } from '../grammar/verbs.js';
import type { NodeKind } from '../plan.js';
import { triedInVain } from './fallback.js';

export interface KindSource {
  readonly title: string;
  readonly text: string;
  readonly queries: readonly DraftQuery[];
  readonly phase: Phase;
  readonly guard: Guard | null;
}

/** A step's kind follows its verb: the title's first, then the text's; the section only where no verb tells. */
export function kindOf({ title, text, queries, phase, guard }: KindSource): NodeKind {
  const label = stepLabel(title);
  const heading = label?.title ?? title;
  const named = /^mitigation\b/i.test(title) || label?.series === 'mitigation';
  const act = actOfTitle(heading.replace(/^mitigation:\s*/i, '')) ?? firstAct(text);
  if (queries.some(({ mutating }) => mutating) && act !== 'escalate') return 'mitigate';
  if (named) return 'mitigate';
  const told = toldLater(act, { title: heading, text, queries, phase, guard });
  if (told !== null) return told;
  if (phase === 'verification' && (act === 'look' || act === null)) return 'verify';
  return act === null ? kindOfPhase(phase) : kindOfAct(act);
}

/** What a step of several requests comes to: "collect the logs and contact support" hands over. */
function toldLater(act: Act | null, { title, text, queries, phase, guard }: KindSource): NodeKind | null {
  if (act === 'change' && queries.length > 0 && /^\W*(?:ensure|make sure)\b/i.test(title === '' ? text : title)) return 'diagnose';
  if (act === 'change' && /\band (?:re-?test|verify)\b/i.test(title === '' ? text : title)) return 'verify';
  if (act === null || queries.length > 0) return null;
  const body = title !== '' && text.startsWith(title) ? text.slice(title.length) : text;
  const all = `${title}. ${text}`;
  if (act === 'collect' && /\band (?:then )?(?:contact|escalate|open a (?:support )?(?:case|ticket))\b/i.test(all)) return 'escalate';
  if (act === 'look' && /\band (?:collect|gather)\b/i.test(title)) return 'collect';
  if (act === 'change' && title !== '' && firstAct(body) === 'escalate') return 'escalate';
  if (
    guard !== null &&
    triedInVain(guard.text) &&
    /^(?:if )?[^,]*,?\s*(?:follow|see|refer to|consult|use) [^.]*\b(?:procedures?|guides?|runbooks?|docs|documentation)\b/i.test(text)
  )
    return 'escalate';
  return act === 'look' && phase === 'mitigation' && asksForChange(text) ? 'mitigate' : null;
}

/** "Identify the webhook. Update or remove its policy." */
function asksForChange(text: string): boolean {
  return sentences(text).some((sentence) =>
    clausesOf(plain(sentence)).some(
      ({ premise, body }) => premise === null && actOf(body.text) === 'change' && !/^\W*(?:use|make|try|perform|follow)\b/i.test(body.text),
    ),
  );
}

function kindOfAct(act: Act): NodeKind {
  switch (act) {
    case 'look':
      return 'diagnose';
    case 'collect':
      return 'collect';
    case 'change':
      return 'mitigate';
    case 'verify':
    case 'wait':
      return 'verify';
    case 'escalate':
      return 'escalate';
    case 'decide':
      return 'decide';
  }
}

function kindOfPhase(phase: Phase): NodeKind {
  if (phase === 'mitigation') return 'mitigate';
  return phase === 'verification' ? 'verify' : 'diagnose';
}

/** "the timeout might need to be reduced", "the alert may automatically resolve". */
function passive(text: string): Act | null {
  if (/\b(?:automatically resolves?|resolves? (?:itself|on its own|in some time)|resolve automatically)\b/i.test(text)) return 'wait';
  const use = /\bcan be used to (.+)$/i.exec(text)?.[1];
  if (use !== undefined) return actOf(use);
  const verb = /\b(?:should|must|can|may|might|needs?|have|has)(?: need)?(?: to)? be (\w+?)(?:d|ed)\b/i.exec(text)?.[1]?.toLowerCase();
  if (verb === undefined) return null;
  return [verb, `${verb}e`, verb.slice(0, -1)].map((stem) => actOf(`${stem} it`)).find((act) => act === 'change') ?? null;
}

/** The first thing the text asks for, past its conditions. */
export function firstAct(text: string): Act | null {
  for (const sentence of sentences(text)) {
    for (const { body } of clausesOf(plain(sentence))) {
      const act = actOf(body.text) ?? passive(body.text);
      if (act !== null) return act;
    }
  }
  return null;
}

function sentences(text: string): string[] {
  return text.split(/(?<=[.:!?])\s+|\n/);
}

function plain(text: string): RichText {
  return { text, links: [], strong: [], lineStarts: [] };
}
