import { sectionsOf } from '../document.js';
import { stepLabel } from '../grammar/step-label.js';
import type { MentorRule } from './subject.js';

/** A heading "Step 4 - …" with nothing under it. */
export const stepWithoutAction: MentorRule = {
  id: 'step-without-action',
  family: 'clarity',
  severity: 'error',
  about: 'A step must ask for something.',
  check: ({ parts }) =>
    [...sectionsOf(parts.document.root)].flatMap((section) => {
      if (stepLabel(section.title.text)?.series !== 'step' || section.sections.length > 0) return [];
      if (section.blocks.some((block) => block.kind !== 'comment')) return [];
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
