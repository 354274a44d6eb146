import type { RowTest } from '../predicate.js';
import type { Token } from '../tokens.js';
import { singularOf } from '../words/inflections.js';
import { looksLikeStatus, printedState, stateGroup } from '../words/states.js';
import type { Clause } from './clause.js';
import { flagColumn, kubernetesState } from './kubernetes-states.js';
import { httpState } from './http-states.js';
import { metricState } from './metric-states.js';
import type { ColumnProfile, QueryProfile } from './query-profile.js';
import { isCluster, isMetric } from './query-profile.js';
import { cell, either, every, negated, words } from './row-tests.js';

/** A state as the sentence has it. `written`: it can only be a value, so a cell either shows it or does not. */
export interface AskedState {
  readonly text: string;
  readonly written: boolean;
  /** "non-running": said with its own negation. */
  readonly not?: boolean;
  /** In quotes or backticks: this very word and no other. */
  readonly quoted?: boolean;
}

/** The state a word names for this query; null where it names none. */
export function stateAt(token: Token, query: QueryProfile): AskedState | null {
  if (token.kind !== 'word' && token.kind !== 'literal') return null;
  const own = query.facts.statusWords.find((word) => word.toLowerCase() === token.text.toLowerCase());
  if (own !== undefined) return { text: own, written: true };
  if (token.kind === 'literal') return { text: token.raw, written: true, quoted: true };
  const positive =
    /^(?:non-?|un(?=bound|synced|ready|mounted|attached|assigned|resolved|verified|approved|connected|finished))([a-z]+)$/.exec(
      token.text,
    )?.[1];
  if (positive !== undefined && stateGroup(positive) !== null)
    return { text: isCluster(query) ? (printedState(positive) ?? positive) : positive, written: false, not: true };
  const printed = isCluster(query) ? printedState(token.text) : null;
  if (printed !== null) return { text: printed, written: /^[A-Z]/.test(token.raw) || printed !== token.text };
  if (looksLikeStatus(token.raw)) return { text: token.raw, written: true, quoted: true };
  const known =
    stateGroup(token.text) !== null ||
    flagColumn(token.text, query) !== null ||
    (/^(?:in|un|dis)/.test(token.text) && flagColumn(token.text.replace(/^(?:in|un|dis)/, ''), query) !== null);
  return known ? { text: token.text, written: /^[A-Z][a-z]+$/.test(token.raw) } : null;
}

/** Whether a word is a state for sure, and not perhaps a name in capitals. */
function isKnownState(token: Token, query: QueryProfile): boolean {
  return (
    stateGroup(token.text) !== null ||
    printedState(token.text) !== null ||
    query.facts.statusWords.some((word) => word.toLowerCase() === token.text.toLowerCase()) ||
    /^[A-Z][A-Z_]+$/.test(token.raw)
  );
}

/** Takes "Pending or Unknown", "Running and Ready", "neither Ready nor Running" out of the clause; null where no state is named. */
export function takeStates(
  clause: Clause,
  from = 0,
  until = clause.words.length,
): { readonly states: readonly AskedState[]; readonly joint: 'and' | 'or'; readonly neither: boolean } | null {
  const told = takeNamedState(clause, from, until);
  if (told !== null) return told;
  const start = clause.words.findIndex(
    (word, index) =>
      index >= from &&
      index < until &&
      !clause.isRead(word) &&
      stateAt(word, clause.query) !== null &&
      (until === clause.words.length || isKnownState(word, clause.query)) &&
      !isColumnWord(clause, index),
  );
  if (start < 0) return null;
  const states: AskedState[] = [];
  let joint: 'and' | 'or' = 'or';
  let index = start;
  for (;;) {
    const token = clause.words[index];
    const state = token === undefined || clause.isRead(token) ? null : stateAt(token, clause.query);
    if (token === undefined || state === null) break;
    clause.read(token);
    states.push(state);
    const after = clause.at(index + 1, 'state', 'status', 'phase', 'condition')?.end ?? index + 1;
    const word = clause.at(
      after,
      ', or',
      ', and',
      'or in',
      'or even',
      'or a',
      'or an',
      'and also',
      'or',
      'and',
      'nor',
      ',',
      '/',
      'or be',
      'and be',
    );
    const next = word === null ? undefined : clause.words[word.end];
    if (word === null || next === undefined || stateAt(next, clause.query) === null) break;
    clause.read(...clause.words.slice(index + 1, word.end));
    if (word.phrase.includes('and')) joint = 'and';
    index = word.end;
  }
  const neither = clause.take('neither') !== null;
  if (!neither) clause.take('either', 'both');
  return states.length === 0 ? null : { states, joint, neither };
}

/** "in the Scheduling phase": before such a noun any word is a state. */
function takeNamedState(clause: Clause, from: number, until: number): ReturnType<typeof takeStates> {
  const at = clause.words.findIndex(
    (word, index) =>
      index > from && index < until && !clause.isRead(word) && word.kind === 'word' && ['state', 'phase'].includes(word.text),
  );
  const word = clause.words[at - 1];
  if (
    word?.kind !== 'word' ||
    clause.isRead(word) ||
    stateAt(word, clause.query) !== null ||
    !/^[A-Z]/.test(word.raw) ||
    clause.at(at - 2, 'or', 'and', 'nor') !== null
  )
    return null;
  clause.read(word);
  return { states: [{ text: word.raw, written: true }], joint: 'or', neither: false };
}

