import { allBlocks, type Section } from '../document.js';
import type { DraftGroup, DraftPart } from '../draft.js';
import { isPhaseHeading, phaseOf } from '../grammar/section-role.js';
import { anchorOf, stepLabel, type StepLabel } from '../grammar/step-label.js';
import { actOf } from '../grammar/verbs.js';
import { readQueries } from '../passes/read-queries.js';
import { group, lineOf } from './arrange.js';
import { blockParts } from './block-parts.js';
import { draftStep } from './draft-step.js';
import { headingGuard, imperativeGuard } from './heading-guard.js';
import { guardOf } from './lead.js';
import { asks } from './list-parts.js';
import { numberedStep } from './numbered-step.js';
import type { Reading } from './reading.js';
import { sectionIntro } from './section-intro.js';
import { siblingSections } from './sibling-sections.js';

/** The parts of a section: one step where its heading is numbered, else what its blocks and sub-headings hold. */
export function sectionParts(section: Section, above: Reading): DraftPart[] {
  const reading: Reading = { ...above, phase: phaseOf(section.title.text) ?? above.phase };
  const label = stepLabel(section.title.text);
  if (label !== null && !isScenario(section, label)) return numberedStep(section, label, reading, sectionParts);
  const guard = imperativeGuard(section);
  if (guard !== null && !listsSteps(section))
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
  const parts = [
    ...blockParts(intro?.rest ?? section.blocks, reading),
    ...siblingSections(section.sections, reading, sectionParts, section.level < 2),
  ];
  return parts.length === 0 ? [] : [named(section, withHeading(parts, section), intro?.guard ?? null)];
}

/** The heading says what for, a numbered list says how. */
function listsSteps({ blocks }: Section): boolean {
  return blocks.some((block) => block.kind === 'list' && block.ordered && block.items.length > 1);
}

/** "1. The token has expired" with a validation and a resolution of its own below: a case with phases, no step. */
function isScenario({ sections }: Section, { series, title }: StepLabel): boolean {
  return series === 'number' && actOf(title) === null && sections.some((child) => isPhaseHeading(child.title.text));
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
  const label = stepLabel(section.title.text);
  const scenario = label !== null && isScenario(section, label) ? guardOf(label.title, section.lines[0]) : null;
  const guard = scenario ?? headingGuard(section) ?? intro;
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
