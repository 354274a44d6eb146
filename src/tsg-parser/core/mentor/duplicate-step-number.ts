import { numberedHeadings } from './numbered-headings.js';
import type { MentorRule } from './subject.js';

/** Two steps of one number: a jump to it could mean either. */
export const duplicateStepNumber: MentorRule = {
  id: 'duplicate-step-number',
  family: 'control flow',
  severity: 'error',
  about: 'No two steps may have the same number.',
  check: ({ parts }) =>
    numberedHeadings(parts.document.root).flatMap((siblings) =>
      siblings.flatMap(({ number, line, title }, index) => {
        const earlier = siblings.slice(0, index).find((other) => other.number === number);
        if (earlier === undefined) return [];
        return [
          {
            line,
            quote: title,
            message: `Step ${number} is already the step of line ${String(earlier.line)}.`,
            suggestion: 'Number the steps anew, and mend the jumps.',
          },
        ];
      }),
    ),
};
