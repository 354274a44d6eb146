import type { AuthorError } from './author-error.js';
import { readAtom } from './author-atoms.js';
import type { Predicate } from './predicate.js';
import type { ConditionFacts } from './query-facts.js';
import { tokenize, TokenCursor } from './tokens.js';

/**
 * Reads the predicate an author wrote: `any(value) >= 0.2 s`, `no rows`, `all(STATUS) = "Running"`,
 * `text contains "refused"`, `count(rows where STATUS = "Pending") > 3`, `alert is resolved`, with `and`, `or`, `not`
 * and brackets. `facts`, where given, tell which query a column belongs to and what its numbers are in.
 */
export function readAuthorPredicate(text: string, facts: ConditionFacts = { queries: [] }): Predicate | AuthorError {
  const tokens = tokenize(text);
  if (tokens === null || tokens.length === 0) return { error: `“${text}” is not a predicate: write e.g. any(value) >= 0.2 s` };
  const cursor = new TokenCursor(tokens);
  const predicate = readEither(cursor, facts);
  if ('error' in predicate) return predicate;
  if (!cursor.ended) return { error: `“${cursor.peek()?.raw ?? ''}” is not expected here: join two predicates with “and” or “or”` };
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
  return parts.length === 1 && only !== undefined ? only : { kind: word === 'and' ? 'every' : 'either', of: parts };
}

function readOne(cursor: TokenCursor, facts: ConditionFacts): Predicate | AuthorError {
  if (cursor.take('not') !== null) {
    const inner = readOne(cursor, facts);
    return 'error' in inner ? inner : { kind: 'not', of: inner };
  }
  if (cursor.take('(') === null) return readAtom(cursor, facts);
  const inner = readEither(cursor, facts);
  if ('error' in inner) return inner;
  return cursor.take(')') === null ? { error: 'a closing bracket is missing' } : inner;
}
