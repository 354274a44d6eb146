import { looksLikeStatus } from './lexicon.js';
import type { Predicate, TextPattern } from './predicate.js';
import type { QueryFacts } from './query-facts.js';
import { clusterCommand, printsText } from './query-profile.js';
import type { Token } from './tokens.js';
import { TokenCursor } from './tokens.js';

const CONTAINS = ['contains', 'contain', 'mentions', 'mention', 'includes', 'include', 'says', 'say', 'shows', 'show', 'has', 'have', 'reports', 'report', 'lists', 'prints', 'print', 'matches', 'reads', 'indicates', 'indicate', 'containing', 'mentioning', 'with']; // prettier-ignore
const NOT_CONTAINS = ['does not contain', 'do not contain', 'does not mention', 'do not mention', 'does not include', 'do not include', 'does not show', 'do not show', 'does not say', 'does not list', "doesn't contain", "don't contain", 'contains no', 'contain no', 'shows no', 'show no']; // prettier-ignore
const OCCURS = ['appears', 'appear', 'occurs', 'occur', 'is found', 'are found', 'is present', 'are present', 'is logged', 'are logged', 'is seen', 'are seen', 'is shown', 'is printed', 'shows up', 'show up', 'is reported', 'is mentioned']; // prettier-ignore
const OCCURS_NOT = [
  'does not appear',
  'does not occur',
  'is not found',
  'is not present',
  'is not logged',
  'is not shown',
  'do not appear',
  'is missing',
  'is absent',
];
const TEXT_NOUNS = new Set(
  'log logs output outputs text body response message messages event events describe description line lines entry entries stderr stdout page command result kubelet container pod pods of the any a in its this last previous container containers service'.split(
    ' ',
  ),
);
const TAIL = new Set(
  'error errors message messages line lines entry entries warning warnings log logs or similar in the output exception exceptions event events a an of'.split(
    ' ',
  ),
);

/** "the log contains `refused`", "the output does not mention X or Y", "`X` appears in the logs". */
export function readTextClause(tokens: readonly Token[], query: QueryFacts): Predicate | null {
  const cursor = new TokenCursor(tokens);
  const explicit = tokens.some(
    (token) =>
      ['log', 'logs', 'output', 'body', 'response', 'message', 'messages', 'describe', 'events', 'text'].includes(token.text) &&
      token.kind === 'word',
  );
  if (!printsText(query) && !(explicit && !isLogSubject(tokens))) return null;
  if (clusterCommand(query)?.verb === 'describe' && isLogSubject(tokens)) return null;
  const read = readContains(cursor) ?? readOccurs(cursor);
  if (read === null || !cursor.ended) return null;
  const occurring: Predicate[] = [{ kind: 'text', query: query.queryId, patterns: read.patterns }];
  const text: Predicate =
    read.kind === 'every'
      ? { kind: 'every', of: read.patterns.map((pattern) => ({ kind: 'text', query: query.queryId, patterns: [pattern] })) }
      : (occurring[0] ?? { kind: 'text', query: query.queryId, patterns: [] });
  return read.negated ? { kind: 'not', of: text } : text;
}

function isLogSubject(tokens: readonly Token[]): boolean {
  return tokens.some((token) => token.kind === 'word' && (token.text === 'log' || token.text === 'logs'));
}

interface Occurrence {
  readonly kind: 'every' | 'either';
  readonly patterns: readonly TextPattern[];
  readonly negated: boolean;
}

function readContains(cursor: TokenCursor): Occurrence | null {
  const start = cursor.mark();
  skipNouns(cursor, TEXT_NOUNS);
  const no = cursor.take(...NOT_CONTAINS) !== null;
  const verb = no || cursor.take(...CONTAINS) !== null;
  const patterns = verb ? readPatterns(cursor) : null;
  if (patterns !== null) return { ...patterns, negated: no };
  cursor.reset(start);
  return null;
}

function readOccurs(cursor: TokenCursor): Occurrence | null {
  const patterns = readPatterns(cursor);
  if (patterns === null) return null;
  const yes = cursor.take(...OCCURS) !== null;
  const no = !yes && cursor.take(...OCCURS_NOT) !== null;
  if (!yes && !no) return cursor.ended ? { ...patterns, negated: false } : null;
  skipNouns(cursor, new Set([...TEXT_NOUNS, ...TAIL]));
  return { ...patterns, negated: no };
}

function skipNouns(cursor: TokenCursor, nouns: ReadonlySet<string>): void {
  while (cursor.peek()?.kind === 'word' && nouns.has(cursor.peek()?.text ?? '')) cursor.next();
}

function readPatterns(cursor: TokenCursor): { readonly kind: 'every' | 'either'; readonly patterns: readonly TextPattern[] } | null {
  const patterns: TextPattern[] = [];
  let kind: 'every' | 'either' = 'either';
  skipNouns(
    cursor,
    new Set([
      'the',
      'a',
      'an',
      'any',
      'either',
      'both',
      'errors',
      'error',
      'like',
      'message',
      'messages',
      'lines',
      'with',
      'text',
      'word',
      'words',
      'string',
    ]),
  );
  for (let token = cursor.peek(); token !== null && isPattern(token); token = cursor.peek()) {
    patterns.push({ kind: 'contains', text: token.raw });
    cursor.next();
    const before = cursor.mark();
    const joint = cursor.take('or', 'and', ',', ', or', ', and');
    if (joint === null) break;
    if (joint.endsWith('and')) kind = 'every';
    skipNouns(cursor, new Set(['a', 'an', 'the', 'either']));
    const next = cursor.peek();
    if (next === null || !isPattern(next)) {
      cursor.reset(before);
      break;
    }
  }
  if (patterns.length > 0) skipNouns(cursor, TAIL);
  return patterns.length === 0 ? null : { kind, patterns };
}

function isPattern(token: Token): boolean {
  return token.kind === 'literal' || (token.kind === 'word' && looksLikeStatus(token.raw));
}
