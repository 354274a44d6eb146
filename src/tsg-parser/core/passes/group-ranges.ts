import type { DraftGroup, DraftPart, DraftStep, Exit } from '../draft.js';
import { group } from '../steps/arrange.js';

/**
 * "Start Steps 2 through 5 in parallel": the steps named side by side, then what follows them.
 *
 *   1 ─► 2 ─► 3 ─► 4      becomes      1 ─┬─► 2 ─┐
 *                                         └─► 3 ─┴─► 4
 *
 * The exit stays where it has a condition; where it has none, the order of the text says the same.
 */
export function groupRanges(procedure: DraftGroup): DraftGroup {
  const parts = [...procedure.parts.map((part) => (part.part === 'step' || part.part === 'jump' ? part : groupRanges(part)))];
  for (let index = 0; index < parts.length; index += 1) {
    const part = parts[index];
    if (part?.part !== 'step') continue;
    const range = part.exits.find((exit) => exit.to.kind === 'steps' && exit.to.targets.length > 1);
    if (range !== undefined) gather(parts, index, part, range);
  }
  return { ...procedure, parts };
}

function gather(parts: DraftPart[], index: number, step: DraftStep, range: Exit): void {
  if (range.to.kind !== 'steps') return;
  const { targets, parallel } = range.to;
  const following = parts.slice(index + 1);
  const count = following.findIndex(
    (part) =>
      !(
        part.part === 'step' &&
        targets.some((target) => target.kind === 'step' && target.series === part.label?.series && target.number === part.label.number)
      ),
  );
  const members = count === -1 ? following : following.slice(0, count);
  if (members.length !== targets.length) return;
  if (range.guard === null) parts[index] = { ...step, exits: step.exits.filter((exit) => exit !== range) };
  if (!parallel) return;
  const [first] = members;
  const line = range.guard === null || first?.part !== 'step' ? range.line : first.lines[0];
  parts.splice(index + 1, members.length, group('parallel', members, { line }));
}
