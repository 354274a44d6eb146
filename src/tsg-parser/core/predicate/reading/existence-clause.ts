import type { Comparator, Predicate, RowTest } from '../predicate.js';
import type { Token } from '../tokens.js';
import { singularOf, verbOf } from '../words/inflections.js';
import { ORDINARY } from '../words/ordinary-words.js';
import { measureNamed } from '../words/measures.js';
import { OUTPUT_NOUNS, resourceNamed, ROW_NOUNS } from '../words/things.js';
import type { Binding } from './bind-measure.js';
import { bindMeasure } from './bind-measure.js';
import { blankColumn } from './blank-test.js';
import type { Objection } from './clause.js';
import { Clause, isObjection } from './clause.js';
import { firstHead, isVerbAt } from './heads.js';
import { judgeLeftovers } from './leftovers.js';
import { metricCount } from './metric-count.js';
import { cuesOf } from './number-test.js';
import { takeScope } from './quantifiers.js';
import { isRowNoun } from './row-nouns.js';
import { opposite } from './quantities.js';
import type { QueryProfile } from './query-profile.js';
import { isCluster, isMetric, mentions } from './query-profile.js';
import { emptyAnswer } from './rows-clause.js';
import { agreeing, allOf, negated, number } from './row-tests.js';
import { takeStates, testStates } from './state-test.js';

const EXIST = [
  ...['list', 'return', 'find', 'show', 'display', 'print', 'report', 'see', 'log', 'record', 'observe', 'detect', 'identify', 'give', 'mention', 'output', 'yield', 'note'].map((verb) => `be ${verb}`),
  ...['exist', 'appear', 'occur', 'come back', 'show up', 'turn up', 'return', 'match', 'be present', 'be there', 'be visible', 'be available', 'list', 'find', 'result', 'be in the output', 'be left', 'show', 'be missing', 'be absent', 'come out', 'come up', 'pop up', 'exist in the output'],
]; // prettier-ignore
const ABSENT = new Set(['be missing', 'be absent']);
const NOTHING = [
  'nothing',
  'no output',
  'no result',
  'no data',
  'empty result',
  'empty list',
  'empty output',
  'empty set',
  'empty response',
  'empty table',
];
const SOMETHING = ['something', 'anything', 'any output', 'any result', 'any data', 'output', 'data'];
const EMPTY = ['be empty', 'come back empty', 'be blank', 'return empty', 'come up empty', 'empty', 'blank'];

interface Size {
  readonly comparator: Comparator;
  readonly count: number;
}

/** "no rows", "nothing comes back", "the list is empty", "more than one revision is listed", "the pod does not exist". */
export function readExistence(words: readonly Token[], query: QueryProfile, told: boolean): Predicate | Objection | null {
  const clause = new Clause(words, query);
  const ofData = words.some((word) => ['data', 'datapoints', 'samples'].includes(word.text));
  const whole = wholeAnswer(clause, told);
  if (whole !== null) return sized(clause, whole, ofData);
  if (['shell', 'powershell', 'logfilter', 'javascript'].includes(query.facts.language)) return null;
  const there = clause.take('there be', 'there have be', 'there exist', 'there have') !== null;
  const scope = takeScope(clause, there);
  if (
    scope.negated ||
    scope.quantifier?.kind === 'all' ||
    scope.quantifier?.kind === 'most' ||
    scope.quantifier?.kind === 'share' ||
    scope.quantifier?.kind === 'latest'
  )
    return null;
  const verb = takeExisting(clause) ?? takeSelected(clause);
  const fragment = firstHead(words, 1) >= words.length && ['none', 'count', 'any'].includes(scope.quantifier?.kind ?? '');
  if (verb === null && !there && !told && !fragment) return null;
  if (verb !== null && ABSENT.has(verb.phrase) && scope.quantifier?.kind !== 'the') return null;
  const noun = nounOf(clause);
  if (noun === null) return readMeasuredSize(clause, scope.quantifier, verb?.phrase ?? null);
  const not = clause.take('not') !== null;
  if (clause.find('be', 'do', 'can') !== null && !(not && clause.take('be', 'do') !== null)) return null;
  const adjectives = statesBefore(clause);
  if (adjectives !== null && isObjection(adjectives)) return adjectives;
  const size = sizeOf(scope.quantifier, not !== (verb !== null && ABSENT.has(verb.phrase)));
  if (size === null) return null;
  return aboutColumn(clause, size) ?? countingRows(clause, size, noun, adjectives);
}

