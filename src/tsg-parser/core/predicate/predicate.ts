import type { Unit } from './units.js';

/**
 * What a condition says, over the tables its step brought back. JSON throughout: it is sealed into the plan and shown
 * to people. A null `query` means the only result in scope.
 */
export type Predicate =
  | { readonly kind: 'every' | 'either'; readonly of: readonly Predicate[] }
  | { readonly kind: 'not'; readonly of: Predicate }
  /** Readings none of which is known to be the one that is meant: they must agree. */
  | { readonly kind: 'readings'; readonly of: readonly Predicate[] }
  | RowsPredicate
  | RowCountPredicate
  | AggregatePredicate
  | TrendPredicate
  | VersusPredicate
  | TextPredicate
  | LineCountPredicate
  | FieldPredicate
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
  /** It is about the answer itself ("returns no data"), so that a source that knows nothing has answered it. */
  readonly ofNoData?: boolean;
}

/** "the total number of restarts", "the average latency", "all nodes run the same version": one number made of a column. */
export interface AggregatePredicate {
  readonly kind: 'aggregate';
  readonly query: string | null;
  /** `share`: the sum over the rows of `where` in the sum over all of them. */
  readonly of: 'sum' | 'mean' | 'highest' | 'lowest' | 'distinct' | 'share';
  readonly column: ColumnReference;
  readonly where: RowTest | null;
  readonly comparator: Comparator;
  readonly quantity: Quantity;
}

/** "memory keeps climbing": over at least three samples in order of time. */
export interface TrendPredicate {
  readonly kind: 'trend';
  readonly query: string | null;
  readonly column: ColumnReference;
  readonly direction: 'rising' | 'falling';
  readonly where: RowTest | null;
}

/** "the new version's error rate is higher than the old version's": one row against another, times a factor. */
export interface VersusPredicate {
  readonly kind: 'versus';
  readonly query: string | null;
  readonly column: ColumnReference;
  readonly left: RowTest;
  readonly comparator: Comparator;
  readonly factor: number;
  readonly right: RowTest;
}

/** "more than 5 lines mention X". */
export interface LineCountPredicate {
  readonly kind: 'line-count';
  readonly query: string | null;
  readonly patterns: readonly TextPattern[];
  readonly comparator: Comparator;
  readonly count: number;
}

/** A field of a description, `Exit Code: 137`, or a condition in its table, `MemoryPressure  False`. */
export interface FieldPredicate {
  readonly kind: 'field';
  readonly query: string | null;
  readonly name: string;
  readonly test: CellTest;
}

/** "the log contains X": true when any of the patterns occurs. */
export interface TextPredicate {
  readonly kind: 'text';
  readonly query: string | null;
  readonly patterns: readonly TextPattern[];
  /** What it means that none occurs, where that is not simply `false`: other words may have been used for it. */
  readonly absent?: 'undecidable';
}

export type TextPattern =
  | { readonly kind: 'contains'; readonly text: string }
  | { readonly kind: 'matches'; readonly expression: string }
  /** All of the words in one line, in whatever form and order. */
  | { readonly kind: 'mentions'; readonly words: readonly string[] }
  /** A line logged at this level. */
  | { readonly kind: 'level'; readonly level: 'error' | 'warning' };

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
  | { readonly kind: 'readings'; readonly of: readonly RowTest[] }
  /** Sums of columns compared: "used is more than max minus reserved", "more than twice the previous rate". */
  | { readonly kind: 'sums'; readonly left: readonly Term[]; readonly comparator: Comparator; readonly right: readonly Term[] }
  /** Two columns of the row compared: "READY is less than DESIRED". */
  | { readonly kind: 'columns'; readonly left: ColumnReference; readonly comparator: Comparator; readonly right: ColumnReference }
  /** Restarts of a pod within a window: its RESTARTS, the time of the last one, and its AGE. */
  | { readonly kind: 'restarts-within'; readonly comparator: Comparator; readonly count: number; readonly windowSeconds: number };

/** A column times a factor, negative where it is taken away. */
export interface Term {
  readonly column: ColumnReference;
  readonly factor: number;
}

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
  /** A column that says yes or no in its own way: True, `3/3`, a count. */
  | { readonly kind: 'flag' }
  /** An ordinary word for a state ("running", "failed"), held against whatever the column calls its states. */
  | { readonly kind: 'state'; readonly state: string }
  /** Empty, `<none>`, null. */
  | { readonly kind: 'blank' };

/** `is`: the whole cell or one of its comma-separated words, any case. `contains`: a part of it. `starts`: a generated name. `names`: a name or a part of one. */
export interface WordTest {
  readonly kind: 'word';
  readonly match: 'is' | 'contains' | 'starts' | 'names';
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
