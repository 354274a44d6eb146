import { numberedRuns, type NumberedRun } from './numbered-steps.js';
import type { Finding, MentorRule } from './subject.js';

/** Two steps of one number: a jump to it could mean either. */
export const duplicateStepNumber: MentorRule = {
  id: 'duplicate-step-number',
  family: 'control flow',
  severity: 'error',
  about: 'No two steps may have the same number.',
  check: (subject) => numberedRuns(subject).flatMap(duplicates),
};

function duplicates({ steps, severity }: NumberedRun): Finding[] {
  return steps.flatMap(({ number, line, title }, index) => {
    const earlier = steps.slice(0, index).find((other) => other.number === number);
    if (earlier === undefined) return [];
    return [
      {
        line,
        quote: title,
        message: `"${title}" is step ${number}, and so is line ${String(earlier.line)}.`,
        suggestion: 'Number the steps anew, and mend the jumps.',
        ...(severity === undefined ? {} : { severity }),
      },
    ];
  });
}
