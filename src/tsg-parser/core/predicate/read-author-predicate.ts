import type { AuthorError } from './author-error.js';
import { readAtom } from './author-atoms.js';
import { readAgreed } from './author-terms.js';
import type { Predicate } from './predicate.js';
import type { ConditionFacts } from './query-facts.js';
import { offsetOf, tokenize, TokenCursor } from './tokens.js';

/**
 * Reads the predicate an author wrote: `any(value) >= 0.2 s`, `no rows`, `all(STATUS) = "Running"`,
 * `text contains "refused"`, `count(rows where STATUS = "Pending") > 3`, `alert is resolved`, with `and`, `or`, `not`
 * and brackets. `facts`, where given, tell which query a column belongs to and what its numbers are in; where a step
 * has several queries with such a column, `q2: any(value) > 3` says which is meant.
 */
export function readAuthorPredicate(text: string, facts: ConditionFacts = { queries: [] }): Predicate | AuthorError {
  const tokens = tokenize(text);
  if (tokens === null || tokens.length === 0)
    return { error: `“${text}” is not a predicate: write e.g. any(value) >= 0.2 s`, at: offsetOf(text, 0) };
  const cursor = new TokenCursor(tokens);
  const predicate = readEither(cursor, facts);
  const at = offsetOf(text, cursor.mark());
  if ('error' in predicate) return { at, ...predicate };
  if (!cursor.ended) return { error: `“${cursor.peek()?.raw ?? ''}” is not expected here: join two predicates with “and” or “or”`, at };
  return predicate;
}

function readEither(cursor: TokenCursor, facts: ConditionFacts): Predicate | AuthorError {
  return readChain(cursor, 'or', () => readEvery(cursor, facts));
}

function readEvery(cursor: TokenCursor, facts: ConditionFacts): Predicate | AuthorError {
  return readChain(cursor, 'and', () => readOne(cursor, facts));
}

function readChain(cursor: TokenCursor, word: 'and' | 'or', readPart: () => Predicate | AuthorError): Predicate | AuthorError {
  const parts: Predicate[] = [];
  do {
    const part = readPart();
    if ('error' in part) return part;
    parts.push(part);
  } while (cursor.take(word) !== null);
  const [only] = parts;
  if (parts.length === 1 && only !== undefined) return only;
  return (word === 'or' ? oneText(parts) : null) ?? { kind: word === 'and' ? 'every' : 'either', of: parts };
}

/** `text contains "a" or text contains "b"`, of one result: one predicate with two patterns. */
function oneText(parts: readonly Predicate[]): Predicate | null {
  const texts = parts.filter((part) => part.kind === 'text');
  const [first] = texts;
  if (first === undefined || texts.length !== parts.length || texts.some(({ query }) => query !== first.query)) return null;
  return { ...first, patterns: texts.flatMap(({ patterns }) => patterns) };
}

function readOne(cursor: TokenCursor, facts: ConditionFacts): Predicate | AuthorError {
  if (cursor.take('not') !== null) {
    const inner = readOne(cursor, facts);
    return 'error' in inner ? inner : { kind: 'not', of: inner };
  }
  if (cursor.take('agreed (') !== null) return readAgreed(cursor, () => readEither(cursor, facts));
  if (cursor.take('(') === null) return readAtom(cursor, facts);
  const inner = readEither(cursor, facts);
  if ('error' in inner) return inner;
  return cursor.take(')') === null ? { error: 'a closing bracket is missing' } : inner;
}
