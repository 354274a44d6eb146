import type { Token } from '../tokens.js';
import { singularOf, stemOf } from '../words/inflections.js';
import { resourceNamed, ROW_NOUNS, THING_NOUNS } from '../words/things.js';
import type { Clause } from './clause.js';
import { countsThem, isCounted } from './counting-query.js';
import { firstHead } from './heads.js';
import type { QueryProfile } from './query-profile.js';
import { columnNamed, isCluster, mentions } from './query-profile.js';

/** The noun phrase that begins here: up to a verb, a comparison, a preposition or a joint. */
export function subjectOf(clause: Clause, at: number): readonly Token[] {
  const end = firstHead(clause.words, at);
  const nouns: Token[] = [];
  for (const word of clause.words.slice(at, end)) {
    if (word.kind !== 'word' && word.kind !== 'literal') break;
    if (word.kind === 'word' && (PREPOSITIONS.has(word.text) || ['and', 'or', 'that', 'which', 'whose', 'but', 'as'].includes(word.text)))
      break;
    nouns.push(word);
  }
  return nouns;
}

export const PREPOSITIONS = new Set(['of', 'for', 'in', 'on', 'across', 'at', 'by', 'from', 'over', 'among', 'with', 'within', 'to']);

/** Whether a noun stands for the rows of this query rather than for something measured in them. */
export function isRowNoun(token: Token, query: QueryProfile): boolean {
  if (token.kind !== 'word') return false;
  if (columnNamed(query, token.raw)?.role === 'label') return true;
  const noun = singularOf(token.text);
  if (isMeasured(noun, query) || (isCounted(query) && !ROW_NOUNS.has(noun))) return false;
  const resource = resourceNamed(noun);
  if (isCluster(query) && query.command !== null && resource !== null && query.command.resources.length > 0)
    return query.command.resources.includes(resource) || ['service', 'endpoints', 'job'].includes(resource);
  return ROW_NOUNS.has(noun) || THING_NOUNS.has(noun) || labelled(noun, query) || (query.facts.language === 'sql' && isTable(noun, query));
}

/** Whether a number column of the query counts these. */
function isMeasured(noun: string, query: QueryProfile): boolean {
  const stem = stemOf(noun);
  if (ROW_NOUNS.has(noun)) return false;
  if (query.facts.language === 'promql' && countsThem(noun, query)) return true;
  return query.columns?.some((column) => column.role === 'number' && column.name !== 'value' && counts(column.words, stem)) === true;
}

/** `dead_tup` counts tuples, `request_count` requests; `version_rank` counts no versions. */
function counts(words: readonly string[], stem: string): boolean {
  const last = words.at(-1) ?? '';
  return (
    stemOf(last) === stem ||
    (words.some((word) => stemOf(word) === stem) && /^(?:count|total|num|number|cnt|sum|rate|pct|percent)$/.test(last))
  );
}

function labelled(noun: string, query: QueryProfile): boolean {
  return query.columns?.some((column) => column.role === 'label' && column.words.some((word) => stemOf(word) === stemOf(noun))) === true;
}

function isTable(noun: string, query: QueryProfile): boolean {
  const tables = [...query.text.matchAll(/\b(?:from|join)\s+([\w.]+)/g)].map((match) => match[1] ?? '');
  return mentions(query, noun) && tables.some((table) => table.split(/[._]/).some((part) => stemOf(part) === stemOf(noun)));
}
