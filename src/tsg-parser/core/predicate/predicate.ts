import type { Unit } from './units.js';

/**
 * What a condition says, over the tables its step brought back. JSON throughout: it is sealed into the plan and shown
 * to people. A null `query` means the only result in scope.
 */
export type Predicate =
  | { readonly kind: 'every' | 'either'; readonly of: readonly Predicate[] }
  | { readonly kind: 'not'; readonly of: Predicate }
  | RowsPredicate
  | RowCountPredicate
  | TextPredicate
  /** The alert's own state, re-read by the engine. */
  | { readonly kind: 'alert'; readonly state: AlertState };

export type AlertState = 'firing' | 'resolved';

/** "any pod is not Ready", "the p99 is above 500 ms". */
export interface RowsPredicate {
  readonly kind: 'rows';
  readonly query: string | null;
  readonly quantifier: Quantifier;
  /** Which rows are spoken of ("the catalogue pod"); null: all of them. */
  readonly where: RowTest | null;
  /** Narrows the rows further where any row passes: a name the query itself is about already. */
  readonly prefer: RowTest | null;
  readonly test: RowTest;
  /** The answer where there is not one row to speak of. */
  readonly whenEmpty: Answer;
}

/** "no rows", "more than one revision is listed". */
export interface RowCountPredicate {
  readonly kind: 'row-count';
  readonly query: string | null;
  readonly where: RowTest | null;
  readonly comparator: Comparator;
  readonly count: number;
}

/** "the log contains X": true when any of the patterns occurs. */
export interface TextPredicate {
  readonly kind: 'text';
  readonly query: string | null;
  readonly patterns: readonly TextPattern[];
}

export type TextPattern = { readonly kind: 'contains'; readonly text: string } | { readonly kind: 'matches'; readonly expression: string };

/**
 * `any`, `all`, `none`, `most`: of the rows spoken of. `the`: the guide speaks of one thing, so rows that disagree
 * leave the question open. `latest`: the newest row, by its time or version column.
 */
export type Quantifier =
  | { readonly kind: 'any' | 'all' | 'none' | 'the' | 'most' | 'latest' }
  | { readonly kind: 'count'; readonly comparator: Comparator; readonly count: number }
  | { readonly kind: 'share'; readonly comparator: Comparator; readonly share: number };

export type RowTest =
  | { readonly kind: 'every' | 'either'; readonly of: readonly RowTest[] }
  | { readonly kind: 'not'; readonly of: RowTest }
  | { readonly kind: 'cell'; readonly column: ColumnReference; readonly test: CellTest }
  /** In whichever column the word stands. */
  | { readonly kind: 'any-cell'; readonly test: WordTest }
  /** Two columns of the row compared: "READY is less than DESIRED". */
  | { readonly kind: 'columns'; readonly left: ColumnReference; readonly comparator: Comparator; readonly right: ColumnReference }
  /** Restarts of a pod within a window: its RESTARTS, the time of the last one, and its AGE. */
  | { readonly kind: 'restarts-within'; readonly comparator: Comparator; readonly count: number; readonly windowSeconds: number };

/** A column, and what its numbers are in where the query tells (`_seconds`, `_pct`, `* 100`). */
export interface ColumnReference {
  readonly name: string;
  readonly unit: Unit | null;
}

export type CellTest =
  | { readonly kind: 'number'; readonly comparator: Comparator; readonly quantity: Quantity }
  | WordTest
  /** How long ago (`since`) or how far ahead (`until`) a time lies, seen from the reading; AGE and the like as they stand. */
  | { readonly kind: 'age'; readonly direction: 'since' | 'until'; readonly comparator: Comparator; readonly seconds: number }
  /** READY and the like, `1/2`: ready of desired. */
  | { readonly kind: 'ready'; readonly state: ReadyState }
  /** Empty, `<none>`, null. */
  | { readonly kind: 'blank' };

/** `is`: the whole cell or one of its comma-separated words, any case. `contains`: a part of it. `starts`: a generated name. */
export interface WordTest {
  readonly kind: 'word';
  readonly match: 'is' | 'contains' | 'starts';
  readonly words: readonly string[];
}

/** `available`: `full`, or undecidable where some are ready and some are not. `fewer`: less ready than desired. `none`: none ready though some are desired. `zero-desired`: `0/0`. */
export type ReadyState = 'full' | 'available' | 'fewer' | 'none' | 'zero-desired';

export type Comparator = '<' | '<=' | '>' | '>=' | '=' | '!=';

/** A number with the unit the guide wrote; null: whatever the column is in. */
export interface Quantity {
  readonly value: number;
  readonly unit: Unit | null;
}

export type Answer = 'true' | 'false' | 'undecidable';

/** What a predicate came to, and why: the sentence quotes the values it rests on. */
export interface Verdict {
  readonly answer: Answer;
  readonly reason: string;
  readonly queryId: string | null;
  /** Indexes of the rows that decided. */
  readonly rows: readonly number[];
}
