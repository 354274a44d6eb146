import { areGood } from './lexicon.js';
import { readComplement } from './read-complement.js';
import type { Window } from './phrases.js';
import type { RowTest } from './predicate.js';
import type { QueryFacts } from './query-facts.js';
import type { Subject } from './read-subject.js';
import type { TokenCursor } from './tokens.js';
import { takeVerb } from './verbs.js';

/** Whether the subject ends here. "restarts" is a noun where the clause begins with it or something is counted. */
export function startsTest(cursor: TokenCursor, atStart: boolean): boolean {
  const start = cursor.mark();
  const token = cursor.peek();
  if (token?.kind === 'operator' || token?.kind === 'ratio') return true;
  const verb = takeVerb(cursor);
  const next = cursor.peek();
  cursor.reset(start);
  if (verb === null) return !atStart && cursor.peek() !== null && comparatorAhead(cursor);
  if (verb.phrase === 'restarts') return !atStart && (next === null || next.kind === 'number' || COMPARATOR_STARTS.has(next.text));
  if (verb.phrase === 'in') return next?.kind === 'word' && !['the', 'a', 'this', 'that'].includes(next.text);
  return true;
}

const COMPARATOR_STARTS = new Set(
  'above over more greater higher larger below under less lower fewer smaller at exactly equal between longer older slower faster'.split(
    ' ',
  ),
);

function comparatorAhead(cursor: TokenCursor): boolean {
  const [first, second] = [cursor.peek(), cursor.peek(1)];
  if (first?.kind !== 'word' || !COMPARATOR_STARTS.has(first.text)) return false;
  return (
    second?.kind === 'number' || second?.text === 'than' || second?.text === 'least' || second?.text === 'most' || second?.text === 'to'
  );
}

export interface Tests {
  readonly test: RowTest;
  /** Whether it tells states (and not numbers). */
  readonly states: boolean;
  readonly goodStates: boolean;
  /** The one state it names; null where it names none or several. */
  readonly state: string | null;
  readonly negated: boolean;
}

/** Tests of one subject joined by one kind of connective: "is Running and has fewer than 3 restarts". */
export function readTests(cursor: TokenCursor, subject: Subject, query: QueryFacts, window: Window | null): Tests | null {
  const first = readTest(cursor, subject, query, window);
  if (first === null) return null;
  const tests: Tests[] = [first];
  let kind: 'every' | 'either' | null = null;
  for (;;) {
    const before = cursor.mark();
    cursor.take(',');
    const word = cursor.take('and', 'or', 'but', 'with');
    if (word === 'with') cursor.reset(cursor.mark() - 1);
    const next = word === null ? null : readTest(cursor, subject, query, window);
    const joint = word === 'or' ? 'either' : 'every';
    if (next === null || (kind !== null && kind !== joint)) {
      cursor.reset(before);
      break;
    }
    kind = joint;
    tests.push(next);
  }
  return kind === null
    ? first
    : {
        test: { kind, of: tests.map((one) => one.test) },
        states: tests.every((one) => one.states),
        goodStates: tests.every((one) => one.goodStates),
        state: null,
        negated: false,
      };
}

function readTest(cursor: TokenCursor, subject: Subject, query: QueryFacts, window: Window | null): Tests | null {
  const start = cursor.mark();
  const verb = takeVerb(cursor) ?? { kind: 'none', negated: false, phrase: '' };
  const read = readComplement(cursor, { verb, subject, query, window });
  if (read === null) {
    cursor.reset(start);
    return null;
  }
  const good = read.states !== null && areGood(read.states) !== read.negated;
  const [state, another] = read.states ?? [];
  return {
    test: read.test,
    states: read.states !== null,
    goodStates: good,
    state: another === undefined ? (state ?? null) : null,
    negated: read.negated,
  };
}
