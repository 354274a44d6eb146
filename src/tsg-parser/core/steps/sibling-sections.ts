import type { Section } from '../document.js';
import { stepsOf, type DraftGroup, type DraftPart, type Guard } from '../draft.js';
import { isPhaseHeading, phaseOf, sectionRole } from '../grammar/section-role.js';
import { isAlternative, stepLabel } from '../grammar/step-label.js';
import { group } from './arrange.js';
import { guardOf } from './lead.js';
import type { Reading, SectionReader } from './reading.js';

interface Run {
  kind: DraftGroup['part'];
  parts: DraftPart[];
  readonly line: number;
}

/**
 * Sub-headings: numbered ones and phases in order, conditional ones as arms, others side by side.
 *
 *   Diagnosis ─► Mitigation          Troubleshoot A │ Troubleshoot B          Check the pods │ Check the nodes
 */
export function siblingSections(sections: readonly Section[], reading: Reading, readSection: SectionReader, top: boolean): DraftPart[] {
  const read = sections.filter(({ title }) => !isBackground(title.text));
  const topics = topicsOf(read);
  const runs: Run[] = [];
  let before: Section | null = null;
  for (const [index, section] of read.entries()) {
    const parts = readSection(section, { ...reading, onward: leadsToRemedy(section, read[index + 1], reading) }).map((part) =>
      underTopic(part, topics.get(section)),
    );
    if (parts.length === 0) continue;
    addRun(runs, section, parts, orderOf(section, before, parts, top));
    before = section;
  }
  return runs.flatMap(({ kind, parts, line }) => {
    if (kind === 'sequence' || parts.length < 2) return parts;
    const { rest, closing } = withoutClosing(parts);
    return [group(kind, rest, { line, title: '' }), ...closing];
  });
}

/** "## 3. Consequences" is as little of a step as "## Consequences"; "Step 3 - Summary" was called one. */
export function isBackground(title: string): boolean {
  const label = stepLabel(title);
  return (label === null || label.series === 'number') && sectionRole(title) === 'background';
}

function addRun(runs: Run[], section: Section, parts: readonly DraftPart[], kind: DraftGroup['part']): void {
  const last = runs.at(-1);
  const own = kind === 'arms' ? parts.map(lifted) : [...parts];
  if (last === undefined || (last.kind !== kind && !standBeside(last, kind, own))) {
    runs.push({ kind, parts: own, line: section.lines[0] });
    return;
  }
  if (own.some(isOtherwise)) last.parts = last.parts.map(underItsTitle);
  last.parts.push(...own);
  if (kind === 'arms') last.kind = kind;
}

/** "If the buffer is too small, it needs to grow" at the end of a diagnosis: whether to go on to the mitigation after it. */
function leadsToRemedy({ title }: Section, next: Section | undefined, { onward }: Reading): boolean {
  if (next === undefined) return onward;
  return phaseOf(next.title.text) === 'mitigation' && phaseOf(title.text) !== 'mitigation';
}

/** "Troubleshoot slow answers", "Troubleshoot lost packets": where there are several, each is for its own symptom. */
function topicsOf(sections: readonly Section[]): ReadonlyMap<Section, Guard> {
  const named = sections.flatMap((section): [Section, Guard][] => {
    const topic = /^troubleshoot(?:ing)? (?!steps?\b|guides?\b|tips\b|procedures?\b)(.+)$/i.exec(section.title.text)?.[1];
    return topic === undefined ? [] : [[section, guardOf(topic, section.lines[0])]];
  });
  return new Map(named.length > 1 ? named : []);
}

function underTopic(part: DraftPart, guard: Guard | undefined): DraftPart {
  return guard === undefined || part.part === 'jump' || part.guard !== null ? part : { ...part, guard };
}

/** "If you cannot resolve the issue, …" or "If it is too small, it must grow." below the last of several sub-headings speaks of all of them. */
function withoutClosing(parts: readonly DraftPart[]): { readonly rest: readonly DraftPart[]; readonly closing: readonly DraftPart[] } {
  const last = parts.at(-1);
  if (last?.part === 'step' && (last.fallback || last.kind === 'decide')) return { rest: parts.slice(0, -1), closing: [last] };
  if (last?.part !== 'sequence' || last.parts.length < 2) return { rest: parts, closing: [] };
  const { rest, closing } = withoutClosing(last.parts);
  return { rest: [...parts.slice(0, -1), { ...last, parts: rest }], closing };
}

/** Among conditional sub-headings one without a condition is one more way, unless it looks first: "Review the output", "Failure: …". */
function standBeside({ kind: before, parts }: Run, kind: DraftGroup['part'], own: readonly DraftPart[]): boolean {
  if (before === 'sequence' || kind === 'sequence') return false;
  return (
    own.some(isOtherwise) ||
    before === 'arms' ||
    parts.flatMap((part) => [...stepsOf(part)]).every((step) => step.kind === 'mitigate' || step.kind === 'escalate')
  );
}

function isOtherwise(part: DraftPart): boolean {
  return part.part !== 'jump' && part.guard?.otherwise === true;
}

/** "Well known hosts" beside "Anything else": the heading is the case. */
function underItsTitle(part: DraftPart): DraftPart {
  if (part.part === 'jump' || part.guard !== null || part.title === '') return part;
  return { ...part, guard: guardOf(part.title, part.part === 'step' ? part.lines[0] : part.line) };
}

function orderOf(section: Section, before: Section | null, parts: readonly DraftPart[], top: boolean): DraftGroup['part'] {
  const [first] = parts;
  if (parts.length === 1 && first !== undefined && first.part !== 'jump' && first.guard !== null) return 'arms';
  if (!top && parts.length === 1 && first?.part === 'sequence' && firstGuard(first) !== null) return 'arms';
  const title = section.title.text;
  const label = stepLabel(title);
  if (label !== null) return isAlternative(label) ? 'parallel' : 'sequence';
  return isPhaseHeading(title) || (before !== null && (follows(before.title.text, title) || (!top && PREPARES.test(before.title.text))))
    ? 'sequence'
    : 'parallel';
}

/** What diagnoses comes before what mends, what mends before what verifies. */
function follows(before: string, title: string): boolean {
  const [was, is] = [phaseOf(before), phaseOf(title)];
  return is !== null && is !== was && (was !== null || is !== 'diagnosis');
}

/** Below one heading, what sets up comes before what uses it. */
const PREPARES = /^(?:enable|set up|prepare|install|configure|connect|log ?in|sign in|collect|gather|start|deploy)\b/i;

/** A section whose first step is led by a condition is entered under it as a whole. */
function firstGuard(part: DraftGroup): DraftGroup['guard'] {
  const [first] = part.parts;
  return first?.part === 'step' && !first.fallback ? first.guard : null;
}

function lifted(part: DraftPart): DraftPart {
  const [first, ...others] = part.part === 'sequence' ? part.parts : [];
  if (part.part !== 'sequence' || part.guard !== null || first?.part !== 'step') return part;
  return { ...part, guard: first.guard, parts: [{ ...first, guard: null }, ...others] };
}
