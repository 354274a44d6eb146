import { comparisonsIn } from './comparisons.js';

const DEGREE =
  '(?:(?:too|very|quite|so|consistently|unusually|abnormally|extremely|relatively|really|rather|fairly|pretty|a bit|significantly)\\s+)';
const SIZE =
  'high|low|slow|fast|large|small|big|long|short|heavy|excessive|unusual|abnormal|significant(?:ly)?|elevated|degraded|poor|bad|many|few|a lot|lots|too much';
const MEASURE =
  'number|amount|count|rate|volume|latency|latencies|delay|memory|cpu|load|usage|utili[sz]ation|traffic|backlog|lag|growth|throughput|pressure|share|portion|proportion';

/** "is high", "a high number of", "too many", "grows too fast", "higher than usual", "most of the errors", "looks wrong". */
const VAGUE: readonly RegExp[] = [
  new RegExp(
    `\\b(?:is|are|seems?|looks?|becomes?|gets?|has|have|shows?|feels?|stays?|remains?|appears?)\\s+${DEGREE}*(?:an? )?(${SIZE})\\b`,
    'i',
  ),
  new RegExp(`\\b(high|low|large|excessive|unusual|abnormal|significant|elevated|heavy|big|huge) (?:\\w+ )?(?:${MEASURE})\\b`, 'i'),
  /\b(?:too|so) (many|much|few|little|fast|slow(?:ly)?|quickly|high|low|long|often|large|small)\b/i,
  /\btakes? (?:an? )?(?:very |too )?(long)\b/i,
  /^(many|most|lots of|a lot of|few)\b/i,
  /\b(?:makes? up|has|have|shows?|returns?|contains?|affects?|accounts? for|restarted|failed|fails?) (most|many|a lot|lots|often|frequently|few)\b/i,
  /\b(?:higher|lower|longer|slower|larger|greater|more|worse|bigger) than (usual|normal|expected|it should be|average|acceptable)\b/i,
  /\b(?:looks?|seems?|appears?|feels?) (?:a bit |rather |very )?(wrong|off|strange|weird|odd|suspicious|unhealthy|bad|unusual)\b/i,
];
const NAMES_A_MEASURE = /\bcompared (?:to|with)\b|\b(?:baseline|threshold|limit|quota|maximum|minimum|capacity)\b/;
/** A cause that is named, not a question that is asked. */
const CAUSE = /\b(?:due to|because of|caused by)\s+(?:an? |the )?$/i;

/** The word that says how much without saying how much; null where a condition can be measured. `HIGH` in capitals is what a query answers. */
export function vagueWordIn(condition: string): string | null {
  if (
    NAMES_A_MEASURE.test(condition) ||
    /^you (?:have|see|want|think|need)\b|\bonce when\b/i.test(condition) ||
    comparisonsIn(condition).length > 0
  )
    return null;
  for (const pattern of VAGUE) {
    const match = pattern.exec(condition);
    const word = match?.[1];
    if (match === null || word === undefined || word === word.toUpperCase()) continue;
    const [before, after] = [condition.slice(0, match.index), condition.slice(match.index + match[0].length)];
    if (!CAUSE.test(before) && !before.includes(',') && !/\d/.test(after)) return word.toLowerCase();
  }
  return null;
}
