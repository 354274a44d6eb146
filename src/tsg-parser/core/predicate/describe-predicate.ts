import { assertNever } from '../../../platform/errors.js';
import type {
  CellTest,
  Predicate,
  Quantifier,
  Quantity,
  ReadyState,
  RowCountPredicate,
  RowsPredicate,
  RowTest,
  TextPattern,
  WordTest,
} from './predicate.js';
import { whenEmptyOf } from './quantifiers.js';

/** How a query is called before what is said of its result: `q2`; null leaves the name out. */
export type QueryNaming = (queryId: string) => string | null;

/**
 * A predicate in the author's own form, for `periplus explain`, the dashboard and `<!-- when: … -->`:
 * `readAuthorPredicate` reads it back.
 */
export function describePredicate(predicate: Predicate, naming: QueryNaming = () => null): string {
  switch (predicate.kind) {
    case 'every':
    case 'either':
      return predicate.of.map((part) => grouped(part, naming)).join(predicate.kind === 'every' ? ' and ' : ' or ');
    case 'not':
      return `not (${describePredicate(predicate.of, naming)})`;
    case 'alert':
      return `alert is ${predicate.state}`;
    case 'text':
      return predicate.patterns.map((pattern) => `${prefixOf(predicate.query, naming)}text ${describePattern(pattern)}`).join(' or ');
    case 'row-count':
      return `${prefixOf(predicate.query, naming)}${describeCount(predicate)}`;
    case 'rows':
      return `${prefixOf(predicate.query, naming)}${describeRows(predicate)}`;
    default:
      return assertNever(predicate);
  }
}

function prefixOf(query: string | null, naming: QueryNaming): string {
  const name = query === null ? null : naming(query);
  return name === null ? '' : `${name}: `;
}

function describeCount({ comparator, count, where }: RowCountPredicate): string {
  return comparator === '=' && count === 0 ? `no rows${whereOf(where)}` : `count(rows${whereOf(where)}) ${comparator} ${count}`;
}

function describeRows(predicate: RowsPredicate): string {
  const { quantifier, test, where } = predicate;
  const empty = predicate.whenEmpty === whenEmptyOf(quantifier) ? '' : ` if empty ${predicate.whenEmpty}`;
  const name = describeQuantifier(quantifier);
  const filters = `${whereOf(where)}${predicate.prefer === null ? '' : ` preferably ${groupedTest(predicate.prefer)}`}`;
  if (test.kind === 'cell') return `${name}(${columnName(test.column.name)}${filters}) ${describeCellTest(test.test)}${empty}`;
  return `${name}(rows${filters}): ${groupedTest(test)}${empty}`;
}

function whereOf(where: RowTest | null): string {
  return where === null ? '' : ` where ${groupedTest(where)}`;
}

function grouped(predicate: Predicate, naming: QueryNaming): string {
  const text = describePredicate(predicate, naming);
  const several = predicate.kind === 'every' || predicate.kind === 'either' || (predicate.kind === 'text' && predicate.patterns.length > 1);
  return several ? `(${text})` : text;
}

function describePattern(pattern: TextPattern): string {
  return pattern.kind === 'contains' ? `contains ${quote(pattern.text)}` : `matches ${quote(pattern.expression)}`;
}

function describeQuantifier(quantifier: Quantifier): string {
  switch (quantifier.kind) {
    case 'count':
      return `count ${quantifier.comparator} ${quantifier.count} of`;
    case 'share':
      return `share ${quantifier.comparator} ${quantifier.share} of`;
    case 'any':
    case 'all':
    case 'none':
    case 'the':
    case 'most':
    case 'latest':
      return quantifier.kind;
    default:
      return assertNever(quantifier);
  }
}

function describeRowTest(test: RowTest): string {
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
    case 'restarts-within':
      return `restarts within ${test.windowSeconds} s ${test.comparator} ${test.count}`;
    default:
      return assertNever(test);
  }
}

function groupedTest(test: RowTest): string {
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

function describeCellTest(test: CellTest): string {
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
    default:
      return assertNever(test);
  }
}

function describeWords(test: WordTest): string {
  const verb = { is: 'in', contains: 'contains', starts: 'starts' }[test.match];
  const [only, second] = test.words;
  if (only !== undefined && second === undefined) return `${verb === 'in' ? '=' : verb} ${quote(only)}`;
  return `${verb} (${test.words.map(quote).join(', ')})`;
}

function describeQuantity(quantity: Quantity): string {
  if (quantity.unit === null || quantity.unit === 'ratio') return String(quantity.value);
  return `${quantity.value} ${quantity.unit}`;
}

/** Quotes with whichever mark the text does not hold. */
function quote(text: string): string {
  return text.includes('"') ? `'${text}'` : `"${text}"`;
}

function columnName(name: string): string {
  return /^[A-Za-z_][\w.-]*$/.test(name) ? name : `\`${name}\``;
}
