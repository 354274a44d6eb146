import { comparisonsIn } from './comparisons.js';
import { asks, type Branch } from './questions.js';
import type { MentorRule, Subject } from './subject.js';

const DEGREE =
  '(?:(?:too|very|quite|so|consistently|unusually|abnormally|extremely|relatively|really|rather|fairly|pretty|a bit|significantly)\\s+)';
const SIZE =
  'high|low|slow|fast|large|small|big|bad|long|short|heavy|excessive|unusual|abnormal|significant(?:ly)?|elevated|degraded|strange|weird|odd|off|wrong|suspicious|unhealthy|reasonable|acceptable|poor|many|few|a lot|lots|too much|enough|sufficient';
const MEASURE =
  'number|amount|count|rate|volume|latency|latencies|delay|memory|cpu|load|usage|utili[sz]ation|traffic|time|backlog|lag|growth|throughput|pressure|share|portion|proportion|level|queue';

/** "is high", "a high number of", "too many", "grows too fast", "higher than usual", "most of the errors". */
const VAGUE: readonly RegExp[] = [
  new RegExp(
    `\\b(?:is|are|seems?|looks?|becomes?|gets?|has|have|shows?|feels?|stays?|remains?|appears?)\\s+${DEGREE}*(?:an? )?(${SIZE})\\b`,
    'i',
  ),
  new RegExp(
    `\\b(high|low|large|excessive|unusual|abnormal|significant|elevated|heavy|big|huge|long)(?:er)? (?:\\w+ )?(?:${MEASURE})\\b`,
    'i',
  ),
  /\b(?:too|so) (many|much|few|little|fast|slow(?:ly)?|quickly|high|low|long|often|large|small)\b/i,
  /^(many|most|lots of|a lot of|few)\b/i,
  /\b(?:makes? up|has|have|shows?|returns?|contains?|affects?|accounts? for|restarted|failed|fails?) (most|many|a lot|lots|often|frequently|few)\b/i,
  /\b(?:higher|lower|longer|slower|larger|greater|more|worse|bigger) than (usual|normal|expected|before|it should be|average|acceptable)\b/i,
];
const NAMES_A_MEASURE = /\bcompared (?:to|with)\b|\b(?:baseline|threshold|limit|quota|maximum|minimum|capacity)\b/;

/** A condition that two people would answer differently: "the latency is high". */
export const ambiguousCondition: MentorRule = {
  id: 'ambiguous-condition',
  family: 'clarity',
  severity: 'error',
  about: 'A condition must name what it is measured by.',
  check: (subject) =>
    subject.questions
      .flatMap(({ branches }) => branches.filter((branch) => decides(branch, subject)))
      .flatMap(({ condition, line }) => {
        const word = vagueIn(condition);
        if (word === null) return [];
        return [
          {
            line,
            quote: condition,
            message: `"${condition}": how ${word.toLowerCase()} is that? Two people would answer differently, and no rule can decide it.`,
            suggestion: 'Name the number, its unit and the query it is read from.',
          },
        ];
      }),
};

/** The word that says how much without saying how much; `HIGH` in capitals is what a query answers. */
function vagueIn(condition: string): string | null {
  if (NAMES_A_MEASURE.test(condition) || comparisonsIn(condition).length > 0) return null;
  for (const pattern of VAGUE) {
    const match = pattern.exec(condition);
    const word = match?.[1];
    if (match === null || word === undefined || /\d/.test(condition.slice(match.index + match[0].length))) continue;
    if (word !== word.toUpperCase()) return word;
  }
  return null;
}

/** Conditions that something hangs on, unless their author has written the predicate beside them. */
function decides(branch: Branch, { parts, steps }: Subject): boolean {
  if ((branch.kind !== 'if' && branch.kind !== 'else-if') || !asks(branch)) return false;
  const step = steps.find(({ draft }) => draft.lines[0] <= branch.line && branch.line <= draft.lines[1]);
  const guards = step === undefined ? [] : [step.draft.guard, ...step.draft.exits.map(({ guard }) => guard)];
  if (guards.some((guard) => guard?.text === branch.condition && guard.authored !== null)) return false;
  return step !== undefined || parts.built.plan.edges.some(({ line }) => line === branch.line);
}
