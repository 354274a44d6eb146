import { METRIC_NAME } from './labels.js';
import type { Labels } from './labels.js';

export type MatchOperator = '=' | '!=' | '=~' | '!~';

/** One condition on one label. A missing label counts as empty. */
export interface LabelMatcher {
  readonly name: string;
  readonly operator: MatchOperator;
  readonly value: string;
  readonly matches: (value: string) => boolean;
}

/**
 * Makes a matcher; a pattern is anchored at both ends and its dot matches a newline, as in Prometheus.
 * @throws SyntaxError where the pattern is none
 */
export function labelMatcher(name: string, operator: MatchOperator, value: string): LabelMatcher {
  return { name, operator, value, matches: testOf(operator, value) };
}

function testOf(operator: MatchOperator, value: string): (candidate: string) => boolean {
  if (operator === '=') return (candidate) => candidate === value;
  if (operator === '!=') return (candidate) => candidate !== value;
  const pattern = anchored(value);
  return operator === '=~' ? (candidate) => pattern.test(candidate) : (candidate) => !pattern.test(candidate);
}

/** An RE2 pattern as a JavaScript one; what RE2 does not know (look-around, back-references) is refused as it is there. */
export function anchored(pattern: string): RegExp {
  const unknown = /\(\?[=!]|\(\?<[=!]|\\[1-9]/.exec(pattern);
  if (unknown) throw new SyntaxError(`error parsing regexp: invalid or unsupported Perl syntax: \`${unknown[0]}\``);
  const caseless = pattern.startsWith('(?i)');
  const body = (caseless ? pattern.slice(4) : pattern).replaceAll('(?P<', '(?<');
  return new RegExp(`^(?:${body})$`, caseless ? 'isu' : 'su');
}

/** Does a series with these labels answer all matchers? */
export function matchesAll(labels: Labels, matchers: readonly LabelMatcher[]): boolean {
  return matchers.every((matcher) => matcher.matches(labels[matcher.name] ?? ''));
}

/** The metric name that the matchers fix by equality, or null. */
export function nameOf(matchers: readonly LabelMatcher[]): string | null {
  return matchers.find((matcher) => matcher.name === METRIC_NAME && matcher.operator === '=')?.value ?? null;
}
