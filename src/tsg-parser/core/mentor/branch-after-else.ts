import type { MentorRule } from './subject.js';

/** "Otherwise, …" closes a question: a condition after it is read by nobody. */
export const branchAfterElse: MentorRule = {
  id: 'branch-after-else',
  family: 'control flow',
  severity: 'error',
  about: 'No condition may follow the Otherwise of the same question.',
  check: ({ steps }) =>
    steps.flatMap(({ draft }) => {
      const exits = draft.exits.filter(({ guard, to }) => guard !== null && to.kind !== 'onward');
      const otherwise = exits.findIndex(({ guard }) => guard?.otherwise === true && /^(?:otherwise|else)\b/i.test(guard.text));
      const later = otherwise === -1 ? undefined : exits.slice(otherwise + 1).find(({ guard }) => guard !== null);
      if (later?.guard === undefined || later.guard === null) return [];
      return [
        {
          line: later.line,
          quote: later.guard.text,
          message: `"${later.guard.text}" stands after Otherwise, which already takes every other case.`,
          suggestion: 'Move the condition before Otherwise.',
        },
      ];
    }),
};
