import type { Token } from '../tokens.js';
import { singularOf, verbOf } from '../words/inflections.js';
import { measureNamed } from '../words/measures.js';
import { ADJECTIVES, VAGUE } from '../words/ordinary-words.js';
import { stateGroup } from '../words/states.js';
import { resourceNamed } from '../words/things.js';
import type { Clause } from './clause.js';
import { isVerbAt } from './heads.js';
import { isCluster, mentions } from './query-profile.js';
import { isRowNoun } from './row-nouns.js';

const COMPONENTS = new Set(
  'pod service deployment container app application microservice statefulset daemonset namespace route team tenant customer'.split(' '),
);
const KINDS = new Set(
  'feature cluster machine worker master storage health log error cron batch kubernetes k8s web target backend downstream upstream broken whole single first second other same new old given user-facing client'.split(
    ' ',
  ),
);
const SMALL = new Set(
  'the a an of in on for per by with and or to from one its their this that these those any all each every some no at is are be was were not than as it they which each our your both either another same other most more less few'.split(
    ' ',
  ),
);

/** "the payment service", "the orders pod": what stands before such a noun names the thing, even where it is an ordinary word. */
export function isComponentName(index: number, clause: Clause): boolean {
  const [word, next] = [clause.words[index], clause.words[index + 1]];
  if (word?.kind === 'word' && next?.kind === 'word' && namesLabel(word, next, clause)) return true;
  if (word?.kind !== 'word' || next?.kind !== 'word' || !COMPONENTS.has(singularOf(next.text))) return false;
  if (SMALL.has(word.text) || KINDS.has(word.text) || looksLikeAdjective(word) || resourceNamed(word.text) !== null) return false;
  return isCluster(clause.query) || clause.query.facts.language === 'http' || singularOf(word.text) !== word.text;
}

/** "the mail queue", where a column holds the queues' names. */
function namesLabel(word: Token, next: Token, clause: Clause): boolean {
  const label =
    clause.query.columns?.some((column) => column.role === 'label' && column.words.length === 1 && column.words[0] === next.text) === true;
  const plain = !SMALL.has(word.text) && !KINDS.has(word.text) && !looksLikeAdjective(word) && measureNamed(word.text) === null;
  return (
    label &&
    plain &&
    !isCluster(clause.query) &&
    clause.words[clause.words.indexOf(word) - 1]?.text === 'the' &&
    !mentions(clause.query, word.text)
  );
}

/** An ordinary noun in the place of a name: before the noun for the rows, or at the end after "of", "for", "on". */
export function standsAsName(index: number, clause: Clause): boolean {
  const [word, next] = [clause.words[index], clause.words[index + 1]];
  if (word?.kind !== 'word' || SMALL.has(word.text) || verbOf(word.text) === 'be' || measureNamed(word.text)?.dimension != null)
    return false;
  if (/-/.test(word.text)) return true;
  const before = clause.words[index - 1];
  const ends = next === undefined || isVerbAt(clause.words, index + 1) || next.kind === 'operator';
  if (
    before?.kind === 'word' &&
    isRowNoun(before, clause.query) &&
    ends &&
    resourceNamed(word.text) === null &&
    !isVerbAt(clause.words, index)
  )
    return true;
  if (isVerbAt(clause.words, index) || VAGUE.has(word.text) || stateGroup(word.text) !== null) return false;
  if (next?.kind === 'word' && isRowNoun(next, clause.query) && (!isCluster(clause.query) || resourceNamed(word.text) === null))
    return true;
  if ((index === 0 || (index === 1 && clause.words[0]?.text === 'the')) && next !== undefined && ends && !isRowNoun(word, clause.query))
    return true;
  if (isRowNoun(word, clause.query) && singularOf(word.text) === word.text) return false;
  const previous = clause.words[index - 1]?.text === 'the' ? clause.words[index - 2] : clause.words[index - 1];
  return previous !== undefined && ['of', 'for', 'on', 'from', 'in'].includes(previous.text) && ends && !mentions(clause.query, word.text);
}

function looksLikeAdjective(word: Token): boolean {
  return (
    /(?:ed|ing|able|ible|ful|ous|less|ly)$/.test(word.text) ||
    ADJECTIVES.has(word.text) ||
    VAGUE.has(word.text) ||
    stateGroup(word.text) !== null
  );
}
