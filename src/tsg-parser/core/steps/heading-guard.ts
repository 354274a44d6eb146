import type { Block, Section } from '../document.js';
import type { Guard } from '../draft.js';
import { clausesOf } from '../grammar/clause.js';
import { isAlternative, type StepLabel } from '../grammar/step-label.js';
import { actOf } from '../grammar/verbs.js';
import { readExits } from '../passes/read-exits.js';
import { guardOf, leadOf, premiseGuard } from './lead.js';

/** "If the ping failed, stop the process", "Failure: No intent found", "Scenario A: disk full": headings that are conditions. */
export function headingGuard(section: Section): Guard | null {
  const { text } = section.title;
  const line = section.lines[0];
  if (/^(?:any|every)(?:thing|one|where)? (?:else|other\b.*)$|^all others?\b.*$|^others?(?: \w+)?$|^otherwise$/i.test(text.trim()))
    return { text, line, otherwise: true, authored: null };
  const [clause] = clausesOf(section.title);
  if (clause?.premise?.kind === 'says' && clause.premise.cue !== 'trailing if') return premiseGuard(clause, line);
  const bare = /^(?:if|when|in case(?: of| that)?)\s+(.+)$/i.exec(text)?.[1];
  if (bare !== undefined && clause?.premise === null) return guardOf(bare, line);
  const topic = PHASE_FOR.exec(text)?.[1];
  if (topic !== undefined) return guardOf(topic, line);
  const named =
    /^(?:failure|error|warning|informational|critical|finding|symptom|scenario|case|issue|problem|cause|condition|alert|situation)(?:\s+\w{1,3})?\s*[:–—-]\s*(.+)$/i.exec(
      text,
    )?.[1];
  if (named !== undefined) return guardOf(named, line);
  const state = /^.*\b(?:is|are) (?:not |un)?\w+$|.*\b(?:fails?|failed|failing|missing|unavailable|crashing|stuck)$/i.exec(text);
  return state !== null && actOf(text) === null && section.level > 2 ? guardOf(text, line) : null;
}

/** "Diagnosis for managed stores": a phase of those alone. */
const PHASE_FOR =
  /^(?:diagnos\w+|investigation|mitigations?|resolution|remediation|recovery|solution|fix|workaround|troubleshooting)(?: steps?)? (?:for|when|if|in case of)(?: the case of)? ((?!(?:the |this |your )?(?:issues?|problems?|alerts?|errors?|incidents?)\b).+)$/i;

/** "### If the ping failed, restart the node": the heading itself is the step. */
export function imperativeGuard(section: Section): Guard | null {
  const [clause] = clausesOf(section.title);
  if (clause?.premise?.kind !== 'says' || clause.premise.cue === 'trailing if' || actOf(clause.body.text) === null) return null;
  return premiseGuard(clause, section.lines[0]);
}

/** "If there is activity but no error, check the objects:" as the first words of a step: it is entered by them. */
export function openingGuard({ blocks }: Section): Guard | null {
  if (blocks[0]?.kind !== 'paragraph') return null;
  const { guard, jump, body } = leadOf(blocks);
  return guard === null ||
    guard.otherwise ||
    jump !== null ||
    body === null ||
    !['look', 'verify'].includes(actOf(body.text) ?? '') ||
    branches(blocks)
    ? null
    : guard;
}

/** A step that says what to do otherwise asks its own question. */
function branches(blocks: readonly Block[]): boolean {
  return readExits('', blocks).length > 0;
}

/** "Scenario 2: disk full": what the number stands for is the condition. */
export function alternativeGuard(label: StepLabel, section: Section): Guard | null {
  if (!isAlternative(label) || label.title === '' || actOf(label.title) !== null) return null;
  return /^(?:scenario|case|cause)$/.test(label.series) ? guardOf(label.title, section.lines[0]) : null;
}
