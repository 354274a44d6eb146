import { comparisonsIn } from './comparisons.js';
import { leaves, type Branch, type Question } from './questions.js';
import type { Finding, MentorRule } from './subject.js';

/** The values a condition holds for, of one quantity. */
interface Range {
  /** What is compared, without articles and verbs; '' for a pronoun. */
  readonly quantity: string;
  readonly dimension: string | null;
  readonly low: number;
  readonly high: number;
}

/** "more than 100 → Step 2. More than 50 → Step 3." 150 is both. */
export const overlappingConditions: MentorRule = {
  id: 'overlapping-conditions',
  family: 'control flow',
  severity: 'error',
  about: 'Branches of one step must not hold at the same time.',
  check: ({ questions }) => questions.flatMap(({ branches }) => overlaps(branches)),
};

function overlaps(question: Question): Finding[] {
  const branches = question.filter((branch) => branch.kind === 'if' && leaves(branch));
  return branches.flatMap((branch, index) => {
    const earlier = branches.slice(0, index).find((other) => target(other) !== target(branch) && both(other, branch));
    if (earlier === undefined) return [];
    return [
      {
        line: branch.line,
        quote: branch.condition,
        message: `"${branch.condition}" and "${earlier.condition}" can hold at the same time: both branches would be taken.`,
        suggestion: 'Give each branch a lower and an upper bound.',
      },
    ];
  });
}

function target({ to, body }: Branch): string {
  return to?.kind === 'steps' ? JSON.stringify(to.targets) : body.text;
}

function both(left: Branch, right: Branch): boolean {
  if (plain(left.condition) === plain(right.condition)) return true;
  const [one, two] = [rangeOf(left.condition), rangeOf(right.condition)];
  if (one === null || two === null || one.dimension !== two.dimension) return false;
  const same = one.quantity === two.quantity || two.quantity === '';
  return same && Math.max(one.low, two.low) < Math.min(one.high, two.high);
}

function rangeOf(condition: string): Range | null {
  const text = condition.replace(/\bbetween (\d[\d.]*\s*\S*?) and (\d)/i, 'at least $1 and at most $2');
  const comparisons = comparisonsIn(text);
  const [first] = comparisons;
  if (first === undefined || comparisons.some(({ direction, dimension }) => direction === 'equal' || dimension !== first.dimension))
    return null;
  let rest = text;
  for (const { text: words } of comparisons) rest = rest.replace(words, '|');
  if (comparisons.length > 1 && !/\|(?:\s*(?:and|but)\s*\|)+/i.test(rest)) return null;
  const lows = comparisons.filter(({ direction }) => direction === 'above').map(({ base }) => base);
  const highs = comparisons.filter(({ direction }) => direction === 'below').map(({ base }) => base);
  return {
    quantity: plain(rest.replace(/\b(?:and|but)\b/gi, '')),
    dimension: first.dimension,
    low: Math.max(-Infinity, ...lows),
    high: Math.min(Infinity, ...highs),
  };
}

function plain(text: string): string {
  return text
    .toLowerCase()
    .replace(/\b(?:the|a|an|is|are|has|have|it|they|only|still|than|returns?|gets?|shows?)\b|[^a-z0-9]+/g, '')
    .replace(/(?:row|time|second|minute|error|pod)s?$/, '');
}
