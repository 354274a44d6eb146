import { allBlocks, type Section } from '../document.js';
import type { DraftPart } from '../draft.js';
import { anchorOf, stepLabel, type StepLabel } from '../grammar/step-label.js';
import { readExits } from '../passes/read-exits.js';
import { readQueries } from '../passes/read-queries.js';
import { arranged, group } from './arrange.js';
import { draftStep } from './draft-step.js';
import { alternativeGuard, headingGuard, openingGuard } from './heading-guard.js';
import { asks } from './list-parts.js';
import type { Reading, SectionReader } from './reading.js';
import { splitStep } from './split-step.js';

/** Sub-headings that show something rather than ask for it. */
const SAMPLE =
  /^(?:(?:initial|sample|test|demo|example) (?:data|set-?up|output)\b.*|examples?(?: \w+)?|.*\bfor example \d+|sql statements?|additional practice|background(?: \w+)?|expected (?:output|results?)|output|see also)$/i;

/** One step where a heading is numbered; a sequence where headings with work of their own stand below it. */
export function numberedStep(whole: Section, label: StepLabel, reading: Reading, readSection: SectionReader): DraftPart[] {
  const section = { ...whole, sections: whole.sections.filter(({ title }) => !SAMPLE.test(title.text.trim())) };
  if (showsOnly(section, whole, reading)) return [];
  const inner = innerSteps(section, reading);
  if (inner.length === 0) return [...ownStep(section, label, reading), ...conditionalParts(section, reading)];
  const anchors = [anchorOf(section.title.text)];
  const own = hasOwnWork(section, reading) ? [ownWork(section, label, inner[0], reading)] : [];
  const parts = inner.flatMap((child) => readSection(child, reading));
  return [group('sequence', [...own, ...parts], { anchors, title: section.title.text, line: section.lines[0] })];
}

/** "Step 1. Understand the problem" with examples below it and nothing to do. */
function showsOnly({ blocks, sections }: Section, whole: Section, reading: Reading): boolean {
  return whole.sections.length > 0 && sections.length === 0 && readQueries(blocks, reading.reader).length === 0 && !asks(blocks);
}

/** Numbered headings below it, or, where it has no work of its own, at least two that each have some. */
function innerSteps(section: Section, reading: Reading): readonly Section[] {
  const numbered = section.sections.filter(({ title }) => stepLabel(title.text) !== null);
  if (numbered.length > 0) return numbered;
  const plain = section.sections.filter((child) => headingGuard(child) === null);
  const working = plain.filter((child) => readQueries(allBlocks(child), reading.reader).length > 0 || asks(allBlocks(child)));
  const splits =
    working.length > 1 && working.length === section.sections.length && readQueries(section.blocks, reading.reader).length === 0;
  return splits ? working : [];
}

function ownWork(section: Section, label: StepLabel, first: Section | undefined, reading: Reading): DraftPart {
  const last = first === undefined ? section.lines[1] : first.lines[0] - 1;
  return draftStep({ title: section.title.text, label, anchors: [], blocks: section.blocks, lines: [section.lines[0], last] }, reading);
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

function hasOwnWork(section: Section, reading: Reading): boolean {
  return readQueries(section.blocks, reading.reader).length > 0 || readExits(section.title.text, section.blocks).length > 0;
}
