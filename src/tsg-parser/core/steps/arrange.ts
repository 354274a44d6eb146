import type { DraftGroup, DraftPart } from '../draft.js';
import { triedInVain } from './fallback.js';

/**
 * Consecutive parts that each begin with a condition of their own are arms of what stands before them; a single one is
 * a guarded step in the sequence.
 *
 *   1. If OOMKilled: …           ┬─[OOMKilled]───────► 1 ─┐
 *   2. If CrashLoopBackOff: …    ├─[CrashLoopBackOff]► 2 ─┤
 *   3. Ensure high availability  └─[none matches]────────► 3
 */
export function arranged(parts: readonly DraftPart[]): DraftPart[] {
  const result: DraftPart[] = [];
  let arms: DraftPart[] = [];
  const flush = (): void => {
    if (arms.length > 1) result.push(armsOf(arms));
    else result.push(...arms);
    arms = [];
  };
  for (const part of parts) {
    if (part.part === 'arms' && part.guard === null && part.title === '' && !part.exhaustive) {
      arms.push(...part.parts);
      continue;
    }
    if (isArm(part)) {
      arms.push(part);
      continue;
    }
    flush();
    result.push(part);
  }
  flush();
  return result;
}

function isArm(part: DraftPart): boolean {
  if (part.part === 'jump') return part.exit.guard !== null;
  return part.guard !== null && !(part.part === 'step' && part.fallback) && !triedInVain(part.guard.text);
}

export function armsOf(parts: readonly DraftPart[]): DraftGroup {
  return group('arms', parts, { line: lineOf(parts[0]) });
}

export function lineOf(part: DraftPart | undefined): number {
  if (part === undefined) return 1;
  if (part.part === 'step') return part.lines[0];
  return part.part === 'jump' ? part.exit.line : part.line;
}

/** A group with what is told of it; the rest is nothing. */
export function group(
  part: DraftGroup['part'],
  parts: readonly DraftPart[],
  more: Partial<Omit<DraftGroup, 'part' | 'parts'>> & { readonly line: number },
): DraftGroup {
  return { part, parts, guard: null, anchors: [], title: '', exhaustive: false, ...more };
}
