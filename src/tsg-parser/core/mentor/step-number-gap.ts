import { numberedRuns, type NumberedRun } from './numbered-steps.js';
import type { Finding, MentorRule } from './subject.js';

/** 1, 2, 5: the reader looks for 3 and 4. */
export const stepNumberGap: MentorRule = {
  id: 'step-number-gap',
  family: 'presentation',
  severity: 'warning',
  about: 'Step numbers must follow each other.',
  check: (subject) => numberedRuns(subject).flatMap(gaps),
};

function gaps({ steps, severity }: NumberedRun): Finding[] {
  return steps.flatMap(({ number, line, title }, index) => {
    const before = Number.parseInt(steps[index - 1]?.number ?? '', 10);
    const missing = Number.parseInt(number, 10) - before - 1;
    if (!(missing >= 1)) return [];
    return [
      {
        line,
        quote: title,
        message: `After step ${String(before)} comes "${title}", step ${number}: ${missing === 1 ? 'a step is' : `${String(missing)} steps are`} missing.`,
        suggestion: 'Number the steps anew, or add what is missing.',
        ...(severity === undefined ? {} : { severity }),
      },
    ];
  });
}
