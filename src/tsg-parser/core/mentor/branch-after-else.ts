import { leaves, type Branch, type Question } from './questions.js';
import type { Finding, MentorRule } from './subject.js';

/** "If you need help", "if that fails": about what Otherwise asked for, or about nobody's branch. */
const ASIDE =
  /^(?:(?:this|that|it|they|these|those|none)\b|you (?:need|want|have|are|still|can)\b|needed|necessary|in doubt|unsure|the (?:issue|problem) persists)/i;

/** "Otherwise, …" closes a question: a condition after it is read by nobody. */
export const branchAfterElse: MentorRule = {
  id: 'branch-after-else',
  family: 'control flow',
  severity: 'error',
  about: 'No condition may follow the Otherwise of the same question.',
  check: ({ questions }) => questions.flatMap(({ branches }) => late(branches)),
};

function late(question: Question): Finding[] {
  const otherwise = question.findIndex((branch) => branch.kind === 'else' && leaves(branch));
  const later = otherwise === -1 ? undefined : question.slice(otherwise + 1).find(isOwnBranch);
  if (later === undefined) return [];
  return [
    {
      line: later.line,
      quote: later.condition,
      message: `"${later.condition}" stands after Otherwise, which already takes every other case.`,
      suggestion: 'Move the condition before Otherwise.',
    },
  ];
}

function isOwnBranch(branch: Branch): boolean {
  return branch.kind === 'if' && leaves(branch) && !ASIDE.test(branch.condition);
}
