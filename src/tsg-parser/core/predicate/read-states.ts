import type { Clause, Complement } from './complement.js';
import { looksLikeStatus, measureNamed, stateNamed } from './lexicon.js';
import { readWindow } from './phrases.js';
import type { RowTest } from './predicate.js';
import type { QueryFacts } from './query-facts.js';
import { columnsOf, isCluster } from './query-profile.js';
import type { Subject } from './read-subject.js';
import { stateTest } from './state-test.js';
import { columnIndex } from './table-view.js';
import type { TokenCursor } from './tokens.js';
import { lastingTest } from './window-test.js';

const STATE_TAIL = [
  'state',
  'status',
  'phase',
  'condition',
  'states',
  'in status',
  'in the status column',
  'status column',
  'in the status',
  'under status',
  'in the status field',
  'error',
  'errors',
  'reason',
  'events',
  'event',
];

/** "in CrashLoopBackOff", "Running and Ready", "Pending or Unknown", "Pending for more than 10 minutes". */
export function readStates(cursor: TokenCursor, { verb, subject, query }: Clause): Complement | null {
  if (verb.kind === 'compare' || verb.kind === 'restart') return null;
  const other = cursor.take(...OTHER) !== null;
  skipFillers(cursor);
  const { states, joint } = readList(cursor, query);
  if (states.length === 0) return null;
  if (['true', 'false'].includes(cursor.peek()?.text ?? '')) return null;
  cursor.take(...STATE_TAIL);
  const test = joint === 'and' ? conjunction(states, query) : statesOf(states, subject, query);
  const window = readWindow(cursor);
  const lasting = test === null || window === null ? test : lastingTest(test, states, window, query);
  if (lasting === null) return null;
  return other ? { test: { kind: 'not', of: lasting }, states, negated: true } : { test: lasting, states, negated: false };
}

const OTHER = [
  'in a state other than',
  'in any state other than',
  'a state other than',
  'a status other than',
  'any status other than',
  'other than',
  'anything other than',
  'anything but',
];

function readList(cursor: TokenCursor, query: QueryFacts): { readonly states: readonly string[]; readonly joint: 'and' | 'or' } {
  const states: string[] = [];
  let joint: 'and' | 'or' = 'or';
  for (let state = stateAt(cursor, query); state !== null; state = stateAt(cursor, query)) {
    cursor.next();
    states.push(state);
    cursor.take('state', 'status', 'phase');
    const before = cursor.mark();
    const word = cursor.take('or', 'and', ',', ', or', ', and', '/', 'nor', 'or in', 'and also', 'or even');
    if (word !== null) skipFillers(cursor);
    if (word === null || stateAt(cursor, query) === null) {
      cursor.reset(before);
      break;
    }
    if (word.includes('and')) joint = 'and';
  }
  return { states, joint };
}

/** "status is FAILED" names its column; "flag shows HIGH" does not. */
function statesOf(states: readonly string[], subject: Subject, query: QueryFacts): RowTest | null {
  const columns = columnsOf(query) ?? [];
  const telling = subject.measures.filter((word) => measureNamed(word)?.stem !== 'replica');
  const named = telling.filter((word) => columnIndex(columns, word) >= 0);
  const [name, second] = named;
  if (name === undefined) return telling.length === 0 ? stateTest(states, query) : null;
  if (second !== undefined) return null;
  return {
    kind: 'cell',
    column: { name: columns[columnIndex(columns, name)] ?? name, unit: null },
    test: { kind: 'word', match: 'is', words: states },
  };
}

function conjunction(states: readonly string[], query: QueryFacts): RowTest | null {
  const tests = states.map((state) => stateTest([state], query));
  const known = tests.filter((test) => test !== null);
  return known.length === tests.length ? { kind: 'every', of: known } : null;
}

/** The state that stands here: one the query yields, one `kubectl` prints, or a word that can only be a value. */
function stateAt(cursor: TokenCursor, query: QueryFacts): string | null {
  const token = cursor.peek();
  if (token === null || (token.kind !== 'word' && token.kind !== 'literal')) return null;
  if ((columnsOf(query) ?? []).includes(token.raw) && stateNamed(token.text) === null) return null;
  const known = query.statusWords.find((word) => word.toLowerCase() === token.text.toLowerCase());
  if (known !== undefined) return known;
  if (isCluster(query))
    return (
      stateNamed(token.text) ??
      (/^[A-Z][A-Za-z:]+$/.test(token.raw) && (token.kind === 'literal' || looksLikeStatus(token.raw)) ? token.raw : null)
    );
  const written = token.kind === 'literal' || token.raw !== token.text;
  return looksLikeStatus(token.raw) || (written && stateNamed(token.text) !== null) ? token.raw : null;
}

const FILLERS = ['in', 'a', 'an', 'the', 'still', 'currently', 'now', 'stuck in', 'stuck', 'already', 'both', 'either', 'at', 'all', 'actually', 'being', 'as', 'of status', 'status', 'state', 'reason', 'marked', 'marked as', 'reported as', 'shown as', 'with status', 'with reason', 'phase']; // prettier-ignore

function skipFillers(cursor: TokenCursor): void {
  while (cursor.take(...FILLERS) !== null);
}
