/** What is done in process with the lines a command printed. */
export type Filter =
  | GrepFilter
  /** `fromOtherEnd`: all but the last lines, all from a line on. */
  | { readonly kind: 'head' | 'tail'; readonly lines: number; readonly fromOtherEnd: boolean }
  | { readonly kind: 'count-lines' }
  | SortFilter
  | { readonly kind: 'unique'; readonly counted: boolean }
  | AwkFilter
  | { readonly kind: 'cut'; readonly delimiter: string; readonly fields: readonly number[] }
  | JqFilter;

export interface GrepFilter {
  readonly kind: 'grep';
  readonly patterns: readonly { readonly pattern: string }[];
  readonly ignoreCase: boolean;
  readonly invert: boolean;
  readonly counted: boolean;
  readonly onlyMatch: boolean;
  /** Lines are shown with their number. */
  readonly numbered: boolean;
  readonly linesBefore: number;
  readonly linesAfter: number;
  /** Null: all lines. */
  readonly mostLines: number | null;
}

export interface SortFilter {
  readonly kind: 'sort';
  /** In order of weight; none: the whole line. */
  readonly keys: readonly SortKey[];
  /** Null: blanks. */
  readonly separator: string | null;
  readonly reverse: boolean;
  readonly unique: boolean;
  readonly stable: boolean;
}

/** `-k2,3nr`: fields from 1, to the end of the line where `to` is null. */
export interface SortKey {
  readonly from: number;
  readonly to: number | null;
  /** `sizes`: `1K` before `2M`. */
  readonly order: 'words' | 'numbers' | 'sizes';
  readonly ignoreCase: boolean;
  readonly withoutBlanks: boolean;
  readonly reverse: boolean;
}

export interface AwkFilter {
  readonly kind: 'awk';
  /** Null: blanks. */
  readonly separator: string | null;
  readonly tests: readonly AwkTest[];
  /** What is printed of a line, a blank between; empty: the whole line. */
  readonly prints: readonly AwkPrint[];
}

/** Parts that stand together: `$1`, `$NF`, `NR`, a literal. */
export type AwkPrint = readonly ({ readonly field: string } | { readonly literal: string })[];

/** `subject`: a field as awk writes it, `NR` or `NF`. */
export type AwkTest =
  | { readonly subject: string; readonly comparator: '==' | '!=' | '<' | '<=' | '>' | '>='; readonly operand: string }
  | { readonly subject: string; readonly comparator: '~' | '!~'; readonly pattern: string };

export interface JqFilter {
  readonly kind: 'jq';
  /** As jq takes it; holes are variables. */
  readonly program: string;
  readonly variables: readonly JqVariable[];
  readonly print: 'pretty' | 'compact' | 'raw' | 'joined';
  readonly slurp: boolean;
  readonly sortKeys: boolean;
}

/** `--arg variable value`, or `--argjson` where the value is JSON. */
export interface JqVariable {
  readonly variable: string;
  readonly value: string;
  readonly json: boolean;
}
