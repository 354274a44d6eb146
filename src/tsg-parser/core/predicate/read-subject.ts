import { FILLERS, GENERIC_NOUNS, looksLikeStatus, measureNamed, resourceNamed, stateNamed } from './lexicon.js';
import { readCountPhrase, readThreshold } from './phrases.js';
import type { Quantifier } from './predicate.js';
import type { QueryFacts } from './query-facts.js';
import { clusterCommand, columnsOf, isCluster, mentions } from './query-profile.js';
import { columnIndex, normalName } from './table-view.js';
import type { Token } from './tokens.js';
import { TokenCursor } from './tokens.js';

/** What a clause speaks of. */
export interface Subject {
  /** Null: a bare noun without article or quantifier. */
  readonly quantifier: Quantifier | null;
  /** "not all", "not every". */
  readonly negated: boolean;
  readonly plural: boolean;
  /** Words that name what is measured or a column. */
  readonly measures: readonly string[];
  /** All its words, lower case, for columns of several words. */
  readonly words: readonly string[];
  /** Words that name one of the rows: "the `catalogue` pod". */
  readonly entities: readonly string[];
  /** Such words that the query itself holds: it may be about them already. */
  readonly mentioned: readonly string[];
  /** States used as adjectives: "any CRITICAL scenario". */
  readonly states: readonly string[];
}

/** A clause that says nothing of its subject. */
export const NO_SUBJECT: Subject = {
  quantifier: null,
  negated: false,
  plural: false,
  measures: [],
  words: [],
  entities: [],
  mentioned: [],
  states: [],
};

const ANY = [
  'any',
  'any of',
  'at least one',
  'at least one of',
  'one or more',
  'one or more of',
  'some',
  'some of',
  'a',
  'an',
  'one',
  'one of',
  'another',
  'either of',
  'either',
];
const ALL = ['all', 'all of', 'every', 'every one of', 'each', 'each of', 'both', 'both of'];
const NONE = ['no', 'none of', 'none', 'neither', 'neither of', 'not one of', 'not a single', 'not any', 'not any of'];
const HALF = ['at least half of', 'at least half', 'half of', 'half or more of'];
const MOST = ['most', 'most of', 'the majority of', 'a majority of', 'more than half of', 'more than half'];
const LATEST = ['the latest', 'the newest', 'the most recent', 'the last', 'latest', 'newest'];
const THE = ['the', 'this', 'that', 'the only', 'its'];

/** The quantifier a clause begins with; null where it begins with a bare noun. */
export function readQuantifier(cursor: TokenCursor): { readonly quantifier: Quantifier | null; readonly negated: boolean } {
  if (cursor.take('not all', 'not every', 'not all of', 'not all the', 'not all of the', 'not each') !== null)
    return { quantifier: { kind: 'all' }, negated: true };
  const lists: readonly (readonly [readonly string[], Quantifier])[] = [
    [HALF, { kind: 'share', comparator: '>=', share: 0.5 }],
    [MOST, { kind: 'most' }],
    [LATEST, { kind: 'latest' }],
    [NONE, { kind: 'none' }],
    [ALL, { kind: 'all' }],
    [ANY, { kind: 'any' }],
  ];
  for (const [phrases, quantifier] of lists) if (cursor.take(...phrases) !== null) return { quantifier, negated: false };
  const counted = readCounting(cursor);
  if (counted !== null) return { quantifier: counted, negated: false };
  return { quantifier: cursor.take(...THE) === null ? null : { kind: 'the' }, negated: false };
}

/** "more than 3 pods", "at least 2 of the pods", "more than 50% of the pods". */
function readCounting(cursor: TokenCursor): Quantifier | null {
  const start = cursor.mark();
  const share = readThreshold(cursor, false);
  if (share?.quantity.unit === '%' && cursor.take('of') !== null)
    return { kind: 'share', comparator: share.comparator, share: share.quantity.value / 100 };
  cursor.reset(start);
  const count = readCountPhrase(cursor);
  if (count !== null) {
    cursor.take('of');
    if (cursor.peek()?.kind === 'word' || cursor.peek()?.kind === 'literal')
      return { kind: 'count', comparator: count.comparator, count: count.count };
  }
  cursor.reset(start);
  return null;
}

const ONLY_ONE: Quantifier = { kind: 'count', comparator: '=', count: 1 };

const INNER: Readonly<Record<string, Quantifier>> = {
  any: { kind: 'any' }, one: { kind: 'any' }, some: { kind: 'any' }, a: { kind: 'the' }, every: { kind: 'all' }, each: { kind: 'all' }, all: { kind: 'all' }, both: { kind: 'all' },
  most: { kind: 'most' }, latest: { kind: 'latest' }, newest: { kind: 'latest' },
}; // prettier-ignore

