import type { Quantifier } from '../predicate.js';
import type { Token } from '../tokens.js';
import { singularOf } from '../words/inflections.js';
import { stateGroup } from '../words/states.js';
import type { Clause } from './clause.js';
import { isWord } from './clause.js';
import { firstHead, isVerbAt } from './heads.js';
import { thresholdAt } from './quantities.js';
import { isRowNoun, PREPOSITIONS, subjectOf } from './row-nouns.js';

/** How many of the rows a clause speaks of. `negated`: "not all". Null: a bare noun without an article. */
export interface Scope {
  readonly quantifier: Quantifier | null;
  readonly negated: boolean;
  /** Whether the noun is in the plural. */
  readonly plural: boolean;
  /** Whether it stands behind what is said: "… for every pod". */
  readonly isTail?: boolean;
}

type Kind = 'any' | 'all' | 'none' | 'most' | 'latest';

const PHRASES: readonly (readonly [Kind, readonly string[]])[] = [
  ['none', ['no', 'zero', '0', '= 0', 'none of', 'none', 'neither', 'neither of', 'not one of', 'not one', 'not a single one of', 'not a single', 'not any of', 'not any', 'nobody']],
  ['most', ['most of', 'most', 'the majority of', 'a majority of', 'majority of']],
  ['latest', ['the latest', 'the newest', 'the most recent', 'latest', 'newest', 'most recent', 'the last', 'the current']],
  ['all', ['all of', 'all', 'every one of', 'every single', 'every', 'each of', 'each', 'both of', 'both', 'the entire', 'whole']],
  ['any', ['any one of', 'any of', 'any', '>= one of', '>= one', '>= 1 of', '>= 1', 'some of', 'some', 'one of', 'either of', 'either', 'another', 'a single', 'one', 'a', 'an', '1 of', '1']],
]; // prettier-ignore

const ARTICLES = ['these', 'those', 'the', 'our', 'your', 'its', 'their', 'my', 'this', 'that'];

/** Takes the quantifier at the beginning of a clause, or one further inside: "the p99 of any route", "… on at least one pool". */
export function takeScope(clause: Clause, there = false): Scope {
  const start = clause.words.findIndex((word) => !clause.isRead(word));
  const begin = Math.max(0, start);
  const negatedAll = clause.at(begin, 'not all of', 'not all', 'not every one of', 'not every', 'not each', 'not both');
  if (negatedAll !== null) return finish(clause, { kind: 'all' }, true, negatedAll.at, negatedAll.end);
  const counted = countedAt(clause, begin);
  if (counted !== null) return finish(clause, counted.quantifier, false, begin, counted.end);
  const leading = quantifierAt(clause, begin);
  if (leading !== null && leading.quantifier.kind !== 'the') return finish(clause, leading.quantifier, false, begin, leading.end);
  const inner = innerQuantifier(clause);
  if (inner !== null) return finish(clause, inner.quantifier, inner.negated, inner.at, inner.end);
  if (leading !== null) return finish(clause, leading.quantifier, false, begin, leading.end);
  return { quantifier: there ? { kind: 'any' } : null, negated: false, plural: isPlural(subjectOf(clause, 0)) };
}

function finish(clause: Clause, quantifier: Quantifier, negated: boolean, at: number, end: number): Scope {
  clause.read(...clause.words.slice(at, end));
  const articles = clause.at(end, ...ARTICLES);
  if (articles !== null) clause.read(...clause.words.slice(end, articles.end));
  return { quantifier, negated, plural: isPlural(subjectOf(clause, end)), isTail: at > 0 && firstHead(clause.words) < at };
}

function quantifierAt(clause: Clause, at: number): { readonly quantifier: Quantifier; readonly end: number } | null {
  for (const [kind, phrases] of PHRASES) {
    const found = clause.at(at, ...phrases);
    if (found !== null && !(kind === 'none' && /0$/.test(found.phrase) && subjectOf(clause, found.end).length === 0))
      return { quantifier: { kind }, end: found.end };
  }
  const article = clause.at(at, ...ARTICLES);
  return article === null ? null : { quantifier: { kind: 'the' }, end: article.end };
}

/** "of any route", "on at least one node", "are all Running", "not all ready". */
function innerQuantifier(
  clause: Clause,
): { readonly quantifier: Quantifier; readonly negated: boolean; readonly at: number; readonly end: number } | null {
  for (const [index, word] of clause.words.entries()) {
    if (clause.isRead(word) || word.kind === 'literal') continue;
    const negated = clause.at(index, 'not all', 'not every', 'not both');
    if (negated !== null) return { quantifier: { kind: 'all' }, negated: true, at: index, end: negated.end };
    const having = index > 0 && isWord(word, 'have') ? countedAt(clause, index + 1) : null;
    if (having !== null && saysMore(clause, having.end)) return { ...having, negated: false, at: index };
    const floating = index > 0 && isVerbAt(clause.words, index - 1) ? clause.at(index, 'all', 'each', 'both') : null;
    if (floating !== null) return { quantifier: { kind: 'all' }, negated: false, at: index, end: floating.end };
    if (!PREPOSITIONS.has(word.text)) continue;
    const counted = countedAt(clause, index + 1);
    if (counted !== null) return { ...counted, negated: false, at: index };
    const found = quantifierAt(clause, index + 1);
    if (found !== null && found.quantifier.kind !== 'the' && isRowPhrase(clause, found.end)) return { ...found, negated: false, at: index };
  }
  return null;
}

/** "has > 3 members running": a state behind what is counted. */
function saysMore(clause: Clause, from: number): boolean {
  return clause.words.slice(from).some((word) => word.kind === 'word' && stateGroup(word.text) !== null);
}

/** After "of any", "in a": the noun that follows stands for rows, not for a measure ("in a 5xx"). */
function isRowPhrase(clause: Clause, at: number): boolean {
  const nouns = subjectOf(clause, at);
  return nouns.length > 0 && nouns.some((noun) => isRowNoun(noun, clause.query));
}

/** "more than 3 pods", "= 2 of the pods", "> 50% of the pods", "> half of the nodes", "2 pods". */
function countedAt(clause: Clause, at: number): { readonly quantifier: Quantifier; readonly end: number } | null {
  const threshold = thresholdAt(clause, at);
  if (threshold === null || threshold.upTo !== null) return null;
  const { quantity, comparator, end } = threshold;
  const of = clause.at(end, 'of')?.end ?? null;
  const from = of ?? end;
  const nounsAt = clause.at(from, ...ARTICLES)?.end ?? from;
  if (!startsWithRowNoun(clause, nounsAt)) return null;
  if (quantity.unit === '%' && of !== null)
    return { quantifier: { kind: 'share', comparator: threshold.explicit ? comparator : '>=', share: quantity.value / 100 }, end: from };
  return quantity.unit === null && Number.isInteger(quantity.value)
    ? { quantifier: { kind: 'count', comparator, count: quantity.value }, end: from }
    : null;
}

function startsWithRowNoun(clause: Clause, at: number): boolean {
  const nouns = subjectOf(clause, at);
  const last = nouns.at(-1);
  return last !== undefined && isRowNoun(last, clause.query);
}

function isPlural(nouns: readonly Token[]): boolean {
  const last = nouns.at(-1);
  return last?.kind === 'word' && singularOf(last.text) !== last.text && /s$/.test(last.text);
}
