/** One value of a result. Times are ISO 8601 strings, durations and quantities stay as the source printed them. */
export type Cell = string | number | boolean | null;

/** What a query brought back, as far as conditions look at it. */
export interface ResultTable {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
  /** The text the source printed (log lines, the body of a probe); null where the source knows rows alone. */
  readonly text: string | null;
  /**
   * `no-data`: the source could not have known (no such series, no such namespace, a join that kept nothing): never "healthy".
   * `no-rows`: the question was answered, and the answer is the empty set. `rows`: there is something to read.
   */
  readonly fill: 'rows' | 'no-rows' | 'no-data';
  /** The source's own clock at the reading (`Date` header, PromQL `time()`, SQL `now()`), ISO 8601. */
  readonly observedAt: string;
}
