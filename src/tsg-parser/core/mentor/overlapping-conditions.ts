import { comparisonsIn } from './comparisons.js';
import type { MentorRule, SubjectStep } from './subject.js';

/** "more than 100 → Step 2. More than 50 → Step 3." 150 is both. */
export const overlappingConditions: MentorRule = {
  id: 'overlapping-conditions',
  family: 'control flow',
  severity: 'error',
  about: 'Branches of one step must not hold at the same time.',
  check: ({ steps }) => steps.flatMap(overlaps),
};

function overlaps({ draft }: SubjectStep): { line: number; message: string; suggestion: string; quote: string }[] {
  const branches = draft.exits.flatMap(({ guard, to, line }) => {
    if (guard === null || guard.otherwise) return [];
    const [comparison, ...others] = comparisonsIn(guard.text);
    return comparison === undefined || others.length > 0 ? [] : [{ guard, line, comparison, to: JSON.stringify(to) }];
  });
  return branches.flatMap((branch, index) => {
    const earlier = branches
      .slice(0, index)
      .find(
        (other) =>
          other.to !== branch.to &&
          sameQuantity(other.guard.text, branch.guard.text, other.comparison.text, branch.comparison.text) &&
          other.comparison.direction === branch.comparison.direction &&
          other.comparison.unit === branch.comparison.unit,
      );
    if (earlier === undefined) return [];
    return [
      {
        line: branch.line,
        quote: branch.guard.text,
        message: `"${branch.guard.text}" holds wherever "${earlier.guard.text}" does, or the other way round: both branches would be taken.`,
        suggestion: 'Give each branch a lower and an upper bound.',
      },
    ];
  });
}

function sameQuantity(left: string, right: string, leftComparison: string, rightComparison: string): boolean {
  const rest = (text: string, comparison: string): string =>
    text
      .replace(comparison, '')
      .toLowerCase()
      .replace(/\b(?:the|a|an|is|are|has|have|only|still|but)\b|[^a-z0-9]+/g, '');
  return rest(left, leftComparison) === rest(right, rightComparison);
}
