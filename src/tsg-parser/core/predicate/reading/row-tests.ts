import type { CellTest, Comparator, Quantity, RowTest, WordTest } from '../predicate.js';
import type { ColumnProfile } from './query-profile.js';

/** Short hands for the tests of a row that readers put together. */

export function cell(column: ColumnProfile | string, test: CellTest): RowTest {
  return {
    kind: 'cell',
    column: typeof column === 'string' ? { name: column, unit: null } : { name: column.name, unit: column.unit },
    test,
  };
}

export function number(column: ColumnProfile | string, comparator: Comparator, quantity: Quantity | number): RowTest {
  return cell(column, { kind: 'number', comparator, quantity: typeof quantity === 'number' ? { value: quantity, unit: null } : quantity });
}

export function words(match: WordTest['match'], ...asked: readonly string[]): WordTest {
  return { kind: 'word', match, words: asked };
}

export function every(tests: readonly RowTest[]): RowTest {
  const [only] = tests;
  return tests.length === 1 && only !== undefined ? only : { kind: 'every', of: tests };
}

export function either(tests: readonly RowTest[]): RowTest {
  const [only] = tests;
  return tests.length === 1 && only !== undefined ? only : { kind: 'either', of: tests };
}

/** Tests none of which is known to be the one that is meant: they must agree. */
export function agreeing(tests: readonly RowTest[]): RowTest {
  const [only] = tests;
  return tests.length === 1 && only !== undefined ? only : { kind: 'readings', of: tests };
}

export function negated(test: RowTest): RowTest {
  return test.kind === 'not' ? test.of : { kind: 'not', of: test };
}

export function allOf(tests: readonly (RowTest | null)[]): RowTest | null {
  const given = tests.filter((test) => test !== null);
  return given.length === 0 ? null : every(given);
}
