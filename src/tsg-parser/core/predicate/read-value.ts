import type { Clause, Complement } from './complement.js';
import { COMPARING_VERBS, measureNamed } from './lexicon.js';
import { readComparator } from './phrases.js';
import type { ColumnReference, WordTest } from './predicate.js';
import { columnsOf, isCluster } from './query-profile.js';
import type { Subject } from './read-subject.js';
import { columnIndex } from './table-view.js';
import type { TokenCursor } from './tokens.js';

const VAGUE =
  /^(?:high|higher|highest|low|lower|slow|slower|fast|large|larger|small|smaller|growing|increasing|decreasing|rising|falling|stable|unstable|normal|abnormal|elevated|bad|good|wrong|correct|incorrect|fine|ok|okay|unusual|different|missing|present|set|known|unknown|changing|stuck|full|available|unavailable|up|down|ready)$/i;

/** "the condition `DiskPressure` is `True`", "version is `3.14.2`": a value in a column the subject names, or the only one. */
export function readLiteral(cursor: TokenCursor, { verb, subject, query }: Clause): Complement | null {
  if (verb.kind === 'restart' || verb.kind === 'compare' || (verb.kind === 'none' && cursor.take('=') === null)) return null;
  cursor.take('set to', 'equal to', 'reported as', 'shown as', 'either');
  const shown = verb.kind === 'have' ? columnAhead(cursor, query) : null;
  const words: string[] = [];
  for (
    let token = cursor.peek();
    token !== null && (token.kind === 'literal' || ['true', 'false'].includes(token.text));
    token = cursor.peek()
  ) {
    words.push(token.raw);
    cursor.next();
    if (cursor.take('or', ',', ', or') === null) break;
  }
  if (words.length === 0) return null;
  const test: WordTest = { kind: 'word', match: 'is', words };
  const column = shown ?? literalColumn(subject, query);
  if (column !== null) return { test: { kind: 'cell', column: { name: column, unit: null }, test }, states: null, negated: false };
  return isTabular(subject, query) ? { test: { kind: 'any-cell', test }, states: null, negated: false } : null;
}

/** "READY is less than DESIRED", "DESIRED equals CURRENT", "READY does not match DESIRED". */
export function readColumns(cursor: TokenCursor, { verb, subject, query }: Clause): Complement | null {
  const columns = columnsOf(query) ?? [];
  const given = verb.kind === 'compare' ? (COMPARING_VERBS[verb.phrase] ?? null) : null;
  const comparator = given ?? readComparator(cursor) ?? (cursor.take('the same as', 'equal to') === null ? null : '=');
  cursor.take('the', 'its');
  const right = columnIndex(columns, cursor.next()?.raw ?? '');
  const named = subject.measures.filter((word) => columnIndex(columns, word) >= 0);
  const [left, second] = named;
  if (comparator === null || right < 0 || left === undefined || second !== undefined) return null;
  const reference = (name: string): ColumnReference => ({ name: columns[columnIndex(columns, name)] ?? name, unit: null });
  return {
    test: { kind: 'columns', left: reference(left), comparator, right: reference(columns[right] ?? '') },
    states: null,
    negated: false,
  };
}

/** "HealthStatus is Warning", "setting is replica": one plain word as the value of a column the subject names. */
export function readValue(cursor: TokenCursor, { verb, subject, query }: Clause): Complement | null {
  const token = cursor.next();
  const columns = columnsOf(query) ?? [];
  const named = subject.measures.filter((word) => columnIndex(columns, word) >= 0);
  const [name, second] = named;
  if (verb.kind !== 'be' || query.language === 'promql' || token?.kind !== 'word' || VAGUE.test(token.text)) return null;
  if (second !== undefined || columnIndex(columns, token.raw) >= 0) return null;
  const test: WordTest = { kind: 'word', match: 'is', words: [token.raw, ...moreValues(cursor)] };
  if (name === undefined)
    return /^[A-Z]/.test(token.raw) && isTabular(subject, query)
      ? { test: { kind: 'any-cell', test }, states: null, negated: false }
      : null;
  return {
    test: {
      kind: 'cell',
      column: { name: columns[columnIndex(columns, name)] ?? name, unit: null },
      test,
    },
    states: null,
    negated: false,
  };
}

function moreValues(cursor: TokenCursor): readonly string[] {
  const words: string[] = [];
  for (let joint = cursor.take('or', ', or', ','); joint !== null; joint = cursor.take('or', ', or', ','))
    words.push(cursor.next()?.raw ?? '');
  return words;
}

/** "shows DEGRADED True", "has state `idle`": the column stands before its value. */
function columnAhead(cursor: TokenCursor, query: Clause['query']): string | null {
  const columns = columnsOf(query) ?? [];
  const start = cursor.mark();
  cursor.take('a', 'an', 'the');
  const index = columnIndex(columns, cursor.next()?.raw ?? '');
  cursor.take('=', 'of', 'as', 'is');
  const value = cursor.peek();
  if (index >= 0 && value !== null && (value.kind === 'literal' || ['true', 'false'].includes(value.text))) return columns[index] ?? null;
  cursor.reset(start);
  return null;
}

/** A quoted value that names no column is looked for in all of them, where a source's rows are data. */
function isTabular(subject: Subject, query: Clause['query']): boolean {
  const quantified = subject.quantifier !== null && ['any', 'all', 'none', 'most', 'count'].includes(subject.quantifier.kind);
  const rowsOnly = subject.measures.every((word) => measureNamed(word)?.stem === 'replica');
  return (
    !isCluster(query) &&
    query.language !== 'promql' &&
    columnsOf(query) !== null &&
    (rowsOnly || (quantified && subject.measures.length === 1))
  );
}

function literalColumn(subject: Subject, query: Clause['query']): string | null {
  const columns = columnsOf(query) ?? [];
  const named = [...new Set(subject.measures.map((word) => columnIndex(columns, word)).filter((index) => index >= 0))];
  const [index, second] = named;
  if (index !== undefined) return second === undefined ? (columns[index] ?? null) : null;
  if (columns.length === 1 && subject.measures.length === 0 && subject.entities.length === 0) return columns[0] ?? null;
  return columnIndex(columns, 'STATUS') >= 0 && subject.entities.length > 0 && subject.measures.length === 0 ? 'STATUS' : null;
}
