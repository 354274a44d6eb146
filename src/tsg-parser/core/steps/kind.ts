import type { DraftQuery } from '../draft.js';
import { clausesOf } from '../grammar/clause.js';
import type { Phase } from '../grammar/section-role.js';
import { stepLabel } from '../grammar/step-label.js';
import { actOf, actOfTitle, type Act } from '../grammar/verbs.js';
import type { NodeKind } from '../plan.js';

export interface KindSource {
  readonly title: string;
  readonly text: string;
  readonly queries: readonly DraftQuery[];
  readonly phase: Phase;
  readonly guarded: boolean;
}

/** A step's kind follows its verb: the title's first, then the text's; the section only where no verb tells. */
export function kindOf({ title, text, queries, phase }: KindSource): NodeKind {
  const heading = stepLabel(title)?.title ?? title;
  const act = actOfTitle(heading.replace(/^mitigation:\s*/i, '')) ?? firstAct(text);
  if (queries.some(({ mutating }) => mutating) && act !== 'escalate') return 'mitigate';
  if (/^mitigation\b/i.test(heading)) return 'mitigate';
  if (phase === 'verification' && (act === 'look' || act === null)) return 'verify';
  return act === null ? kindOfPhase(phase) : kindOfAct(act);
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
  for (const sentence of text.split(/(?<=[.:!?])\s+|\n/)) {
    for (const { body } of clausesOf({ text: sentence, links: [], strong: [], lineStarts: [] })) {
      const act = actOf(body.text) ?? passive(body.text);
      if (act !== null) return act;
    }
  }
  return null;
}
