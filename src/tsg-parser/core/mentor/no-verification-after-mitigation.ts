import { firstLine } from './changes.js';
import { titleOf, wordsOf, type MentorRule, type Subject, type SubjectStep } from './subject.js';

const CHECKS =
  /\b(?:verif\w+|check\w*|confirm that|validat\w+|monitor\w*|ensure|make sure|observe|watch|wait (?:until|for)|should (?:now )?(?:be|show|return|see)|until\b|reports?|status|test\w*)\b/i;

/** After a change somebody must look whether it helped. */
export const noVerificationAfterMitigation: MentorRule = {
  id: 'no-verification-after-mitigation',
  family: 'control flow',
  severity: 'warning',
  about: 'A change must be followed by a look at its effect.',
  check: (subject) => {
    const found = subject.steps.filter((step) => changes(step) && !CHECKS.test(step.draft.text) && !verifiedLater(step, subject));
    const [first, ...others] = found;
    const query = first?.draft.queries.find(({ mutating, tag }) => mutating && tag !== null);
    if (first === undefined || query === undefined) return [];
    const more =
      others.length === 0
        ? ''
        : ` Nor ${others.length === 1 ? 'is 1 other change' : `are ${String(others.length)} other changes`} of this guide.`;
    return [
      {
        line: query.lines[0],
        quote: firstLine(query.text),
        message: `"${titleOf(first)}" changes something, and its effect is never looked at.${more}`,
        suggestion: 'Add a step that reads the value of the alert again, and when.',
      },
    ];
  },
};

function changes({ draft }: SubjectStep): boolean {
  return draft.queries.some(({ mutating, tag }) => mutating && tag !== null);
}

/** Any step reached afterwards that looks. */
function verifiedLater({ node }: SubjectStep, { parts, steps }: Subject): boolean {
  const looking = new Set([
    ...parts.built.plan.nodes.filter(({ kind }) => kind === 'verify').map(({ id }) => id),
    ...steps
      .filter(
        ({ node: other, draft }) =>
          (other.kind === 'diagnose' && draft.queries.length > 0) ||
          /\bverif|\bcheck (?:that|if|whether)/i.test(wordsOf({ draft, node: other })),
      )
      .map(({ node: { id } }) => id),
  ]);
  const seen = new Set<string>();
  const queue = [node.id];
  for (let at = queue.pop(); at !== undefined; at = queue.pop()) {
    for (const { from, to } of [...parts.built.plan.edges, ...parts.built.plan.loops]) {
      if (from !== at || seen.has(to)) continue;
      if (looking.has(to) && to !== node.id) return true;
      seen.add(to);
      queue.push(to);
    }
  }
  return false;
}
