import type { Section } from '../document.js';
import { stepLabel } from '../grammar/step-label.js';
import { destinationOf } from '../passes/read-exits.js';
import { leaves, type Branch, type Question } from './questions.js';
import type { AskedQuestion, Finding, MentorRule } from './subject.js';

const CLOSED = /\b(?:otherwise|else|if not|if no(?:ne|t)?\b|in (?:all|any) other cases?|in (?:either|any|all|both) cases?|regardless|no:)/i;
/** "Once done", "if needed": no question. */
const NO_QUESTION =
  /^(?:you(?:'re| are)? )?(?:done|finished|completed?|ready|necessary|needed|required|applicable|possible|available|in doubt|unsure|so)\b/i;

/** "If X, go to Step 5." and if not? The next step in the text is a guess. */
export const missingElse: MentorRule = {
  id: 'missing-else',
  family: 'control flow',
  severity: 'warning',
  about: 'A step that jumps under a condition must say what happens otherwise.',
  check: ({ questions }) => questions.flatMap(open),
};

function open({ section, branches }: AskedQuestion): Finding[] {
  const [first] = branches;
  if (first === undefined || !(isStep(section) ? isLast(branches, section) : onlyJumps(branches))) return [];
  if (!branches.every((branch) => (branch.kind === 'if' || branch.kind === 'yes') && jumps(branch)) || closed(branches)) return [];
  return [
    {
      line: first.line,
      quote: first.kind === 'yes' ? first.sentence.text : first.condition,
      message: `Nothing says what to do if not: "${first.kind === 'yes' ? section.title.text : first.condition}".`,
      suggestion: 'Add "Otherwise, proceed to Step …".',
    },
  ];
}

function isStep({ title }: Section): boolean {
  return stepLabel(title.text)?.series === 'step';
}

/** Elsewhere than under "Step N" an open question is common; a list of nothing but jumps is a fork all the same. */
function onlyJumps(branches: Question): boolean {
  return (
    branches.length > 1 &&
    branches.every(({ to, sentence, follows }) => to?.kind === 'steps' && sentence.start === 0 && follows.length === 0)
  );
}

function jumps(branch: Branch): boolean {
  return (
    leaves(branch) &&
    !(branch.to?.kind === 'steps' && (branch.to.back || branch.to.targets.every(({ kind }) => kind === 'next'))) &&
    !NO_QUESTION.test(branch.condition)
  );
}

/** What follows the question in its step is what happens otherwise. */
function isLast(branches: Question, { blocks }: Section): boolean {
  const end = branches.at(-1)?.sentence.lines[1] ?? 0;
  return blocks.every(({ kind, lines }) => kind === 'comment' || lines[0] <= end);
}

function closed(branches: Question): boolean {
  const texts = branches.flatMap(({ sentence, follows }) => [sentence, ...follows]);
  if (texts.some(({ text }) => CLOSED.test(text))) return true;
  if (branches.at(-1)?.follows.some(({ content }) => destinationOf(content, false) !== null) === true) return true;
  return branches.some((one, index) => branches.slice(index + 1).some((other) => opposite(one.condition, other.condition)));
}

/** "Any pod crashes", "no pod crashes": one of them holds. */
function opposite(left: string, right: string): boolean {
  return negated(left) !== negated(right) && affirmed(left) === affirmed(right);
}

function negated(text: string): boolean {
  return /\b(?:no|not|none|never|without|cannot)\b|n['’]t\b/i.test(text);
}

function affirmed(text: string): string {
  return text
    .toLowerCase()
    .replace(/n['’]t\b/g, '')
    .replace(/\b(?:no|not|none|never|cannot|can|do|does|did|any|a|an|the|some|still|is|are|was|were|at least one|one|pods?(?= of))\b/g, '')
    .replace(/s\b/g, '')
    .replace(/[^a-z0-9]+/g, '');
}
