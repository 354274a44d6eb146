import { lineLike, mitigationsIn, type Change } from './changes.js';
import { titleOf, wordsOf, type MentorRule, type Subject, type SubjectStep } from './subject.js';

const CHECKS =
  /\b(?:verif\w+|check\w*|confirm that|validat\w+|monitor\w*|ensure|make sure|observe|watch|wait (?:until|for)|should (?:now )?(?:be|show|return|see)|until\b|reports?|status|test\w*)\b/i;

/** Louder logs, a debug tool: changed in order to look. */
const HELPS_LOOKING = /log[-_ ]?level|debug|verbos|tcpdump|\btee\b|must-gather|toolbox|enableCephTools/i;

/** After a change somebody must look whether it helped. */
export const noVerificationAfterMitigation: MentorRule = {
  id: 'no-verification-after-mitigation',
  family: 'control flow',
  severity: 'warning',
  about: 'A change must be followed by a look at its effect.',
  check: (subject) => {
    const found = mitigationsIn(subject).filter(
      ({ step, query }) => !HELPS_LOOKING.test(query.text) && !CHECKS.test(step.draft.text) && !verifiedLater(step, subject),
    );
    const steps = new Set(found.map(({ step }) => step));
    const [first] = found;
    if (first === undefined || (subject.form === 'guide' && checkedBelow(first, subject))) return [];
    const { line, text } = lineLike(first.query, /\S/);
    return [
      {
        line,
        quote: text,
        message: `"${titleOf(first.step)}" changes something ("${text}"), and its effect is never looked at.${others(steps.size - 1)}`,
        suggestion: 'Add a step that reads the value of the alert again, and when.',
      },
    ];
  },
};

function others(count: number): string {
  if (count === 0) return '';
  return ` Nor ${count === 1 ? 'is 1 other change' : `are ${String(count)} other changes`} of this guide.`;
}

/** In guides without numbered steps a word anywhere below counts. */
function checkedBelow({ query }: Change, { lines }: Subject): boolean {
  return lines
    .slice(query.lines[1])
    .some((line) => /\b(?:verif\w+|validat\w+|make sure|ensure|check (?:that|if|whether)|confirm (?:that|the))\b/i.test(line));
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
