import type { RowTest } from '../predicate.js';
import type { Token } from '../tokens.js';
import { lemmaOf, singularOf, stemOf, verbOf } from '../words/inflections.js';
import { measureNamed } from '../words/measures.js';
import { ORDINARY, VAGUE } from '../words/ordinary-words.js';
import { stateGroup } from '../words/states.js';
import { resourceNamed, THING_NOUNS } from '../words/things.js';
import type { Clause, Objection } from './clause.js';
import { isHeadAt } from './heads.js';
import { isRowNoun } from './row-nouns.js';
import { isComponentName, standsAsName } from './naming.js';
import { columnNamed, mentions } from './query-profile.js';
import { every, words as asWords } from './row-tests.js';

/** Which rows the words left over at the end narrow the clause to. */
export interface Names {
  /** Names that must be found in a row: nothing else says that the result is about them. */
  readonly where: RowTest | null;
  /** Names the query holds already, and ordinary words that may be names: they narrow the rows where any row has them. */
  readonly prefer: RowTest | null;
}

/** Words that turn a sentence round or open a comparison nobody has read. */
const POTENT = new Set(
  'not no none never neither nor without unless except only than more less fewer least half double triple twice before after different differ other average sum unique distinct consecutive respectively both either doubled tripled halved must should may might could would shall'.split(
    ' ',
  ),
);

/**
 * Judges what a reading has not understood. Words of the field and words the query holds may stay; a name narrows the rows;
 * a word of degree, a number, a negation left over make the reading unsafe.
 */
export function judgeLeftovers(clause: Clause, allowed: readonly string[] = []): Names | Objection {
  const must: string[] = [];
  const may: string[] = [];
  for (const [index, word] of clause.words.entries()) {
    if (clause.isRead(word) || word.kind === 'mark' || allowed.includes(word.text)) continue;
    const kind = kindOf(word, index, clause);
    if (kind === 'left over') return { objection: `“${word.raw}” is left over` };
    if (kind === 'vague') return { objection: `“${word.raw}” names no threshold` };
    if (kind === 'name') (mentions(clause.query, word.raw) ? may : must).push(word.raw);
    if (kind === 'perhaps a name') may.push(word.raw);
  }
  return { where: namesTest(must), prefer: namesTest(may) };
}

function namesTest(names: readonly string[]): RowTest | null {
  const tests = names.map((name): RowTest => ({ kind: 'any-cell', test: asWords('names', name) }));
  return tests.length === 0 ? null : every(tests);
}

type Kind = 'harmless' | 'vague' | 'left over' | 'name' | 'perhaps a name';

function kindOf(word: Token, index: number, clause: Clause): Kind {
  if (word.kind === 'literal') return 'name';
  if (word.kind === 'number') return isIdentifying(index, clause) ? 'name' : 'left over';
  if (word.kind !== 'word') return 'left over';
  const { text } = word;
  if (isLetter(index, clause)) return 'name';
  if (POTENT.has(text) || ['and', 'or', 'nor', 'but', 'you', 'we', 'i', 'us'].includes(text)) return 'left over';
  if (isComponentName(index, clause)) return 'name';
  if (VAGUE.has(text) || VAGUE.has(verbOf(text) ?? text)) return isQuotedIn(clause, text) ? 'harmless' : 'vague';
  const showsStates = clause.query.columns?.some((column) => column.role === 'state') === true;
  if (stateGroup(text) !== null && (showsStates || !ORDINARY.has(text))) return isSpokenOf(clause, text) ? 'harmless' : 'left over';
  if (/^[A-Z][a-z]+$/.test(word.raw) && index > 0 && resourceNamed(singularOf(text)) === null && !isSpokenOf(clause, text)) return 'name';
  if (isKnown(text, clause)) return standsAsName(index, clause) ? 'perhaps a name' : 'harmless';
  return 'name';
}

/** "instance a is …": a letter behind the noun for the rows. */
function isLetter(index: number, { words, query }: Clause): boolean {
  const [before, word] = [words[index - 1], words[index]];
  const ends = words[index + 1] === undefined || isHeadAt(words, index + 1);
  return word !== undefined && /^[a-z]$/.test(word.text) && ends && before?.kind === 'word' && isRowNoun(before, query);
}

/** "node 4", "code 50053": the number is a name. */
function isIdentifying(index: number, { words, query }: Clause): boolean {
  const before = words[index - 1];
  const noun = before?.kind === 'word' && (THING_NOUNS.has(singularOf(before.text)) || columnNamed(query, before.raw) !== null);
  return noun && words[index + 1]?.text !== '%' && Number.isInteger(Number(words[index]?.text));
}

function isSpokenOf(clause: Clause, text: string): boolean {
  return mentions(clause.query, text) || mentions(clause.query, measureNamed(text)?.stem ?? text);
}

/** `WHERE state = 'stuck'`: the query selects those already. */
function isQuotedIn(clause: Clause, text: string): boolean {
  return new RegExp(`["'\`]${text}["'\`]`, 'i').test(clause.query.text);
}

/** "hourly is suspended": no adverb begins a sentence and is followed by its verb. */
function standsFirst(text: string, { words }: Clause): boolean {
  const at = words.findIndex((word) => word.text === text);
  return (at === 0 || (at === 1 && words[0]?.text === 'the')) && isHeadAt(words, at + 1);
}

/** A word of the field, in whatever form, or a part of a column's name. */
function isKnown(text: string, clause: Clause): boolean {
  const forms = [text, singularOf(text), lemmaOf(text)];
  if (columnNamed(clause.query, text) !== null) return true;
  if (forms.some((form) => ORDINARY.has(form)) || verbOf(text) !== null || measureNamed(text) !== null || resourceNamed(text) !== null)
    return true;
  if (/ly$/.test(text) && text.length >= 5) return !standsFirst(text, clause);
  if (
    /^[a-z]+-[a-z]+$/.test(text) &&
    text.split('-').every((part) => ORDINARY.has(singularOf(part)) || verbOf(part) !== null || measureNamed(part) !== null)
  )
    return true;
  return clause.query.columns?.some((column) => column.stems.has(stemOf(text))) === true;
}
