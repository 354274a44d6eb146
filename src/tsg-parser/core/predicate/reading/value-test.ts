import type { RowTest } from '../predicate.js';
import type { Token } from '../tokens.js';
import { singularOf, verbOf } from '../words/inflections.js';
import { measureNamed } from '../words/measures.js';
import { VAGUE } from '../words/ordinary-words.js';
import { stateGroup } from '../words/states.js';
import { flagColumn } from './kubernetes-states.js';
import type { Clause } from './clause.js';
import { isVerbAt } from './heads.js';
import type { ColumnProfile } from './query-profile.js';
import { columnCalled, columnNamed, isCluster, isMetric } from './query-profile.js';
import { cell, either, number, words } from './row-tests.js';

/** "READY says False", "membership = decommissioned", "the state is `idle`", "REASON is OOMKilled": a value in a column the sentence names. */
export function readValue(clause: Clause): RowTest | null {
  const { query } = clause;
  if (query.columns === null) return null;
  const named = namedColumn(clause);
  const values = named === null ? null : valuesAfter(clause, named);
  if (named !== null && values !== null) {
    const { column } = named;
    if (isNoValueOf(column, values.texts, clause)) return null;
    if (column.role === 'number' && isMeasured(column) && values.texts.some((text) => !/\d|^(?:true|false)$/i.test(text))) return null;
    clause.read(...clause.words.slice(named.at, named.end), ...values.read);
    clause.take('column', 'field');
    return test(column, values.texts);
  }
  return valueBeforeColumn(clause) ?? valueBeforeNoun(clause);
}

/** A plain word for a state is no value of a name or a number; nor is a code of a column that only ends like the noun. */
function isNoValueOf(column: ColumnProfile, texts: readonly string[], { query, words: all }: Clause): boolean {
  const plain = texts.some((text) => /^[a-z]+$/.test(text) && stateGroup(text) !== null);
  if (plain && !['state', 'text'].includes(column.role) && (!isCluster(query) || texts.some((text) => flagColumn(text, query) !== null)))
    return true;
  const spoken = all.some(
    (word) =>
      word.raw.toLowerCase() === column.name.toLowerCase() ||
      column.words.every((part) => all.some((one) => one.text === part || singularOf(one.text) === part || one.text === singularOf(part))),
  );
  return !spoken && texts.some((text) => !/\d/.test(text));
}

/** A column whose name says that it counts or measures; others may hold words after all. */
function isMeasured(column: ColumnProfile): boolean {
  return column.unit !== null || column.words.some((word) => measureNamed(word) !== null || singularOf(word) !== word);
}

function test(column: ColumnProfile, texts: readonly string[]): RowTest {
  const numeric = texts.every((text) => /^\d+(?:\.\d+)?$/.test(text));
  if (numeric && column.role === 'number') return either(texts.map((text) => number(column, '=', Number(text))));
  return cell(column, words(column.role === 'text' ? 'contains' : 'is', ...texts));
}

interface NamedColumn {
  readonly column: ColumnProfile;
  readonly at: number;
  readonly end: number;
  /** Where what is said of it begins. */
  readonly said: number;
}

/** A column written as such, or by its one whole word where something is said of it: "the state is", "status = 200". */
function namedColumn(clause: Clause): NamedColumn | null {
  for (const [index, word] of clause.words.entries()) {
    if (clause.isRead(word) || (word.kind !== 'word' && word.kind !== 'literal')) continue;
    for (let end = Math.min(clause.words.length, index + 3); end > index; end -= 1) {
      const column = columnOfWords(clause, index, end);
      if (column === null || (isMetric(clause.query) && column.name === 'value')) continue;
      const after = clause.at(end, 'column', 'field', 'value', 'label')?.end ?? end;
      const said = behindOwner(clause, after);
      if (isSaidOf(clause, said)) return { column, at: index, end: after, said };
    }
  }
  return null;
}

/** By its name, its name in the plural, or its last word where only one column ends in it: "code" for ExitCode. */
function columnOfWords(clause: Clause, at: number, end: number): ColumnProfile | null {
  const stretch = clause.words.slice(at, end);
  const [only] = stretch;
  const exact = columnCalled(clause.query, stretch);
  if (exact !== null || only === undefined || stretch.length > 1 || only.kind !== 'word') return exact;
  const plural = clause.query.columns?.find((column) => column.words.join('') === `${only.text}s`);
  const ending =
    clause.query.columns?.filter((column) => column.words.length > 1 && column.words.at(-1) === only.text && column.role === 'label') ?? [];
  return plural ?? (ending.length === 1 && ['code', 'class', 'type', 'zone', 'version'].includes(only.text) ? (ending[0] ?? null) : null);
}

