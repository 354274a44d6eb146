import type { ValueType } from './expression.js';

/** What a function takes and gives. `optional`: how many of the last arguments may be left out. */
export interface Signature {
  readonly args: readonly ValueType[];
  readonly optional: number;
  readonly returns: ValueType;
}

const overTime: Signature = { args: ['matrix'], optional: 0, returns: 'vector' };
const perValue: Signature = { args: ['vector'], optional: 0, returns: 'vector' };
const ofTime: Signature = { args: ['vector'], optional: 1, returns: 'vector' };
const withScalars = (count: number, optional = 0): Signature => ({
  args: ['vector', ...Array.from({ length: count }, (): ValueType => 'scalar')],
  optional,
  returns: 'vector',
});

const OVER_TIME =
  'rate increase delta irate idelta changes resets deriv avg_over_time min_over_time max_over_time sum_over_time count_over_time ' +
  'last_over_time first_over_time present_over_time stddev_over_time stdvar_over_time absent_over_time';
const PER_VALUE = 'abs ceil floor exp ln log2 log10 sqrt sgn absent sort sort_desc timestamp';
const OF_TIME = 'minute hour day_of_week day_of_month day_of_year days_in_month month year';

const named = (names: string, signature: Signature): [string, Signature][] => names.split(' ').map((name) => [name, signature]);

/** Every function this engine knows; any other is refused when the query is read. */
export const SIGNATURES: ReadonlyMap<string, Signature> = new Map<string, Signature>([
  ...named(OVER_TIME, overTime),
  ...named(PER_VALUE, perValue),
  ...named(OF_TIME, ofTime),
  ['quantile_over_time', { args: ['scalar', 'matrix'], optional: 0, returns: 'vector' }],
  ['predict_linear', { args: ['matrix', 'scalar'], optional: 0, returns: 'vector' }],
  ['histogram_quantile', { args: ['scalar', 'vector'], optional: 0, returns: 'vector' }],
  ['clamp', withScalars(2)],
  ['clamp_min', withScalars(1)],
  ['clamp_max', withScalars(1)],
  ['round', withScalars(1, 1)],
  ['label_replace', { args: ['vector', 'string', 'string', 'string', 'string'], optional: 0, returns: 'vector' }],
  ['scalar', { args: ['vector'], optional: 0, returns: 'scalar' }],
  ['vector', { args: ['scalar'], optional: 0, returns: 'vector' }],
  ['time', { args: [], optional: 0, returns: 'scalar' }],
  ['pi', { args: [], optional: 0, returns: 'scalar' }],
]);
