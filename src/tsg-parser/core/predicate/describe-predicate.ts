import { assertNever } from '../../../platform/errors.js';
import { columnName, describeCellTest, describeQuantity, describeRowTest, groupedTest, quote } from './describe-row-test.js';
import type {
  AggregatePredicate,
  Predicate,
  Quantifier,
  RowCountPredicate,
  RowsPredicate,
  RowTest,
  TextPattern,
  TextPredicate,
  VersusPredicate,
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
    case 'readings':
      return `agreed (${predicate.of.map((part) => describePredicate(part, naming)).join('; ')})`;
    case 'text':
      return describeText(predicate, prefixOf(predicate.query, naming));
    case 'rows':
    case 'row-count':
    case 'aggregate':
    case 'trend':
    case 'versus':
    case 'line-count':
    case 'field':
      return `${prefixOf(predicate.query, naming)}${describeOver(predicate)}`;
    default:
      return assertNever(predicate);
  }
}

function prefixOf(query: string | null, naming: QueryNaming): string {
  const name = query === null ? null : naming(query);
  return name === null ? '' : `${name}: `;
}

function describeText({ patterns, absent }: TextPredicate, prefix: string): string {
  return patterns
    .map((pattern) => `${prefix}text ${describePattern(pattern)}${absent === undefined ? '' : ' else undecidable'}`)
    .join(' or ');
}

type OverResult = Exclude<Extract<Predicate, { readonly query: string | null }>, TextPredicate>;

/** What is said of one result, without the name of its query. */
function describeOver(predicate: OverResult): string {
  switch (predicate.kind) {
    case 'rows':
      return describeRows(predicate);
    case 'row-count':
      return describeRowCount(predicate);
    case 'aggregate':
      return describeAggregate(predicate);
    case 'trend':
      return `${predicate.direction}(${columnName(predicate.column.name)}${whereOf(predicate.where)})`;
    case 'versus':
      return describeVersus(predicate);
    case 'line-count':
      return `count(lines ${predicate.patterns.map(describePattern).join(' or ')}) ${predicate.comparator} ${predicate.count}`;
    case 'field':
      return `field(${quote(predicate.name)}) ${describeCellTest(predicate.test)}`;
    default:
      return assertNever(predicate);
  }
}

function describeRowCount({ where, comparator, count, ofNoData }: RowCountPredicate): string {
  const anyhow = ofNoData === true ? ' even without data' : '';
  if (comparator === '=' && count === 0) return `no rows${whereOf(where)}${anyhow}`;
  return `count(rows${whereOf(where)}) ${comparator} ${count}${anyhow}`;
}

function describeAggregate({ of, column, where, comparator, quantity }: AggregatePredicate): string {
  return `${of}(${columnName(column.name)}${whereOf(where)}) ${comparator} ${describeQuantity(quantity)}`;
}

function describeVersus({ column, left, comparator, factor, right }: VersusPredicate): string {
  return `compare(${columnName(column.name)}): (${describeRowTest(left)}) ${comparator} ${factor} * (${describeRowTest(right)})`;
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
  switch (pattern.kind) {
    case 'contains':
      return `contains ${quote(pattern.text)}`;
    case 'matches':
      return `matches ${quote(pattern.expression)}`;
    case 'mentions':
      return `mentions (${pattern.words.map(quote).join(', ')})`;
    case 'level':
      return `level ${pattern.level}`;
    default:
      return assertNever(pattern);
  }
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