/** The answer as a whole: nothing, something, empty. */
function wholeAnswer(clause: Clause, told: boolean): Size | null {
  const output = clause.words.some(
    (word) => word.kind === 'word' && (OUTPUT_NOUNS.has(singularOf(word.text)) || ROW_NOUNS.has(singularOf(word.text))),
  );
  const empty = output ? clause.take(...EMPTY) : null;
  if (empty !== null) return clause.take('not') === null ? { comparator: '=', count: 0 } : { comparator: '>=', count: 1 };
  const nothing = clause.take(...NOTHING);
  if (nothing !== null) return { comparator: '=', count: 0 };
  const something = clause.find('something', 'anything') !== null || told ? clause.take(...SOMETHING) : null;
  if (something === null) return null;
  return clause.take('not') === null ? { comparator: '>=', count: 1 } : { comparator: '=', count: 0 };
}

/** The verb of being there; a word that is a noun as often must stand as a verb. */
function takeExisting(clause: Clause): ReturnType<Clause['take']> {
  const found = clause.find(...EXIST);
  if (found === null || (!found.phrase.includes(' ') && !isVerbAt(clause.words, found.at))) return null;
  return clause.take(found.phrase);
}

/** "no order is stuck" where the query selects `'stuck'` ones: its rows are of that kind. */
function takeSelected(clause: Clause): ReturnType<Clause['take']> {
  if (!['sql', 'kql'].includes(clause.query.facts.language)) return null;
  const last = clause.words.at(-1);
  if (last?.kind !== 'word' || !new RegExp(`["'\`]${last.text}["'\`]`, 'i').test(clause.query.text)) return null;
  return clause.take(`be ${last.text}`);
}

function sized(clause: Clause, size: Size, literal: boolean): Predicate | Objection | null {
  takeExisting(clause);
  const names = judgeLeftovers(clause);
  if (isObjection(names)) return names;
  if (names.where !== null) return null;
  return {
    kind: 'row-count',
    query: clause.query.facts.queryId,
    where: null,
    ...size,
    ...(literal && isMetric(clause.query) && { ofNoData: true }),
  };
}

/** "there were no 5xx responses", "stdev is listed": what is counted is a number, or a name is looked for. */
function readMeasuredSize(clause: Clause, quantifier: { readonly kind: string } | null, verb: string | null): Predicate | Objection | null {
  const not = clause.take('not') !== null;
  const size = sizeOf(quantifier, not !== (verb !== null && ABSENT.has(verb)));
  if (size === null) return null;
  const cues = cuesOf(clause).filter((cue) => measureNamed(cue.text) !== null || mentions(clause.query, cue.text));
  const binding = cues.length === 0 ? null : bindMeasure(cues, null, clause.query);
  if (binding !== null && !isObjection(binding) && (binding.words.length > 0 || isMetric(clause.query)))
    return measured(clause, size, binding);
  const names = judgeLeftovers(clause);
  if (isObjection(names)) return names;
  if (names.where === null || verb === null || clause.query.printsText || clause.unread.length > 3) return null;
  return { kind: 'row-count', query: clause.query.facts.queryId, where: names.where, ...size };
}

function measured(clause: Clause, { comparator, count }: Size, binding: Binding): Predicate | Objection {
  clause.read(...binding.words);
  const names = judgeLeftovers(clause);
  if (isObjection(names)) return names;
  const kind = comparator === '=' && count === 0 ? 'all' : comparator === '>=' && count === 1 ? 'any' : 'the';
  const test = agreeing(binding.columns.map((column) => (kind === 'any' ? number(column, '>', 0) : number(column, comparator, count))));
  return {
    kind: 'rows',
    query: clause.query.facts.queryId,
    quantifier: { kind },
    where: names.where,
    prefer: names.prefer,
    test,
    whenEmpty: 'undecidable',
  };
}

/** The noun that stands for the rows: the query's own resource, a generic one, or one the query speaks of. */
function nounOf(clause: Clause): string | null {
  const nouns = clause.unread.filter((word) => word.kind === 'word');
  const own =
    nouns.find((word) => isRowNoun(word, clause.query)) ??
    nouns.find((word) => ['output', 'result', 'log', 'data', 'name', 'resource', 'finding', 'value'].includes(singularOf(word.text)));
  if (own !== undefined) return singularOf(own.text);
  const spoken = isCluster(clause.query) ? undefined : nouns.find((word) => mentions(clause.query, word.text) && word.text.length > 3);
  return spoken === undefined ? null : singularOf(spoken.text);
}

