import type { Block, Section } from '../document.js';
import { stepsOf, type DraftGroup, type DraftPart } from '../draft.js';
import { clausesOf } from '../grammar/clause.js';
import { isPhaseHeading, phaseOf, sectionRole } from '../grammar/section-role.js';
import { anchorOf, isAlternative, stepLabel, type StepLabel } from '../grammar/step-label.js';
import { actOf } from '../grammar/verbs.js';
import { readExits } from '../passes/read-exits.js';
import { readQueries } from '../passes/read-queries.js';
import { arranged, lineOf } from './arrange.js';
import { blockParts } from './block-parts.js';
import { draftStep } from './draft-step.js';
import { asks } from './list-parts.js';
import { guardOf, leadOf, premiseGuard } from './lead.js';
import type { Reading } from './reading.js';
import { sectionIntro } from './section-intro.js';
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
  if (holdsCaptions(section, reading)) return captioned(section, reading);
  const intro = sectionIntro(section, reading);
  const parts = [...blockParts(intro?.rest ?? section.blocks, reading), ...childParts(section.sections, reading, section.level < 2)];
  return parts.length === 0 ? [] : [named(section, withHeading(parts, section), intro?.guard ?? null)];
}

/** Headings of the fifth level and deeper below a request caption its commands. */
function holdsCaptions({ sections, blocks }: Section, reading: Reading): boolean {
  return (
    sections.length > 0 &&
    sections.every(({ level, title }) => level >= 5 && stepLabel(title.text) === null) &&
    asks(blocks) &&
    readQueries(blocks, reading.reader).length === 0
  );
}

function captioned(section: Section, reading: Reading): DraftPart[] {
  const source = { title: section.title.text, anchors: [anchorOf(section.title.text)], lines: section.lines };
  return [
    draftStep({ ...source, blocks: [...section.blocks, ...section.sections.flatMap(allBlocks)], guard: headingGuard(section) }, reading),
  ];
}

/** The prose right below a heading is what the heading names; a heading of a phase names more than that. */
function withHeading([first, ...others]: readonly DraftPart[], section: Section): readonly DraftPart[] {
  const [line] = section.lines;
  const listed = section.blocks.some((block) => block.kind === 'list' && block.lines[0] === lineOf(first));
  if (first?.part !== 'step' || section.level < 3 || isPhaseHeading(section.title.text) || listed || first.lines[1] > blocksEnd(section))
    return first === undefined ? [] : [first, ...others];
  return [{ ...first, lines: [line, first.lines[1]] }, ...others];
}

function blocksEnd({ blocks, lines }: Section): number {
  return blocks.at(-1)?.lines[1] ?? lines[0];
}

function named(section: Section, parts: readonly DraftPart[], intro: DraftGroup['guard']): DraftPart {
  const anchors = [anchorOf(section.title.text)];
  const guard = headingGuard(section) ?? intro;
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
function imperativeGuard(section: Section): DraftGroup['guard'] {
  const [clause] = clausesOf(section.title);
  if (clause?.premise?.kind !== 'says' || clause.premise.cue === 'trailing if' || actOf(clause.body.text) === null) return null;
  return premiseGuard(clause, section.lines[0]);
}

function labelledStep(section: Section, label: StepLabel, reading: Reading): DraftPart[] {
  const inner = section.sections.filter((child) => stepLabel(child.title.text) !== null);
  const anchors = [anchorOf(section.title.text)];
  const source = { title: section.title.text, label, lines: section.lines };
  if (inner.length === 0) return [...ownStep(section, label, reading), ...conditionalParts(section, reading)];
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

/** The step of a numbered heading, with every sub-heading that is no condition of its own. */
function ownStep(section: Section, label: StepLabel, reading: Reading): DraftPart[] {
  const plain = section.sections.filter((child) => headingGuard(child) === null);
  const blocks = [...section.blocks, ...plain.flatMap(allBlocks)];
  const last = plain.length === section.sections.length ? section.lines[1] : (blocks.at(-1)?.lines[1] ?? section.lines[0]);
  const guard = alternativeGuard(label, section) ?? openingGuard(section);
  return splitStep(
    { title: section.title.text, label, lines: [section.lines[0], last], anchors: [anchorOf(section.title.text)], blocks, guard },
    reading,
  );
}

/** "### If the server rebooted" below "## 1. Check the server": a guarded step after it. */
function conditionalParts(section: Section, reading: Reading): DraftPart[] {
  return arranged(
    section.sections.flatMap((child): DraftPart[] => {
      const guard = headingGuard(child);
      if (guard === null) return [];
      return [
        draftStep(
          { title: child.title.text, anchors: [anchorOf(child.title.text)], lines: child.lines, blocks: allBlocks(child), guard },
          reading,
        ),
      ];
    }),
  );
}

/** "If there is activity but no error, check the objects:" as the first words of a step: it is entered by them. */
function openingGuard({ blocks }: Section): DraftGroup['guard'] {
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

interface Run {
  kind: DraftGroup['part'];
  parts: DraftPart[];
  readonly line: number;
}

/** Sub-headings: numbered ones in order, conditional ones as arms, others side by side; the sections of a document in order. */
export function childParts(sections: readonly Section[], reading: Reading, top: boolean): DraftPart[] {
  const runs: Run[] = [];
  for (const section of sections) {
    if (sectionRole(section.title.text) === 'background' && stepLabel(section.title.text) === null) continue;
    const parts = sectionParts(section, reading);
    if (parts.length === 0) continue;
    const kind = orderOf(section, parts, top);
    const last = runs.at(-1);
    const own = kind === 'arms' ? parts.map(lifted) : parts;
    if (last !== undefined && (last.kind === kind || standBeside(last, kind, own))) {
      if (own.some(isOtherwise)) last.parts = last.parts.map(underItsTitle);
      last.parts.push(...own);
      if (kind === 'arms') last.kind = kind;
    } else runs.push({ kind, parts: own, line: section.lines[0] });
  }
  return runs.flatMap(({ kind, parts, line }) => {
    if (kind === 'sequence' || parts.length < 2) return parts;
    const { rest, fallback } = withoutFallback(parts);
    return [group(kind, rest, { line, title: '' }), ...fallback];
  });
}

/** "If you cannot resolve the issue, …" below the last of several sub-headings speaks of all of them. */
function withoutFallback(parts: readonly DraftPart[]): { readonly rest: readonly DraftPart[]; readonly fallback: readonly DraftPart[] } {
  const last = parts.at(-1);
  if (last?.part === 'step' && last.fallback) return { rest: parts.slice(0, -1), fallback: [last] };
  if (last?.part !== 'sequence' || last.parts.length < 2) return { rest: parts, fallback: [] };
  const { rest, fallback } = withoutFallback(last.parts);
  return { rest: [...parts.slice(0, -1), { ...last, parts: rest }], fallback };
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
