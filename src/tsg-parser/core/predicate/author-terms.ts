import type { AuthorError } from './author-error.js';
import { readColumnName, referenceTo } from './author-names.js';
import { readNumber } from './author-numbers.js';
import type { Comparator, RowTest, Term } from './predicate.js';
import type { ConditionFacts } from './query-facts.js';
import type { TokenCursor } from './tokens.js';

/** After `agreed (`: readings that must agree, with semicolons between them. */
export function readAgreed<T extends object>(
  cursor: TokenCursor,
  readOne: () => T | AuthorError,
): { kind: 'readings'; of: T[] } | AuthorError {
  const of: T[] = [];
  do {
    const one = readOne();
    if ('error' in one) return one;
    of.push(one);
  } while (cursor.take(';') !== null);
  return cursor.take(')') === null ? { error: 'a closing bracket is missing after agreed (' } : { kind: 'readings', of };
}

/** After `calc (`: `a + 2 * b) > calc (c)`. */
export function readCalculation(cursor: TokenCursor, facts: ConditionFacts): RowTest | AuthorError {
  const left = readTerms(cursor, facts);
  const comparator = readSign(cursor);
  const right = comparator === null || cursor.take('calc (') === null ? null : readTerms(cursor, facts);
  return left === null || right === null || comparator === null
    ? { error: 'write calc (a + b) > calc (2 * c)' }
    : { kind: 'sums', left, comparator, right };
}

function readTerms(cursor: TokenCursor, facts: ConditionFacts): readonly Term[] | null {
  const terms: Term[] = [];
  do {
    const factor = cursor.peek()?.kind === 'number' ? readNumber(cursor) : 1;
    if (factor === null || (factor !== 1 && cursor.take('*') === null)) return null;
    const name = readColumnName(cursor);
    if (name === null) return null;
    terms.push({ column: referenceTo(name, facts), factor });
  } while (cursor.take('+') !== null);
  return cursor.take(')') === null ? null : terms;
}

export function readSign(cursor: TokenCursor): Comparator | null {
  return cursor.peek()?.kind === 'operator' ? ((cursor.next()?.text ?? null) as Comparator | null) : null;
}