/** "the HealthStatus of disk1 is …": passes over whose column it is. */
function behindOwner(clause: Clause, at: number): number {
  if (clause.at(at, 'of', 'for', 'on') === null) return at;
  const verb = clause.words.findIndex(
    (word, index) => index > at + 1 && index < at + 5 && (word.kind === 'operator' || isVerbAt(clause.words, index)),
  );
  return verb < 0 ? at : verb;
}

function isSaidOf(clause: Clause, at: number): boolean {
  const next = clause.words[at];
  return (
    next !== undefined &&
    ((next.kind === 'operator' && (next.text === '=' || next.text === '!=')) ||
      isVerbAt(clause.words, at) ||
      next.kind === 'literal' ||
      (next.kind === 'number' && at === clause.words.length - 1 && Number.isInteger(Number(next.text))) ||
      isCapital(next) ||
      next.text === 'of' ||
      isTruth(next) ||
      next.text === 'for' ||
      next.text === 'on')
  );
}

/** A value that can be told from a word by its capitals: ClusterIP, LOW. */
function isCapital(word: Token): boolean {
  return word.kind === 'word' && /^[A-Z][A-Za-z]*[A-Z][A-Za-z]*$/.test(word.raw);
}

function isTruth(word: Token): boolean {
  return word.kind === 'word' && ['true', 'false'].includes(word.text);
}

interface Values {
  readonly texts: readonly string[];
  readonly read: readonly Token[];
}

/** What follows the column and its verb: quoted values, True and False, or one plain word. */
function valuesAfter(clause: Clause, { said }: NamedColumn): Values | null {
  let at = said;
  const read: Token[] = [];
  for (let word = clause.words[at]; word !== undefined && isPassedOver(word, clause, at); word = clause.words[at]) {
    if (word.text !== 'not') read.push(word);
    at += 1;
  }
  const [next] = clause.words.slice(at);
  const article = clause.words[at - 1];
  if (next?.kind === 'word' && !isCapital(next) && (article?.text === 'a' || article?.text === 'an')) return null;
  const copula = read.some(
    (word) =>
      word.kind === 'operator' ||
      [
        'be',
        'say',
        'show',
        'read',
        'report',
        'equal',
        'remain',
        'stay',
        'become',
        'state',
        'display',
        'set',
        'mark',
        'list',
        'print',
        'turn',
        'change',
        'switch',
        'go',
        'indicate',
      ].includes(verbOf(word.text) ?? ''),
  );
  if (
    !copula &&
    (next === undefined || !isCapital(next)) &&
    next?.kind !== 'literal' &&
    next?.kind !== 'number' &&
    (next === undefined || !isTruth(next))
  )
    return null;
  if (
    read.length === 0 &&
    next?.kind !== 'literal' &&
    next?.kind !== 'number' &&
    (next === undefined || !(isTruth(next) || isCapital(next)))
  )
    return null;
  const texts: string[] = [];
  for (let word = clause.words[at]; word !== undefined && isValue(word, clause, at); word = clause.words[at]) {
    texts.push(word.raw);
    read.push(word);
    const joint = clause.at(at + 1, 'or', ', or', ',', 'nor');
    const next = joint === null ? undefined : clause.words[joint.end];
    if (joint === null || next === undefined || !isValue(next, clause, joint.end)) break;
    read.push(...clause.words.slice(at + 1, joint.end));
    at = joint.end;
  }
  return texts.length === 0 ? null : { texts, read };
}

const TELLING = new Set(
  'be show say read report have display indicate list return print state remain stay become contain mark set give include mention point go turn switch change'.split(
    ' ',
  ),
);
const PASSED = new Set([
  '=',
  'is',
  'a',
  'an',
  'the',
  'as',
  'to',
  'value',
  'set',
  'still',
  'currently',
  'either',
  'now',
  'already',
  'not',
  'of',
  'equal',
  'reason',
  'status',
  'state',
]);

function isPassedOver(word: Token, clause: Clause, at: number): boolean {
  if (word.kind === 'literal' || clause.isRead(word)) return false;
  if (word.kind === 'operator') return word.text === '=';
  return (
    word.kind === 'word' &&
    (PASSED.has(word.text) || (word.raw === word.text && TELLING.has(verbOf(word.text) ?? '') && isVerbAt(clause.words, at)))
  );
}

