import type { Block, GuideDocument, Section } from '../document.js';
import { stepsOf, type DraftGroup } from '../draft.js';
import { sectionRole } from '../grammar/section-role.js';
import { stepLabel } from '../grammar/step-label.js';
import type { QueryReader } from '../query-template.js';
import { fenceQueries } from './read-queries.js';
import { blockParts } from '../steps/block-parts.js';
import { isProcedural as isProceduralList } from '../steps/list-parts.js';
import { group } from '../steps/arrange.js';
import { sectionParts } from '../steps/section-parts.js';
import { isBackground, siblingSections } from '../steps/sibling-sections.js';
import type { Reading } from '../steps/reading.js';

/**
 * The procedure a document holds. Where sections say what they are for (numbered steps, Diagnosis, Mitigation), only
 * those are read; a document without any such section is read whole.
 */
export function readSteps(document: GuideDocument, reader: QueryReader): DraftGroup {
  const reading: Reading = { reader, phase: null, onward: false };
  const sections = topSections(document.root);
  const chosen = sections.filter((section) => isProcedural(section, reader));
  const parts = siblingSections(chosen.length > 0 ? chosen : sections, reading, sectionParts, true);
  const procedure = group('sequence', parts, { line: 1 });
  if ([...stepsOf(procedure)].length > 0) return procedure;
  return group(
    'sequence',
    [
      ...introduction(document.root).flatMap((section) => blockParts(section.blocks, reading)),
      ...siblingSections(sections, reading, sectionParts, true),
    ],
    { line: 1 },
  );
}

/** The sections below the document's title. */
function topSections(root: Section): readonly Section[] {
  const [only] = root.sections;
  if (root.sections.length === 1 && only !== undefined && only.sections.length > 0 && stepLabel(only.title.text) === null)
    return topSections(only);
  return root.sections;
}

function introduction(root: Section): Section[] {
  const [only] = root.sections;
  return [root, ...(root.sections.length === 1 && only !== undefined ? [only] : [])];
}

/** A command to run, or a numbered list that asks for something. */
function holdsProcedure(blocks: readonly Block[], reader: QueryReader): boolean {
  return blocks.some((block) =>
    block.kind === 'fence'
      ? fenceQueries(block, reader).length > 0
      : block.kind === 'list' && block.ordered && isProceduralList(block, { reader, phase: null, onward: false }, false),
  );
}

function isProcedural(section: Section, reader: QueryReader): boolean {
  if (isBackground(section.title.text)) return false;
  if (stepLabel(section.title.text) !== null) return true;
  const role = sectionRole(section.title.text);
  if (role === 'procedure') return true;
  return holdsProcedure(section.blocks, reader) || section.sections.some((child) => isProcedural(child, reader));
}