/** ENDPOINTS, which is `<none>` where a service has none: "no endpoints", "an IP address" are about the cell, not the row. */
function aboutColumn(clause: Clause, size: Size): Predicate | Objection | null {
  if (!isCluster(clause.query) || size.count > 1 || (size.count === 1 && size.comparator !== '>=')) return null;
  const blank = clause.attempt(blankColumn);
  if (blank === null) return null;
  const names = judgeLeftovers(clause);
  if (isObjection(names)) return names;
  const quantifier = { kind: size.count === 0 ? ('all' as const) : ('any' as const) };
  return {
    kind: 'rows',
    query: clause.query.facts.queryId,
    quantifier,
    where: names.where,
    prefer: names.prefer,
    test: size.count === 0 ? blank : negated(blank),
    whenEmpty: size.count === 0 ? 'true' : 'false',
  };
}

function statesBefore(clause: Clause): RowTest | Objection | null {
  const found = clause.attempt((one) => takeStates(one));
  if (found === null) return null;
  return (
    testStates(found, clause.query) ?? {
      objection: `the result does not show what is ${found.states.map((state) => state.text).join(' or ')}`,
    }
  );
}

function sizeOf(quantifier: { readonly kind: string } | null, not: boolean): Size | null {
  const size = plainSize(quantifier);
  if (size === null || !not) return size;
  return size.count === 0
    ? { comparator: '>=', count: 1 }
    : size.comparator === '>=' && size.count === 1
      ? { comparator: '=', count: 0 }
      : { ...size, comparator: opposite(size.comparator) };
}

function plainSize(quantifier: { readonly kind: string } | null): Size | null {
  if (quantifier?.kind === 'none') return { comparator: '=', count: 0 };
  if (quantifier?.kind === 'count') return quantifier as unknown as Size;
  return { comparator: '>=', count: 1 };
}

/** Whether the names among the words look like names, and not like words nobody knows. */
function namesPlainly(clause: Clause): boolean {
  return clause.unread.every(
    (word) =>
      word.kind !== 'word' ||
      /[-_.\d]|[a-z][A-Z]/.test(word.raw) ||
      ORDINARY.has(singularOf(word.text)) ||
      ORDINARY.has(word.text) ||
      verbOf(word.text) !== null ||
      resourceNamed(singularOf(word.text)) !== null ||
      mentions(clause.query, word.text),
  );
}

/** Whether the rows are of that kind, so that none of them with a name means that there is none. */
function isOwn(noun: string, query: QueryProfile): boolean {
  const resource = resourceNamed(noun);
  return (
    (resource !== null && query.command?.resources.includes(resource) === true) ||
    query.columns?.some((column) => column.role === 'label' && column.words.includes(noun)) === true ||
    (ROW_NOUNS.has(noun) && noun !== 'match')
  );
}

function countingRows(clause: Clause, { comparator, count }: Size, noun: string, adjectives: RowTest | null): Predicate | Objection {
  const names = judgeLeftovers(clause);
  if (isObjection(names)) return names;
  const { query } = clause;
  const value = names.where === null && !ROW_NOUNS.has(noun) ? metricCount({ comparator, count }, noun, query) : null;
  if (value !== null) return value;
  if (names.where !== null && (!isOwn(noun, query) || !namesPlainly(clause)))
    return { objection: 'nothing says that the result would show that' };
  const where = allOf([names.where, adjectives]);
  if (adjectives !== null && count <= 1 && comparator !== '>') {
    const quantifier = { kind: count === 0 ? ('none' as const) : ('any' as const) };
    if ((comparator === '=' && count === 0) || (comparator === '>=' && count === 1))
      return {
        kind: 'rows',
        query: query.facts.queryId,
        quantifier,
        where: names.where,
        prefer: names.prefer,
        test: adjectives,
        whenEmpty: emptyAnswer(quantifier, query),
      };
  }
  const literal = where === null && isMetric(query) && ['data', 'datapoint', 'sample'].includes(noun);
  return { kind: 'row-count', query: query.facts.queryId, where, comparator, count, ...(literal && { ofNoData: true }) };
}
