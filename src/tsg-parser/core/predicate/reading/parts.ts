import type { Token } from '../tokens.js';
import { verbOf } from '../words/inflections.js';
import { measureNamed } from '../words/measures.js';
import { ORDINARY } from '../words/ordinary-words.js';
import { stateGroup } from '../words/states.js';
import { firstHead, isHeadAt, isVerbAt, RELATIVES } from './heads.js';
import { isRowNoun } from './row-nouns.js';
import type { QueryProfile } from './query-profile.js';
import { columnNamed } from './query-profile.js';

/** One statement about rows: its first words with their subject, and what is said of the same rows besides. */
export interface ClauseParts {
  readonly words: readonly Token[];
  readonly further: readonly (readonly Token[])[];
  readonly joint: 'and' | 'or';
  /** Whether the further words tell which rows are meant ("a flag with > 1000 requests has …") rather than what is said of them. */
  readonly restricts?: boolean;
}

/** Clauses in order, each with how it is joined to the one before. */
export interface JoinedClause {
  readonly joint: 'and' | 'or' | 'unless';
  readonly parts: ClauseParts;
}

interface Piece {
  readonly joint: 'and' | 'or' | 'unless';
  readonly words: readonly Token[];
}

const JOINTS: Readonly<Record<string, Piece['joint']>> = {
  and: 'and',
  but: 'and',
  while: 'and',
  whereas: 'and',
  although: 'and',
  though: 'and',
  yet: 'and',
  or: 'or',
  nor: 'or',
  unless: 'unless',
};

/** Splits a sentence where something new is said; lists of states, values and names stay together. */
export function splitSentence(words: readonly Token[], query: QueryProfile): readonly JoinedClause[] {
  const clauses: JoinedClause[] = [];
  for (const piece of piecesOf(words)) {
    const split = splitRelatives(piece.words, query);
    const last = clauses.at(-1);
    if (last !== undefined && !query.printsText && piece.joint !== 'unless' && fitsBefore(last, piece) && isFurther(piece.words, query)) {
      clauses[clauses.length - 1] = {
        ...last,
        parts: { ...last.parts, further: [...last.parts.further, piece.words], joint: piece.joint === 'or' ? 'or' : 'and' },
      };
    } else clauses.push({ joint: piece.joint, parts: split });
  }
  return clauses;
}

function fitsBefore({ parts }: JoinedClause, piece: Piece): boolean {
  return parts.further.length === 0 || parts.joint === piece.joint;
}

/** Cuts at connectives where both sides say something. */
function piecesOf(words: readonly Token[]): readonly Piece[] {
  const pieces: Piece[] = [];
  let joint: Piece['joint'] = 'and';
  let current: Token[] = [];
  for (const [index, word] of words.entries()) {
    const next = word.kind === 'word' ? JOINTS[word.text] : word.text === ';' ? 'and' : undefined;
    const rest = words.slice(index + 1);
    if (
      next === undefined ||
      isObject(current, rest) ||
      !saysSomething(current) ||
      !saysSomething(untilJoint(rest)) ||
      isInRange(words, index)
    ) {
      if (word.kind !== 'mark' || word.text !== ',' || JOINTS[words[index + 1]?.text ?? ''] === undefined) current.push(word);
      continue;
    }
    pieces.push({ joint, words: current.filter((one) => !PAIRS[next]?.includes(one.text)) });
    joint = next;
    current = [];
  }
  return [...pieces, { joint, words: current }];
}

/** "both … and …", "either … or …": the first word says no more than the second. */
const PAIRS: Readonly<Partial<Record<Piece['joint'], readonly string[]>>> = { and: ['both'], or: ['either'] };

/** "has cpu and mem > 0.9": two objects of one comparison. */
function isObject(before: readonly Token[], after: readonly Token[]): boolean {
  const head = after[firstHead(after)];
  const verb = before[firstHead(before)];
  return (
    head?.kind === 'operator' &&
    firstHead(after) > 0 &&
    firstHead(after) < 3 &&
    verb?.kind === 'word' &&
    verbOf(verb.text) === 'have' &&
    !before.some((word, index) => word.kind === 'operator' || (index > firstHead(before) && (word.text === 'no' || word.text === 'not')))
  );
}

