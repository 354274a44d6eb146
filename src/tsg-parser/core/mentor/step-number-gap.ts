import { numberedHeadings } from './numbered-headings.js';
import type { MentorRule } from './subject.js';

/** 1, 2, 5: the reader looks for 3 and 4. */
export const stepNumberGap: MentorRule = {
  id: 'step-number-gap',
  family: 'presentation',
  severity: 'warning',
  about: 'Step numbers must follow each other.',
  check: ({ parts }) =>
    numberedHeadings(parts.document.root).flatMap((siblings) =>
      siblings.flatMap(({ number, line, title }, index) => {
        const before = Number(siblings[index - 1]?.number);
        const missing = Number(number) - before - 1;
        if (!Number.isInteger(missing) || missing < 1) return [];
        return [
          {
            line,
            quote: title,
            message: `After Step ${String(before)} comes Step ${number}: ${missing === 1 ? 'a step is' : `${String(missing)} steps are`} missing.`,
            suggestion: 'Number the steps anew, or add what is missing.',
          },
        ];
      }),
    ),
};
