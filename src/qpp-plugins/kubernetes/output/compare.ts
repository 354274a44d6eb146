import { assertNever } from '../../../platform/errors.js';

export type OrderComparator = '==' | '!=' | '<' | '<=' | '>' | '>=';

/** Two values of one kind, as awk and a jsonpath compare them: numbers by size, words by their characters. */
export function compares(left: string | number, comparator: OrderComparator, right: string | number): boolean {
  switch (comparator) {
    case '==':
      return left === right;
    case '!=':
      return left !== right;
    case '<':
      return left < right;
    case '<=':
      return left <= right;
    case '>':
      return left > right;
    case '>=':
      return left >= right;
    default:
      return assertNever(comparator);
  }
}
