import type { DraftQuery } from '../draft.js';
import { helpsLooking, lineLike, mitigationsIn, type Change } from './changes.js';
import { titleOf, wordsOf, type MentorRule, type Subject, type SubjectStep } from './subject.js';

/** Switched off because nobody wants it: there is nothing to heal. */
const UNWANTED = /\b(?:opt(?:ing)? out|no longer (?:desired|needed|required|wanted)|do(?:n['’]t| not) (?:intend|want|need))\b/i;
const CHECKS =
  /\b(?:verif\w+|check\w*|confirm that|validat\w+|monitor\w*|ensure|make sure|observe|watch|wait (?:until|for)|should (?:now )?(?:be|show|return|see)|until\b|reports?|status|test\w*)\b/i;

/** After a change somebody must look whether it helped. */
export const noVerificationAfterMitigation: MentorRule = {
  id: 'no-verification-after-mitigation',
  family: 'control flow',
  severity: 'warning',
  about: 'A change must be followed by a look at its effect.',
  check: (subject) => {
    const found = mitigationsIn(subject).filter(
      ({ step, query }) =>
        !helpsLooking(query) &&
        !checksItself(query) &&
        !UNWANTED.test(wordsOf(step)) &&
        !CHECKS.test(step.draft.text) &&
        !verifiedLater(step, subject),
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

/** A script that reads, or says that it verifies, after it has changed something. */
function checksItself({ text }: DraftQuery): boolean {
  const rows = text.trimEnd().split('\n');
  return (
    /^\s*(?:#|--).*\b(?:verif|check|validat)/im.test(text) ||
    /^\s*(?:Get|Test)-[A-Z]|\b(?:kubectl|oc)\b.*\s(?:get|wait|rollout status)\b/.test(rows.length > 1 ? (rows.at(-1) ?? '') : '')
  );
}

function others(count: number): string {
  if (count === 0) return '';
  return ` Nor ${count === 1 ? 'is 1 other change' : `are ${String(count)} other changes`} of this guide.`;
}

/** In guides without numbered steps a word anywhere below counts. */
function checkedBelow({ query }: Change, { lines }: Subject): boolean {
  return lines
    .slice(query.lines[1])
    .some((line) =>
      /\b(?:verif\w+|validat\w+|make sure|ensure|check (?:that|if|whether)|confirm (?:that|the))\b|\bif\b.*\b(?:persists?|remains?|still|(?:does|do)(?: not|n['’]t) (?:resolve|help|clear))\b|\b(?:should|will) (?:now |then )?(?:stop|clear|disappear|return|recover|be (?:resolved|gone|cleared))\b/i.test(
        line,
      ),
    );
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