function untilJoint(words: readonly Token[]): readonly Token[] {
  const end = words.findIndex((word) => word.kind === 'word' && JOINTS[word.text] !== undefined);
  return end < 0 ? words : words.slice(0, end);
}

/** "between 5 and 10": that "and" joins numbers. */
function isInRange(words: readonly Token[], index: number): boolean {
  return words.slice(Math.max(0, index - 4), index).some((word) => word.text === 'between') && words[index + 1]?.kind === 'number';
}

/** Whether there is a verb, a comparison or a negation of something among the words. */
function saysSomething(words: readonly Token[]): boolean {
  const head = firstHead(words);
  if (head === words.length) return false;
  const [first] = words;
  const alone = words.length === 1 || (words.length === 2 && first?.text === 'not');
  return !alone || first?.text === 'not' || (first?.kind === 'word' && isHeadAt(words, 0) && stateGroup(first.text) === null);
}

/** Whether a piece goes on about the same rows: it begins with what is said, or its subject is only another measure of them. */
function isFurther(words: readonly Token[], query: QueryProfile): boolean {
  if (words[0]?.kind === 'operator' && isVerbAt(words, 2)) return false;
  const pronoun = ['it', 'they', 'its', 'their', 'this', 'both'].includes(words[0]?.text ?? '');
  if (pronoun || isHeadAt(words, 0)) return true;
  const subject = words.slice(0, firstHead(words)).filter((word) => word.text !== 'the' && word.text !== 'of' && word.text !== 'also');
  return subject.length > 0 && subject.every((word) => isMeasureWord(word, query));
}

function isMeasureWord(word: Token, query: QueryProfile): boolean {
  if (columnNamed(query, word.raw) !== null) return true;
  if (word.kind !== 'word' || isRowNoun(word, query)) return false;
  return (
    measureNamed(word.text) !== null ||
    (ORDINARY.has(word.text) && query.columns?.some((column) => column.words.includes(word.text)) === true)
  );
}

/** "pods that are not ready", "a flag with an error rate > 8%": said of the same rows. */
function splitRelatives(words: readonly Token[], query: QueryProfile): ClauseParts {
  for (const [index, word] of words.entries()) {
    if (index === 0 || word.kind !== 'word') continue;
    const after = words.slice(index + 1);
    const relative = RELATIVES.has(word.text) && firstHead(after) < after.length && word.text !== 'where';
    const having = ['with', 'having', 'without', 'whose'].includes(word.text) && saysEnough(after, query);
    if (!relative && !having) continue;
    const said = firstHead(words) < index ? after.length : endOfAttribute(after);
    const rest = word.text === 'without' ? words.slice(index, index + 1 + said) : after.slice(0, said);
    return { words: [...words.slice(0, index), ...after.slice(said)], further: [rest], joint: 'and', restricts: said < after.length };
  }
  return { words, further: [], joint: 'and' };
}

/** "a flag with > 1000 requests has …": where the main clause goes on. */
function endOfAttribute(words: readonly Token[]): number {
  const first = words.findIndex((_, index) => index > 0 && isVerbAt(words, index));
  const complete =
    first > 0 &&
    words
      .slice(0, first)
      .some(
        (word) =>
          word.kind === 'operator' ||
          word.kind === 'literal' ||
          word.kind === 'ratio' ||
          (word.kind === 'word' && (stateGroup(word.text) !== null || /^[A-Z]{2,}$/.test(word.raw))),
      );
  if (complete) return first;
  const said = firstHead(words);
  const verb = words.findIndex((word, index) => index > said && word.kind === 'word' && isVerbAt(words, index));
  return verb < 0 ? words.length : verb;
}

/** After "with": a comparison, a state or a value, rather than a part of a name. */
function saysEnough(words: readonly Token[], query: QueryProfile): boolean {
  return words.some(
    (word, index) =>
      word.kind === 'operator' ||
      word.kind === 'literal' ||
      word.kind === 'ratio' ||
      (word.kind === 'word' &&
        (stateGroup(word.text) !== null ||
          isVerbAt(words, index) ||
          columnNamed(query, word.raw) !== null ||
          /^[A-Z][a-z]+[A-Z]/.test(word.raw) ||
          verbOf(word.text) === 'be')),
  );
}
