import type { Labels } from '../labels.js';

/** One element of an instant vector. `timeMs` is the sample's own time where a selector read it. */
export interface VectorSample {
  readonly labels: Labels;
  readonly timeMs: number;
  readonly value: number;
}

/** The samples of one series within a range. */
export interface RangeSamples {
  readonly labels: Labels;
  readonly times: readonly number[];
  readonly values: readonly number[];
}

/** A range vector together with the window it was read from, which extrapolation needs. */
export interface Matrix {
  readonly type: 'matrix';
  readonly series: readonly RangeSamples[];
  readonly fromMs: number;
  readonly toMs: number;
}

/** What an expression evaluates to at one instant. */
export type Value =
  | { readonly type: 'scalar'; readonly value: number }
  | { readonly type: 'string'; readonly value: string }
  | { readonly type: 'vector'; readonly samples: readonly VectorSample[] }
  | Matrix;
