import { lineAt } from '../document.js';
import { stepTargets } from '../grammar/jump.js';
import { structural, type Finding, type MentorRule, type Subject } from './subject.js';

const MENTION =
  /\b(?:quer(?:y|ies)|values?|results?|outputs?|commands?|thresholds?|numbers?|tables?|findings?|panels?) (?:of|from|in) (Steps? \d+[a-z]?(?:(?:, | and | or |, and )\d+)*)/g;

/** A jump, or a word such as "the query of Step 9", about a step that is not there. */
export const danglingStepReference: MentorRule = {
  id: 'dangling-step-reference',
  family: 'control flow',
  severity: 'error',
  about: 'A jump must lead to a step the guide has.',
  check: (subject) => {
    const jumps = structural('dangling-step-reference')(subject);
    return [...jumps, ...mentions(subject).filter(({ line }) => !jumps.some((jump) => jump.line === line))];
  },
};

/** Only where the guide numbers its steps by headings. */
function mentions({ steps, prose }: Subject): Finding[] {
  const known = new Set(steps.flatMap(({ draft }) => (draft.label?.series === 'step' ? [draft.label.number] : [])));
  if (known.size < 2) return [];
  return prose.flatMap((content) =>
    [...content.text.matchAll(MENTION)].flatMap((match) => {
      const missing = stepTargets(match[1] ?? '').find((target) => target.kind === 'step' && !known.has(target.number));
      if (missing?.kind !== 'step') return [];
      return [
        {
          line: lineAt(content, match.index),
          quote: match[0],
          message: `"${match[0]}": this guide has no Step ${missing.number}.`,
          suggestion: 'Name a step that exists.',
        },
      ];
    }),
  );
}
