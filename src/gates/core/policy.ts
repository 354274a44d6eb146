/** Who may approve, besides having the role for it. */
export type Approver = 'anybody' | 'not-the-starter';

/** `auto`: carried out without asking; `approve`: a person approves; `never`: not even then. */
export type Ruling = 'auto' | 'approve' | 'never';

export interface PolicyRule {
  /** Plan id (`sha256:…`), or `*`. A changed plan no longer matches and falls back to `approve`. */
  readonly plan: string;
  readonly cluster: string;
  readonly namespace: string;
  readonly verb: string;
  readonly ruling: Ruling;
  readonly approver: Approver;
}

/** A guide's own rule for its changes: it only ever tightens. */
export interface GuideRuling {
  readonly cluster: string;
  readonly namespace: string;
  readonly verb: string;
  readonly ruling: Exclude<Ruling, 'auto'>;
}

export interface PolicyQuestion {
  readonly planId: string;
  readonly cluster: string;
  readonly namespace: string | null;
  readonly verb: string;
  /** Who would change it back. A competing controller makes the ruling `never` unless a rule names the verb. */
  readonly controllers: readonly string[];
}

export interface PolicyAnswer {
  readonly ruling: Ruling;
  readonly approver: Approver;
  readonly because: string;
}

const STRICTNESS: readonly Ruling[] = ['auto', 'approve', 'never'];

/**
 * What policy says of one mutation. The most specific rule decides; among equally specific ones the strictest.
 * A rule that names a plan speaks of that very hash: once the guide changes, the default `approve` holds again.
 */
export function rulingOf(question: PolicyQuestion, rules: readonly PolicyRule[]): PolicyAnswer {
  const rule = decidingRule(question, rules);
  const approver = rule?.approver ?? 'anybody';
  if (question.controllers.length > 0 && rule?.verb !== question.verb) {
    return {
      ruling: 'never',
      approver,
      because: `${question.controllers.join(', ')} would change it back, and no policy rule names the verb "${question.verb}".`,
    };
  }
  if (rule === null) return { ruling: 'approve', approver, because: 'No policy rule speaks of this change, so a person approves it.' };
  return { ruling: rule.ruling, approver, because: `The policy rule ${wordsOf(rule)} decides.` };
}

/** The stricter of what policy says and what the guide forbids itself. */
export function tightened(answer: PolicyAnswer, question: PolicyQuestion, guideRules: readonly GuideRuling[]): PolicyAnswer {
  const speaking = guideRules.filter((rule) => speaksOf({ ...rule, plan: '*' }, question));
  const own = speaking.some(({ ruling }) => ruling === 'never') ? 'never' : speaking.length > 0 ? 'approve' : 'auto';
  if (STRICTNESS.indexOf(own) <= STRICTNESS.indexOf(answer.ruling)) return answer;
  return { ...answer, ruling: own, because: `The guide's own policy says "${own}" to the verb "${question.verb}".` };
}

function decidingRule(question: PolicyQuestion, rules: readonly PolicyRule[]): PolicyRule | null {
  const speaking = rules.filter((rule) => speaksOf(rule, question));
  const ranked = speaking.toSorted(
    (a, b) =>
      specificityOf(b) - specificityOf(a) ||
      STRICTNESS.indexOf(b.ruling) - STRICTNESS.indexOf(a.ruling) ||
      Number(b.approver === 'not-the-starter') - Number(a.approver === 'not-the-starter'),
  );
  return ranked[0] ?? null;
}

function speaksOf(rule: Omit<PolicyRule, 'ruling' | 'approver'>, question: PolicyQuestion): boolean {
  return (
    covers(rule.plan, question.planId) &&
    covers(rule.cluster, question.cluster) &&
    covers(rule.namespace, question.namespace ?? '') &&
    covers(rule.verb, question.verb)
  );
}

function covers(pattern: string, value: string): boolean {
  return pattern === '*' || pattern === value;
}

/** A rule that names the plan outweighs all that do not; then the verb, the namespace, the cluster. */
function specificityOf(rule: PolicyRule): number {
  const named = [rule.plan, rule.verb, rule.namespace, rule.cluster];
  return named.reduce((weight, pattern) => weight * 2 + (pattern === '*' ? 0 : 1), 0);
}

function wordsOf(rule: PolicyRule): string {
  return `(plan ${rule.plan}, cluster ${rule.cluster}, namespace ${rule.namespace}, verb ${rule.verb}: ${rule.ruling})`;
}
