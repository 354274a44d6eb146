import type { RowTest } from './predicate.js';
import type { QueryFacts } from './query-facts.js';
import type { Window } from './phrases.js';
import type { Subject } from './read-subject.js';
import type { TokenCursor } from './tokens.js';
import type { Verb } from './verbs.js';

/** What a clause says of its subject. */
export interface Complement {
  readonly test: RowTest;
  /** The states it names, as far as it does; null for numbers and literals. */
  readonly states: readonly string[] | null;
  readonly negated: boolean;
}

/** What a reader of complements may look at. */
export interface Clause {
  readonly verb: Verb;
  readonly subject: Subject;
  readonly query: QueryFacts;
  /** A window named before the verb: "the availability over the last hour is …". */
  readonly window: Window | null;
}

/** Reads one form of complement, or consumes nothing it need keep and returns null. */
export type ReadComplement = (cursor: TokenCursor, clause: Clause) => Complement | null;
