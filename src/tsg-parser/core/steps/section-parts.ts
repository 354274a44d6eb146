import type { Block, Section } from '../document.js';
import { stepsOf, type DraftGroup, type DraftPart } from '../draft.js';
import { clausesOf } from '../grammar/clause.js';
import { isPhaseHeading, phaseOf, sectionRole } from '../grammar/section-role.js';
import { anchorOf, isAlternative, stepLabel, type StepLabel } from '../grammar/step-label.js';
import { actOf } from '../grammar/verbs.js';
import { readExits } from '../passes/read-exits.js';
import { readQueries } from '../passes/read-queries.js';
import { blockParts } from './block-parts.js';
import { draftStep } from './draft-step.js';
import { guardOf, premiseGuard } from './lead.js';
import type { Reading } from './reading.js';
import { splitStep } from './split-step.js';

/** The parts of a section: one step where its heading is numbered, else what its blocks and sub-headings hold. */
export function sectionParts(section: Section, above: Reading): DraftPart[] {
  const reading: Reading = { ...above, phase: phaseOf(section.title.text) ?? above.phase };
  const label = stepLabel(section.title.text);
  if (label !== null) return labelledStep(section, label, reading);
  const guard = imperativeGuard(section);
  if (guard !== null)
    return [
      draftStep(
        {
          title: section.title.text,
          anchors: [anchorOf(section.title.text)],
          lines: section.lines,
          blocks: [...section.blocks, ...section.sections.flatMap(allBlocks)],
          guard,
        },
        reading,
      ),
    ];
  const parts = [...blockParts(section.blocks, reading), ...childParts(section.sections, reading, section.level < 2)];
  return parts.length === 0 ? [] : [named(section, parts)];
}

function named(section: Section, parts: readonly DraftPart[]): DraftPart {
  const anchors = [anchorOf(section.title.text)];
  const guard = headingGuard(section);
  const [only] = parts;
  if (parts.length === 1 && only?.part === 'step' && section.sections.length === 0 && section.level > 0) {
    return {
      ...only,
      title: section.title.text,
      anchors: [...anchors, ...only.anchors],
      lines: [section.lines[0], only.lines[1]],
      guard: guard ?? only.guard,
    };
  }
  return group('sequence', parts, { guard, anchors, title: section.title.text, line: section.lines[0] });
}

export function group(
  part: DraftGroup['part'],
  parts: readonly DraftPart[],
  more: Partial<Omit<DraftGroup, 'part' | 'parts'>> & { readonly line: number },
): DraftGroup {
  return { part, parts, guard: null, anchors: [], title: '', exhaustive: false, ...more };
}

/** "If the ping failed, stop the process", "Failure: No intent found", "Scenario A: disk full": headings that are conditions. */
function headingGuard(section: Section): DraftGroup['guard'] {
  const { text } = section.title;
  const line = section.lines[0];
  const [clause] = clausesOf(section.title);
  if (clause?.premise?.kind === 'says' && clause.premise.cue !== 'trailing if') return premiseGuard(clause, line);
  const bare = /^(?:if|when|in case(?: of| that)?)\s+(.+)$/i.exec(text)?.[1];
  if (bare !== undefined && clause?.premise === null) return guardOf(bare, line);
  const named =
    /^(?:failure|error|symptom|scenario|case|issue|problem|cause|condition|alert|situation)(?:\s+\w{1,3})?\s*[:–—-]\s*(.+)$/i.exec(
      text,
    )?.[1];
  if (named !== undefined) return guardOf(named, line);
  const state = /^.*\b(?:is|are) (?:not |un)?\w+$|.*\b(?:fails?|failed|failing|missing|unavailable|crashing|stuck)$/i.exec(text);
  return state !== null && actOf(text) === null && section.level > 2 ? guardOf(text, line) : null;
}