/** Sorts the words of a subject. Null where the subject is about another resource or holds words nobody can place. */
export function readSubject(
  tokens: readonly Token[],
  outer: { readonly quantifier: Quantifier | null; readonly negated: boolean },
  query: QueryFacts,
): Subject | null {
  const draft: Draft = {
    quantifier: outer.quantifier,
    plural: false,
    measures: [],
    words: [],
    entities: [],
    mentioned: [],
    states: [],
    resources: [],
  };
  const head = headOf(tokens, outer.quantifier, query);
  for (const token of tokens) {
    if (token === head) continue;
    if (token.kind === 'mark' || token.kind === 'operator' || token.kind === 'ratio') return null;
    if (token.kind === 'word') placeWord(token, query, draft);
    else if (token.kind === 'literal' && columnIndex(columnsOf(query) ?? [], token.raw) >= 0) draft.measures.push(token.raw);
    else placeName(token.raw, query, draft);
  }
  if (draft.words.includes('only') && draft.quantifier?.kind !== 'count') return null;
  const column = columnNamed(draft.words, query);
  if (column !== null)
    return { ...NO_SUBJECT, quantifier: draft.quantifier, negated: outer.negated, measures: [column], words: draft.words };
  if (isOtherResource(draft.resources, query) || draft.entities.length > 2) return null;
  const { resources: _, ...subject } = draft;
  return { ...subject, negated: outer.negated };
}

/** "any computer": what follows a quantifier names the rows, whatever the word; of a cluster the word must be known. */
function headOf(tokens: readonly Token[], quantifier: Quantifier | null, query: QueryFacts): Token | null {
  if (quantifier === null || quantifier.kind === 'the' || quantifier.kind === 'latest' || isCluster(query)) return null;
  const end = tokens.findIndex((token) => ['of', 'in', 'for', 'on', 'with', 'from'].includes(token.text));
  const head = tokens[(end < 0 ? tokens.length : end) - 1];
  const known =
    head !== undefined &&
    (measureNamed(head.text) !== null || isColumn(head.raw, query) || stateNamed(head.text) !== null || looksLikeStatus(head.raw));
  return head?.kind === 'word' && !known ? head : null;
}

/** "the storage class" is STORAGECLASS. */
function columnNamed(words: readonly string[], query: QueryFacts): string | null {
  if (words.length < 2) return null;
  return (columnsOf(query) ?? []).find((column) => normalName(column).replaceAll(' ', '') === words.join('').replaceAll('_', '')) ?? null;
}

interface Draft {
  quantifier: Quantifier | null;
  plural: boolean;
  readonly measures: string[];
  readonly words: string[];
  readonly entities: string[];
  readonly mentioned: string[];
  readonly states: string[];
  readonly resources: string[];
}

function placeName(name: string, query: QueryFacts, draft: Draft): void {
  const within = name.length >= 4 && query.text.toLowerCase().includes(name.toLowerCase());
  (within || mentions(query, name) ? draft.mentioned : draft.entities).push(name);
}

function placeWord(token: Token, query: QueryFacts, draft: Draft): void {
  const word = token.text.replace(/'s$/, '');
  const inner = INNER[word];
  const takesQuantifier = draft.quantifier === null || draft.quantifier.kind === 'the';
  const resource = resourceNamed(word);
  if (inner !== undefined && takesQuantifier && inner.kind !== 'the')
    draft.quantifier = word === 'one' && draft.words.at(-1) === 'only' ? ONLY_ONE : inner;
  if (word === 'only') draft.words.push(word);
  if (word === 'only') return;
  if (FILLERS.has(word) || inner !== undefined || ['with', 'has', 'have', 'having'].includes(word)) return;
  draft.words.push(word);
  if (isColumn(token.raw, query)) draft.measures.push(token.raw);
  else if (resource !== null) draft.resources.push(resource);
  else if (measureNamed(word) !== null) draft.measures.push(word);
  else if (stateNamed(word) !== null || looksLikeStatus(token.raw)) draft.states.push(stateNamed(word) ?? token.raw);
  else if (isPartOfColumn(word, query)) draft.measures.push(word);
  else if (!GENERIC_NOUNS.has(word)) placeName(word, query, draft);
  draft.plural ||=
    (resource !== null || GENERIC_NOUNS.has(word)) && /[^s]s$/.test(word) && !['status', 'series', 'endpoints'].includes(word);
}

function isColumn(word: string, query: QueryFacts): boolean {
  const columns = columnsOf(query) ?? [];
  const singular = normalName(word).replace(/s$/, '');
  return (
    word.toLowerCase() !== 'name' &&
    (columnIndex(columns, word) >= 0 || (word.length > 3 && columns.some((column) => normalName(column) === singular)))
  );
}

/** "size" of `size_bytes`; nouns for the rows themselves ("flag" of `flag_name`) measure nothing. */
function isPartOfColumn(word: string, query: QueryFacts): boolean {
  return (
    !GENERIC_NOUNS.has(word) && word.length > 2 && (columnsOf(query) ?? []).some((column) => normalName(column).split(' ').includes(word))
  );
}

/** "any node is NotReady" says nothing of a query for pods. */
function isOtherResource(resources: readonly string[], query: QueryFacts): boolean {
  const command = clusterCommand(query);
  const strict = resources.filter((resource) => !['service', 'endpoints', 'job', 'volume'].includes(resource));
  if (command === null || command.verb === 'logs' || command.verb === 'describe' || strict.length === 0) return false;
  return !strict.some((resource) => command.resources.includes(resource));
}
