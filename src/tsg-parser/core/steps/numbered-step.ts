import { allBlocks, type Section } from '../document.js';
import type { DraftPart } from '../draft.js';
import { anchorOf, stepLabel, type StepLabel } from '../grammar/step-label.js';
import { readExits } from '../passes/read-exits.js';
import { readQueries } from '../passes/read-queries.js';
import { arranged, group } from './arrange.js';
import { draftStep } from './draft-step.js';
import { alternativeGuard, headingGuard, openingGuard } from './heading-guard.js';
import type { Reading, SectionReader } from './reading.js';
import { splitStep } from './split-step.js';

/** One step where a heading is numbered; a sequence where numbered headings stand below it. */
export function numberedStep(section: Section, label: StepLabel, reading: Reading, readSection: SectionReader): DraftPart[] {
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
  const parts = inner.flatMap((child) => readSection(child, reading));
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

function hasOwnWork(section: Section, reading: Reading): boolean {
  return readQueries(section.blocks, reading.reader).length > 0 || readExits(section.title.text, section.blocks).length > 0;
}
