import type { DraftGroup, DraftPart, DraftStep } from '../draft.js';
import { armsOf, lineOf } from './arrange.js';
import { guardOf } from './lead.js';

const RESORT = /\bresort\b/i;
const SUGGESTS = /^(?:you|we) (?:can|could|may|might) (?:also )?(?:try|consider)\b/i;

/**
 * Ways to help that stand after the check that calls for them belong to that check's branch:
 *
 *   - If the queue grows, check the store.          ─[the queue grows]─► check ─┬─[As one resort]─────► halt
 *   - As one resort, halt the queue.                                            └─[You can try to …]──► shorten
 *   - You can try to shorten the retention.
 */
export function withResorts(parts: readonly DraftPart[]): DraftPart[] {
  const first = parts.findIndex((part) => isStep(part) && RESORT.test(part.guard?.text ?? ''));
  const check = parts[first - 1];
  if (check === undefined || !isStep(check) || check.guard === null || check.kind !== 'diagnose') return [...parts];
  const ways = parts.slice(first).filter((part) => isStep(part) && isResort(part));
  const branch: DraftGroup = {
    ...armsOf([]),
    part: 'sequence',
    parts: [{ ...check, guard: null }, armsOf(ways.map(suggested))],
    guard: check.guard,
    line: lineOf(check),
  };
  return [...parts.slice(0, first - 1), branch, ...parts.slice(first).filter((part) => !ways.includes(part))];
}

function isStep(part: DraftPart): part is DraftStep {
  return part.part === 'step';
}

function isResort({ guard, text }: DraftStep): boolean {
  return guard === null ? SUGGESTS.test(text) : RESORT.test(guard.text);
}

/** A suggestion is taken up or not: that is asked. */
function suggested(part: DraftPart): DraftPart {
  if (!isStep(part) || part.guard !== null) return part;
  return { ...part, guard: guardOf(part.text.split('\n')[0] ?? part.title, part.lines[0]) };
}
