/** One number out of one number, and the function's scalars. */
export type ValueFunction = (value: number, parameters: readonly number[]) => number;

const dateOf = (seconds: number): Date => new Date(Math.floor(seconds) * 1000);
const DAY_MS = 86_400_000;

/** All functions over an instant vector that work value by value. */
export const VALUE_FUNCTIONS: ReadonlyMap<string, ValueFunction> = new Map<string, ValueFunction>([
  ['abs', (value) => Math.abs(value)],
  ['ceil', (value) => Math.ceil(value)],
  ['floor', (value) => Math.floor(value)],
  ['exp', (value) => Math.exp(value)],
  ['ln', (value) => Math.log(value)],
  ['log2', (value) => Math.log2(value)],
  ['log10', (value) => Math.log10(value)],
  ['sqrt', (value) => Math.sqrt(value)],
  ['sgn', (value) => Math.sign(value)],
  ['clamp', (value, [least = NaN, most = NaN]) => Math.max(least, Math.min(most, value))],
  ['clamp_min', (value, [least = NaN]) => Math.max(least, value)],
  ['clamp_max', (value, [most = NaN]) => Math.min(most, value)],
  ['round', (value, [nearest = 1]) => Math.floor(value * (1 / nearest) + 0.5) / (1 / nearest)],
  ['minute', (value) => dateOf(value).getUTCMinutes()],
  ['hour', (value) => dateOf(value).getUTCHours()],
  ['day_of_week', (value) => dateOf(value).getUTCDay()],
  ['day_of_month', (value) => dateOf(value).getUTCDate()],
  ['day_of_year', dayOfYear],
  ['days_in_month', daysInMonth],
  ['month', (value) => dateOf(value).getUTCMonth() + 1],
  ['year', (value) => dateOf(value).getUTCFullYear()],
]);

function dayOfYear(seconds: number): number {
  const date = dateOf(seconds);
  return Math.floor((date.getTime() - Date.UTC(date.getUTCFullYear(), 0, 1)) / DAY_MS) + 1;
}

function daysInMonth(seconds: number): number {
  const date = dateOf(seconds);
  return new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
}
