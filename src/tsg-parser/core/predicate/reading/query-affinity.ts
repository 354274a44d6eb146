import type { Token } from '../tokens.js';
import { singularOf } from '../words/inflections.js';
import { resourceNamed } from '../words/things.js';
import type { QueryProfile } from './query-profile.js';
import { columnNamed, mentions } from './query-profile.js';

/** The one query of several that a sentence is most plainly about; null where two are equally near. */
export function closest(queries: readonly QueryProfile[], words: readonly Token[]): QueryProfile | null {
  const ranked = queries
    .map((query) => ({ query, nearness: nearness(query, words) }))
    .sort((left, right) => right.nearness - left.nearness);
  const [first, second] = ranked;
  if (first === undefined) return null;
  return second?.nearness === first.nearness ? null : first.query;
}

/** A resource or a kind of text that is the query's own weighs most, then its columns, then words of its text. */
function nearness(query: QueryProfile, words: readonly Token[]): number {
  let sum = 0;
  for (const word of words) {
    if (word.kind !== 'word' && word.kind !== 'literal') continue;
    const noun = singularOf(word.text);
    const resource = resourceNamed(noun);
    if (resource !== null && query.command?.resources.includes(resource) === true) sum += 4;
    if (noun === 'log' && (query.command?.verb === 'logs' || query.facts.language === 'logql')) sum += 6;
    if (columnNamed(query, word.raw) !== null) sum += 3;
    else if (word.text.length > 2 && mentions(query, word.text)) sum += 1;
  }
  return sum;
}
