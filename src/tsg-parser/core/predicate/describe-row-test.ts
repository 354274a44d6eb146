import { assertNever } from '../../../platform/errors.js';
import type { CellTest, Quantity, ReadyState, RowTest, Term, WordTest } from './predicate.js';

/** What a row must show, in the author's own form. */
export function describeRowTest(test: RowTest): string {
  switch (test.kind) {
    case 'every':
    case 'either':
      return test.of.map(groupedTest).join(test.kind === 'every' ? ' and ' : ' or ');
    case 'not':
      return `not (${describeRowTest(test.of)})`;
    case 'cell':
      return `${columnName(test.column.name)} ${describeCellTest(test.test)}`;
    case 'any-cell':
      return `any cell ${describeWords(test.test)}`;
    case 'columns':
      return `${columnName(test.left.name)} ${test.comparator} column ${columnName(test.right.name)}`;
    case 'readings':
      return `agreed (${test.of.map(describeRowTest).join('; ')})`;
    case 'sums':
      return `calc (${describeTerms(test.left)}) ${test.comparator} calc (${describeTerms(test.right)})`;
    case 'restarts-within':
      return `restarts within ${test.windowSeconds} s ${test.comparator} ${test.count}`;
    default:
      return assertNever(test);
  }
}

function describeTerms(terms: readonly Term[]): string {
  return terms.map(({ column, factor }) => (factor === 1 ? columnName(column.name) : `${factor} * ${columnName(column.name)}`)).join(' + ');
}

export function groupedTest(test: RowTest): string {
  const text = describeRowTest(test);
  return test.kind === 'every' || test.kind === 'either' ? `(${text})` : text;
}

export const READY_PHRASES: Readonly<Record<ReadyState, string>> = {
  full: 'is full',
  available: 'is available',
  fewer: 'is below desired',
  none: 'is none ready',
  'zero-desired': 'is zero desired',
};

export function describeCellTest(test: CellTest): string {
  switch (test.kind) {
    case 'number':
      return `${test.comparator} ${describeQuantity(test.quantity)}`;
    case 'blank':
      return 'is empty';
    case 'age':
      return `${test.direction === 'since' ? 'ago' : 'ahead'} ${test.comparator} ${test.seconds} s`;
    case 'ready':
      return READY_PHRASES[test.state];
    case 'word':
      return describeWords(test);
    case 'flag':
      return 'is on';
    case 'state':
      return `is like ${quote(test.state)}`;
    default:
      return assertNever(test);
  }
}

function describeWords(test: WordTest): string {
  const verb = { is: 'in', contains: 'contains', starts: 'starts', names: 'names' }[test.match];
  const [only, second] = test.words;
  if (only !== undefined && second === undefined) return `${verb === 'in' ? '=' : verb} ${quote(only)}`;
  return `${verb} (${test.words.map(quote).join(', ')})`;
}

export function describeQuantity(quantity: Quantity): string {
  if (quantity.unit === null || quantity.unit === 'ratio') return String(quantity.value);
  return `${quantity.value} ${quantity.unit}`;
}

/** Quotes with whichever mark the text does not hold. */
export function quote(text: string): string {
  return text.includes('"') ? `'${text}'` : `"${text}"`;
}

export function columnName(name: string): string {
  return /^[A-Za-z_][\w.-]*$/.test(name) ? name : `\`${name}\``;
}