const UNTELLING = new Set(
  'been being listed returned shown found displayed printed reported seen logged recorded observed detected identified given mentioned noted present present exposed used taken made needed called done gone using taking having getting keeping seeing showing reporting related based expected measured given selected spread run running written put set held kept left open even often'.split(
    ' ',
  ),
);

/** "has been issued", "is archived": a word no list knows, held against a column of states; only where a cell shows it is anything known. */
export function readParticiple(clause: Clause): RowTest | null {
  const columns = clause.query.columns?.filter((column) => column.role === 'state') ?? [];
  const at = clause.words.findIndex(
    (word, index) =>
      index > 0 &&
      !clause.isRead(word) &&
      word.kind === 'word' &&
      /(?:ed|en|ing)$/.test(word.text) &&
      !UNTELLING.has(word.text) &&
      ['be', 'been', 'being', 'is', 'are', 'was', 'were', 'not', 'still', 'already', 'have', 'has'].includes(
        clause.words[index - 1]?.text ?? '',
      ),
  );
  const word = clause.words[at];
  if (word === undefined || columns.length === 0 || isMetric(clause.query)) return null;
  clause.read(word);
  return either(columns.map((column) => cell(column, { kind: 'state', state: word.text })));
}

/** "the READY column", "STATUS is …": a word that names a column here rather than a state. */
function isColumnWord(clause: Clause, index: number): boolean {
  const word = clause.words[index];
  const next = clause.words[index + 1];
  if (word === undefined || clause.query.columns?.some((column) => column.name === word.raw) !== true) return false;
  return (
    next !== undefined &&
    (['column', 'field', 'be', 'count', 'show', 'say', 'shows', 'says', 'is', 'are', 'reads'].includes(singularOf(next.text)) ||
      next.kind === 'operator')
  );
}

/** Tests a row for the states; null where the query shows none. */
export function testStates(
  found: { readonly states: readonly AskedState[]; readonly joint: 'and' | 'or'; readonly neither: boolean },
  query: QueryProfile,
): RowTest | null {
  const tests = found.states.map((state) => testState(state, query));
  const known = tests.filter((test) => test !== null);
  if (known.length < tests.length) return null;
  const joined = found.joint === 'and' ? every(known) : either(known);
  return found.neither ? negated(either(known)) : joined;
}

export function testState(asked: AskedState, query: QueryProfile): RowTest | null {
  const test = positiveState(asked, query) ?? antonym(asked, query);
  return test !== null && asked.not === true ? negated(test) : test;
}

function positiveState(asked: AskedState, query: QueryProfile): RowTest | null {
  if (isMetric(query)) return metricState(asked.text, query);
  if (query.facts.language === 'http') return httpState(asked.text, query);
  return isCluster(query) ? clusterState(asked, query) : tableState(asked, query);
}

/** "inactive" where a column says `active`. */
function antonym(asked: AskedState, query: QueryProfile): RowTest | null {
  const base = /^(?:in|un|dis|not-)([a-z]{4,})$/.exec(asked.text.toLowerCase())?.[1];
  const column = base === undefined ? null : flagColumn(base, query);
  return column === null ? null : negated(cell(column, { kind: 'flag' }));
}

function clusterState(asked: AskedState, query: QueryProfile): RowTest | null {
  if (query.columns === null) return null;
  const special = kubernetesState(asked.text, query);
  if (special !== null) return special;
  const events = query.command?.resources.includes('event') === true;
  if (events) return cell(/^(?:Warning|Normal)$/i.test(asked.text) ? 'TYPE' : 'REASON', words('is', asked.text));
  if (query.command?.resources.includes('node') === true && !/^(?:Ready|NotReady|Unknown)$/i.test(asked.text)) return null;
  return inColumns(
    asked,
    query.columns.filter((column) => column.role === 'state' || /^(?:REASON|LAST|CONDITION|STATE|HEALTH)/.test(column.name)),
  );
}

/** A value of a CASE or of some column; an ordinary word only where a column holds states. */
function tableState(asked: AskedState, query: QueryProfile): RowTest | null {
  const [only, second] = query.columns ?? [];
  if (only !== undefined && second === undefined && /^(?:enabled|disabled|inactive|active)$/.test(asked.text)) {
    const on = cell(only, { kind: 'flag' });
    return /^(?:disabled|inactive)$/.test(asked.text) ? negated(on) : on;
  }
  if (asked.written && looksLikeStatus(asked.text) && query.facts.statusWords.length > 0 && !query.facts.statusWords.includes(asked.text))
    return null;
  if (query.columns === null) return asked.written ? { kind: 'any-cell', test: words('is', asked.text) } : null;
  const flag = flagColumn(asked.text, query);
  if (flag?.role === 'number') return cell(flag, { kind: 'flag' });
  const states = query.columns.filter((column) => column.role === 'state');
  if (asked.written && asked.quoted !== true && stateGroup(asked.text) !== null && /[a-z]/.test(asked.text) && states.length > 0)
    return inColumns({ ...asked, written: false }, states);
  if (asked.written) return { kind: 'any-cell', test: words('is', asked.text) };
  return inColumns(
    asked,
    query.columns.filter((column) => column.role === 'state'),
  );
}

function inColumns(asked: AskedState, columns: readonly ColumnProfile[]): RowTest | null {
  if (columns.length === 0) return null;
  return either(columns.map((column) => cell(column, asked.written ? words('is', asked.text) : { kind: 'state', state: asked.text })));
}
