import type { LabelMatcher } from '../label-matcher.js';

export type ValueType = 'scalar' | 'string' | 'vector' | 'matrix';

/** The `@` modifier: a time in milliseconds, or an end of the query's range. */
export type AtModifier = number | 'start' | 'end';

export interface VectorSelector {
  readonly kind: 'vector-selector';
  readonly matchers: readonly LabelMatcher[];
  readonly offsetMs: number;
  readonly at: AtModifier | null;
}

export interface MatrixSelector {
  readonly kind: 'matrix-selector';
  readonly selector: VectorSelector;
  readonly rangeMs: number;
}

export interface Subquery {
  readonly kind: 'subquery';
  readonly expression: Expression;
  readonly rangeMs: number;
  /** null: the default step of the server. */
  readonly stepMs: number | null;
  readonly offsetMs: number;
  readonly at: AtModifier | null;
}

export interface FunctionCall {
  readonly kind: 'call';
  readonly name: string;
  readonly args: readonly Expression[];
}

export interface Grouping {
  readonly mode: 'by' | 'without';
  readonly labels: readonly string[];
}

export interface Aggregation {
  readonly kind: 'aggregation';
  readonly operator: string;
  readonly grouping: Grouping;
  readonly parameter: Expression | null;
  readonly expression: Expression;
}

export type Cardinality = 'one-to-one' | 'many-to-one' | 'one-to-many' | 'many-to-many';

export interface VectorMatching {
  readonly cardinality: Cardinality;
  readonly on: boolean;
  readonly labels: readonly string[];
  readonly include: readonly string[];
}

export type BinaryOperator = '+' | '-' | '*' | '/' | '%' | '^' | 'atan2' | '==' | '!=' | '>' | '<' | '>=' | '<=' | 'and' | 'or' | 'unless';

export interface BinaryExpression {
  readonly kind: 'binary';
  readonly operator: BinaryOperator;
  readonly returnBool: boolean;
  readonly matching: VectorMatching;
  readonly left: Expression;
  readonly right: Expression;
}

/** A PromQL expression, read. */
export type Expression =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'string'; readonly value: string }
  | VectorSelector
  | MatrixSelector
  | Subquery
  | FunctionCall
  | Aggregation
  | BinaryExpression
  | { readonly kind: 'negation'; readonly expression: Expression };

export const SET_OPERATORS: readonly BinaryOperator[] = ['and', 'or', 'unless'];
export const COMPARISONS: readonly BinaryOperator[] = ['==', '!=', '>', '<', '>=', '<='];
