import { asks, type Branch } from './questions.js';
import type { MentorRule, Subject } from './subject.js';
import { vagueWordIn } from './vague-words.js';

/** A condition that two people would answer differently: "the latency is high". */
export const ambiguousCondition: MentorRule = {
  id: 'ambiguous-condition',
  family: 'clarity',
  severity: 'error',
  about: 'A condition must name what it is measured by.',
  check: (subject) => {
    if (subject.form === 'page') return [];
    const decisive = subject.questions.flatMap(({ branches }) => branches.filter((branch) => decides(branch, subject)));
    return decisive.flatMap(({ condition, line }) => {
      const word = vagueWordIn(condition);
      if (word === null) return [];
      return [
        {
          line,
          quote: condition,
          message: `"${condition}": "${word}" by what measure? Two people would answer differently, and no rule can decide it.`,
          suggestion: 'Name the number, its unit and the query it is read from.',
        },
      ];
    });
  },
};

/** Conditions that something hangs on, unless their author has written the predicate beside them. */
function decides(branch: Branch, { parts, steps }: Subject): boolean {
  if ((branch.kind !== 'if' && branch.kind !== 'else-if') || !asks(branch) || /^(?:for|where|once|as long as)$/.test(branch.cue))
    return false;
  const step = steps.find(({ draft }) => draft.lines[0] <= branch.line && branch.line <= draft.lines[1]);
  const guards = step === undefined ? [] : [step.draft.guard, ...step.draft.exits.map(({ guard }) => guard)];
  if (guards.some((guard) => guard?.text === branch.condition && guard.authored !== null)) return false;
  return step !== undefined || parts.built.plan.edges.some(({ line }) => line === branch.line);
}