/** "### If the ping failed, restart the node": the heading itself is the step. */
function imperativeGuard(section: Section): DraftGroup['guard'] {
  const [clause] = clausesOf(section.title);
  if (clause?.premise?.kind !== 'says' || clause.premise.cue === 'trailing if' || actOf(clause.body.text) === null) return null;
  return premiseGuard(clause, section.lines[0]);
}

function labelledStep(section: Section, label: StepLabel, reading: Reading): DraftPart[] {
  const inner = section.sections.filter((child) => stepLabel(child.title.text) !== null);
  const anchors = [anchorOf(section.title.text)];
  const source = { title: section.title.text, label, lines: section.lines };
  if (inner.length === 0) {
    const blocks = [...section.blocks, ...section.sections.flatMap(allBlocks)];
    return splitStep({ ...source, anchors, blocks, guard: alternativeGuard(label, section) }, reading);
  }
  const own = hasOwnWork(section, reading)
    ? [
        draftStep(
          {
            ...source,
            anchors: [],
            blocks: section.blocks,
            lines: [section.lines[0], inner[0] === undefined ? section.lines[1] : inner[0].lines[0] - 1],
          },
          reading,
        ),
      ]
    : [];
  const parts = inner.flatMap((child) => sectionParts(child, reading));
  return [group('sequence', [...own, ...parts], { anchors, title: section.title.text, line: section.lines[0] })];
}

function alternativeGuard(label: StepLabel, section: Section): DraftGroup['guard'] {
  if (!isAlternative(label) || label.title === '' || actOf(label.title) !== null) return null;
  return /^(?:scenario|case|cause)$/.test(label.series) ? guardOf(label.title, section.lines[0]) : null;
}

function hasOwnWork(section: Section, reading: Reading): boolean {
  return readQueries(section.blocks, reading.reader).length > 0 || readExits(section.title.text, section.blocks).length > 0;
}

function allBlocks(section: Section): Block[] {
  return [...section.blocks, ...section.sections.flatMap(allBlocks)];
}

/** Sub-headings: numbered ones in order, conditional ones as arms, others side by side; the sections of a document in order. */
export function childParts(sections: readonly Section[], reading: Reading, top: boolean): DraftPart[] {
  const runs: { kind: DraftGroup['part']; parts: DraftPart[]; line: number }[] = [];
  for (const section of sections) {
    if (sectionRole(section.title.text) === 'background' && stepLabel(section.title.text) === null) continue;
    const parts = sectionParts(section, reading);
    if (parts.length === 0) continue;
    const kind = orderOf(section, parts, top);
    const last = runs.at(-1);
    const own = kind === 'arms' ? parts.map(lifted) : parts;
    if (last !== undefined && (last.kind === kind || standBeside(last.kind, kind, last.parts))) {
      last.parts.push(...own);
      if (kind === 'arms') last.kind = kind;
    } else runs.push({ kind, parts: own, line: section.lines[0] });
  }
  return runs.flatMap(({ kind, parts, line }) =>
    kind === 'sequence' || parts.length < 2 ? parts : [group(kind, parts, { line, title: '' })],
  );
}

/** Among conditional sub-headings one without a condition is one more way, unless it looks first: "Review the output", "Failure: …". */
function standBeside(before: DraftGroup['part'], kind: DraftGroup['part'], parts: readonly DraftPart[]): boolean {
  if (before === 'sequence' || kind === 'sequence') return false;
  return (
    before === 'arms' || parts.flatMap((part) => [...stepsOf(part)]).every((step) => step.kind === 'mitigate' || step.kind === 'escalate')
  );
}

function orderOf(section: Section, parts: readonly DraftPart[], top: boolean): DraftGroup['part'] {
  const [first] = parts;
  if (parts.length === 1 && first !== undefined && first.part !== 'jump' && first.guard !== null) return 'arms';
  if (!top && parts.length === 1 && first?.part === 'sequence' && firstGuard(first) !== null) return 'arms';
  const label = stepLabel(section.title.text);
  if (label !== null) return isAlternative(label) ? 'parallel' : 'sequence';
  return top || isPhaseHeading(section.title.text) ? 'sequence' : 'parallel';
}

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
