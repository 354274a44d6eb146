import type { MentorRule, Subject } from './subject.js';

const VAGUE =
  /\b(?:is|are|seems?|looks?|becomes?|gets?|has|have|shows?|feels?|stays?|remains?)\s+(?:(?:too|very|quite|consistently|unusually|relatively|really|rather)\s+)*(?:an? )?(high|low|slow|fast|large|small|big|bad|long|short|heavy|excessive|unusual|abnormal|significant(?:ly)?|elevated|degraded|strange|reasonable|acceptable|poor|many|few|a lot of|too much|enough|sufficient)\b/i;
const MEASURED = /\d|`[^`]+`|\b[A-Z][A-Z_]{2,}\b|\bcompared\b|\bthan\b|\b(?:baseline|threshold|limit|quota|usual)\b/;

/** A condition that two people would answer differently: "the latency is high". */
export const ambiguousCondition: MentorRule = {
  id: 'ambiguous-condition',
  family: 'clarity',
  severity: 'error',
  about: 'A condition must name what it is measured by.',
  check: (subject) =>
    conditionsOf(subject).flatMap(({ text, line }) => {
      const word = VAGUE.exec(text)?.[1];
      if (word === undefined || MEASURED.test(text)) return [];
      return [
        {
          line,
          quote: text,
          message: `"${text}": how ${word} is that? Nobody and no rule can decide it.`,
          suggestion: 'Name the number, its unit and the query it is read from.',
        },
      ];
    }),
};

function conditionsOf({ parts }: Subject): { readonly text: string; readonly line: number }[] {
  const seen = new Set<string>();
  return parts.built.plan.edges.flatMap(({ condition, line, to }) => {
    if (condition === null || condition.otherwise || condition.decidedBy === 'rule' || to === 'start') return [];
    const key = `${String(line)} ${condition.text}`;
    if (seen.has(key)) return [];
    seen.add(key);
    return [{ text: condition.text, line }];
  });
}
