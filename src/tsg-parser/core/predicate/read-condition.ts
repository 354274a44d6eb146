import { readClause } from './read-clause.js';
import type { Predicate } from './predicate.js';
import type { ConditionFacts } from './query-facts.js';
import type { Token } from './tokens.js';
import { tokenize } from './tokens.js';

/**
 * Reads the text of a condition into a predicate over the queries in scope. Null where any word of it stays unread, or
 * where several readings are possible: then a person is asked.
 */
export function readCondition(text: string, facts: ConditionFacts): Predicate | null {
  const cleaned = clean(text);
  const negated = /^not\s*\((.*)\)$/is.exec(cleaned)?.[1];
  if (negated !== undefined) {
    const inner = readCondition(negated, facts);
    return inner === null ? null : { kind: 'not', of: inner };
  }
  const tokens = tokenize(withoutExplanation(cleaned, facts));
  return tokens === null || tokens.length === 0 ? null : readExpression(tokens, facts);
}

/** Markdown emphasis, entities, a leading "if", and closing punctuation carry nothing. */
function clean(text: string): string {
  return text
    .replace(/\*\*|__/g, '')
    .replaceAll('&gt;', '>')
    .replaceAll('&lt;', '<')
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/\b(?:the\s+)?(\d+)(?:st|nd|rd|th)[ -]percentile\b/gi, 'the p$1')
    .replace(/\bresponse times?\b/gi, 'latency')
    .replace(/^(?:yes|true)\s*[:,]\s*/i, '')
    .replace(/^(?:if|when|whenever|once|in case)\s+/i, '')
    .replace(/^(?:you|we)\s+(?:see|find|notice|observe)\s+(?:that\s+)?/i, '')
    .replace(/[.,:;]+$/, '')
    .trim();
}

/**
 * "a flag shows HIGH_ERROR_RATE (>8% error rate with >1000 requests)": where the status word is one the query itself
 * yields, the bracket explains it and the query's word decides. So do examples in brackets.
 */
function withoutExplanation(text: string, facts: ConditionFacts): string {
  const match = /^(.*?)\s*\(([^()]*)\)\s*(.*)$/.exec(text);
  if (match === null) return text;
  const [, before = '', inside = '', after = ''] = match;
  const words = facts.queries.flatMap((query) => query.statusWords);
  const explained = words.some((word) => new RegExp(`\\b${word}\\s*$`).test(before));
  const example = /^(?:e\.g\.|for example|for instance|such as|see )/i.test(inside);
  return explained || example ? `${before} ${after}`.trim() : text;
}

const CONNECTIVES = new Set(['and', 'or', 'but']);

/** One clause, or two expressions joined by one kind of connective. */
function readExpression(tokens: readonly Token[], facts: ConditionFacts): Predicate | null {
  const whole = readClause(tokens, facts);
  if (whole !== null) return whole;
  for (const [position, token] of tokens.entries()) {
    if (token.kind !== 'word' || !CONNECTIVES.has(token.text)) continue;
    const joined = join(tokens.slice(0, position), tokens.slice(position + 1), token.text === 'or' ? 'either' : 'every', facts);
    if (joined !== null) return joined;
  }
  return null;
}

function join(left: readonly Token[], right: readonly Token[], kind: 'every' | 'either', facts: ConditionFacts): Predicate | null {
  const first = readClause(withoutComma(left), facts);
  if (first === null) return null;
  const rest = readExpression(right, facts);
  if (rest === null || (rest.kind !== kind && (rest.kind === 'every' || rest.kind === 'either'))) return null;
  return { kind, of: rest.kind === kind ? [first, ...rest.of] : [first, rest] };
}

function withoutComma(tokens: readonly Token[]): readonly Token[] {
  return tokens.at(-1)?.text === ',' ? tokens.slice(0, -1) : tokens;
}
