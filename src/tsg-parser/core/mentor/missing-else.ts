import type { MentorRule } from './subject.js';

/** "If X, go to Step 5." and if not? The next step in the text is a guess. */
export const missingElse: MentorRule = {
  id: 'missing-else',
  family: 'control flow',
  severity: 'warning',
  about: 'A step that jumps under a condition must say what happens otherwise.',
  check: ({ steps }) =>
    steps.flatMap(({ draft }) => {
      if (draft.label === null) return [];
      const jumps = draft.exits.filter(({ guard, to }) => guard !== null && !guard.otherwise && to.kind === 'steps' && !to.back);
      const closed =
        draft.exits.some(({ guard }) => guard === null || guard.otherwise) ||
        /\b(?:otherwise|else|if not|if no\b|in all other cases|no:)/i.test(draft.text);
      const [first] = jumps;
      if (first?.guard === undefined || first.guard === null || closed || draft.exits.length !== 1) return [];
      return [
        {
          line: first.line,
          quote: first.guard.text,
          message: `Nothing says what to do if not: "${first.guard.text}".`,
          suggestion: 'Add "Otherwise, proceed to Step …".',
        },
      ];
    }),
};