function isValue(word: Token, clause: Clause, at: number): boolean {
  if (clause.isRead(word)) return false;
  if (word.kind === 'literal' || word.kind === 'number') return true;
  if (
    word.kind !== 'word' ||
    (VAGUE.has(word.text) && !isCapital(word)) ||
    ['empty', 'blank', 'none', 'null', 'unset', 'missing', 'present', 'any', 'no'].includes(word.text)
  )
    return false;
  const last =
    at === clause.words.length - 1 || ['or', 'and', ',', 'for', 'on', 'in', 'with', 'nor', 'at'].includes(clause.words[at + 1]?.text ?? '');
  return (last || isTruth(word)) && columnNamed(clause.query, word.raw)?.name !== word.raw;
}

/** "use the gp3 storage class", "has the Retain reclaim policy": the value stands right before its column. */
function valueBeforeNoun(clause: Clause): RowTest | null {
  for (const [index, word] of clause.words.entries()) {
    if (clause.isRead(word) || index < 2) continue;
    for (const length of [2, 1]) {
      const column = columnCalled(clause.query, clause.words.slice(index, index + length));
      const value = clause.words[index - 1];
      if (column === null || !['label', 'state'].includes(column.role) || value?.kind !== 'word' || clause.isRead(value)) continue;
      const named = /[-_.\d]/.test(value.raw) || /^[A-Z]/.test(value.raw);
      if (!named || !clause.words.slice(0, index).some((_, at) => isVerbAt(clause.words, at))) continue;
      clause.read(value, ...clause.words.slice(index, index + length));
      return cell(column, words('is', value.raw));
    }
  }
  return null;
}

/** "`True` in DEGRADED", "shows 1/2 in the READY column", "a reason of X": the value stands before its column. */
function valueBeforeColumn(clause: Clause): RowTest | null {
  const at = clause.words.findIndex(
    (word, index) =>
      !clause.isRead(word) &&
      (word.kind === 'literal' || word.kind === 'ratio' || isTruth(word)) &&
      clause.at(index + 1, 'in', 'under', 'for', 'as') !== null,
  );
  const word = clause.words[at];
  if (word === undefined) return null;
  const from = clause.at(at + 1, 'in the', 'in its', 'under the', 'for the', 'as the', 'as its', 'in', 'under', 'for', 'as')?.end ?? at + 1;
  const name = clause.words[from];
  const column = name === undefined ? null : columnNamed(clause.query, name.raw);
  if (column === null) return null;
  clause.read(...clause.words.slice(at, from + 1));
  clause.take('column', 'field');
  if (/^<?none>?$/i.test(word.raw)) return cell(column, { kind: 'blank' });
  return cell(column, words('is', word.raw));
}

/** `1/2` by itself is READY. */
export function readRatio(clause: Clause): RowTest | null {
  const word = clause.words.find((one) => !clause.isRead(one) && /^\d+\/\d+$/.test(one.text));
  const ready = isCluster(clause.query) ? columnNamed(clause.query, 'READY') : null;
  if (word === undefined || ready === null) return null;
  clause.read(word);
  clause.take('ready', 'ready replicas', 'ready pods', 'containers ready', 'pods ready', 'replicas ready', 'ready containers');
  return word.text === '0/0' ? cell(ready, { kind: 'ready', state: 'zero-desired' }) : cell(ready, words('is', word.text));
}

/** A quoted value that names no column is looked for in all of them, where the rows are data. */
export function readLooseValue(clause: Clause): RowTest | null {
  const { query } = clause;
  if (isMetric(query) || query.printsText || query.columns === null) return null;
  const literals = clause.unread.filter((word) => word.kind === 'literal');
  if (literals.length === 0 || !literals.every((word) => isComplement(clause, word))) return null;
  clause.read(...literals);
  for (const word of clause.unread) if (word.text === 'or' || word.text === 'either') clause.read(word);
  return { kind: 'any-cell', test: words('is', ...literals.map((word) => word.raw)) };
}

const BETWEEN = new Set(
  'a an the in as state status still currently now already not either or stuck marked set to value of session row'.split(' '),
);

function isComplement(clause: Clause, literal: Token): boolean {
  const at = clause.words.indexOf(literal);
  const verb = clause.words.findLastIndex(
    (word, index) => index < at && word.kind === 'word' && isVerbAt(clause.words, index) && !/ing$/.test(word.text),
  );
  return verb >= 0 && clause.words.slice(verb + 1, at).every((word) => word.kind === 'literal' || BETWEEN.has(word.text));
}
