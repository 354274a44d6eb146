import { sectionsOf, type Block } from '../document.js';
import { stepLabel } from '../grammar/step-label.js';
import type { MentorRule } from './subject.js';

/** Stands for what somebody meant to write. */
const STAND_IN =
  /^\W*(?:(?:todo|tbd|tba|fixme|wip|xxx+|n\/a|none|placeholder|coming soon|to be (?:done|written|defined|decided|added|filled in|completed))\W*.{0,40})?\W*$/i;

/** A heading "Step 4 - …" with nothing under it. */
export const stepWithoutAction: MentorRule = {
  id: 'step-without-action',
  family: 'clarity',
  severity: 'error',
  about: 'A step must ask for something.',
  check: ({ parts }) =>
    [...sectionsOf(parts.document.root)].flatMap((section) => {
      if (stepLabel(section.title.text)?.series !== 'step' || section.sections.length > 0 || !section.blocks.every(isEmpty)) return [];
      return [
        {
          line: section.lines[0],
          quote: section.title.text,
          message: `"${section.title.text}" says nothing but its title.`,
          suggestion: 'Write what is to be done, or remove the step.',
        },
      ];
    }),
};

function isEmpty(block: Block): boolean {
  return block.kind === 'comment' || (block.kind === 'paragraph' && STAND_IN.test(block.content.text));
}
