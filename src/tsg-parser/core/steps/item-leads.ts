import type { ListItem } from '../document.js';
import { bareCondition } from '../grammar/clause.js';
import { sentencesOf } from '../grammar/sentences.js';
import { actOf } from '../grammar/verbs.js';
import { proseOf } from './draft-step.js';
import { firstAct } from './kind.js';
import { guardOf, leadOf, type Lead } from './lead.js';

/**
 * How each item of a list begins. Where the items are cases, a label or a statement before the request is the condition
 * of its item: "Pods absent: check the deployment", "The client fails to send. Check its proxy". A condition that ends an
 * item ("If it is not bound:") governs the next one.
 */
export function leadsOf(items: readonly ListItem[], announced: boolean): Lead[] {
  const own = items.map(({ blocks }) => leadOf(blocks));
  const cases = areCases(items, own, announced);
  return own.map((lead, index) => {
    if (lead.guard !== null) return lead;
    const before = dangling(items[index - 1]);
    if (before !== null) return { ...lead, guard: before };
    const item = items[index];
    return cases && item !== undefined ? { ...lead, guard: caseOf(item, lead) } : lead;
  });
}

function areCases(items: readonly ListItem[], leads: readonly Lead[], announced: boolean): boolean {
  const asking = items.filter(({ blocks }) => firstAct(proseOf(blocks)) !== null).length;
  if (announced) return asking * 2 >= items.length;
  const guarded = leads.filter(({ guard }) => guard !== null && !guard.otherwise).length;
  return guarded >= 2 && guarded * 2 >= items.length;
}

/** Labels that say no more than that a case follows: "Cause: requests hit the limit". */
const NAMES_A_CASE = /^(?:causes?|problems?|issues?|symptoms?|reasons?|errors?|scenarios?|cases?|conditions?|situation)(?: \d+)?$/i;

function caseOf({ blocks, lines }: ListItem, { title }: Lead): Lead['guard'] {
  const [first, ...others] = blocks;
  if (title !== null && NAMES_A_CASE.test(title) && first?.kind === 'paragraph')
    return guardOf(first.content.text.slice(title.length).replace(/^[\s:]+/, ''), lines[0]);
  if (title !== null) return actOf(title) === null ? guardOf(title, lines[0]) : null;
  if (first?.kind !== 'paragraph' || others.length === 0) return null;
  const sentences = sentencesOf(first.content);
  if (sentences.length > 2 || sentences.some(({ text }) => actOf(text) !== null)) return null;
  return guardOf(first.content.text, lines[0]);
}

/** "If it is not bound:" as the last words of an item. */
function dangling(item: ListItem | undefined): Lead['guard'] {
  const last = item?.blocks.at(-1);
  if (last?.kind !== 'paragraph' || item?.blocks.length === 1 || !last.content.text.trimEnd().endsWith(':')) return null;
  const condition = bareCondition(last.content.text);
  return condition === null ? null : guardOf(condition, last.lines[0]);
}
