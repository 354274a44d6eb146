/** Units by dimension, each with its size in the dimension's base. `share` is a part of the whole: 1 % = 0.01. */
const DIMENSIONS = {
  time: { ns: 1e-9, us: 1e-6, ms: 1e-3, s: 1, min: 60, h: 3600, d: 86_400, week: 604_800, month: 2_592_000 },
  share: { ratio: 1, '%': 0.01 },
  bytes: { B: 1, kB: 1e3, MB: 1e6, GB: 1e9, TB: 1e12, KiB: 1024, MiB: 1024 ** 2, GiB: 1024 ** 3, TiB: 1024 ** 4 },
  cores: { cores: 1, millicores: 1e-3 },
  rate: { '/s': 1, '/min': 1 / 60, '/h': 1 / 3600 },
  throughput: {
    'B/s': 1,
    'kB/s': 1e3,
    'MB/s': 1e6,
    'GB/s': 1e9,
    'KiB/s': 1024,
    'MiB/s': 1024 ** 2,
    'GiB/s': 1024 ** 3,
    'Mbit/s': 125_000,
    'Gbit/s': 125e6,
  },
} as const;

export type Dimension = keyof typeof DIMENSIONS;
export type Unit = { [D in Dimension]: keyof (typeof DIMENSIONS)[D] }[Dimension];

/** How people write units, in lower case. Kubernetes' `m`, `Ki`, `Mi`, `Gi` are cells' affairs: see `readAmount`. */
const SPELLINGS: Readonly<Record<string, Unit>> = {
  ns: 'ns', nanosecond: 'ns', nanoseconds: 'ns',
  us: 'us', µs: 'us', microsecond: 'us', microseconds: 'us',
  ms: 'ms', msec: 'ms', msecs: 'ms', millis: 'ms', millisecond: 'ms', milliseconds: 'ms',
  s: 's', sec: 's', secs: 's', second: 's', seconds: 's',
  min: 'min', mins: 'min', minute: 'min', minutes: 'min',
  h: 'h', hr: 'h', hrs: 'h', hour: 'h', hours: 'h',
  d: 'd', day: 'd', days: 'd', week: 'week', weeks: 'week', month: 'month', months: 'month',
  '%': '%', percent: '%', pct: '%', percentage: '%',
  b: 'B', byte: 'B', bytes: 'B',
  kb: 'kB', kilobyte: 'kB', kilobytes: 'kB', mb: 'MB', megabyte: 'MB', megabytes: 'MB',
  gb: 'GB', gigabyte: 'GB', gigabytes: 'GB', tb: 'TB', terabyte: 'TB', terabytes: 'TB',
  ki: 'KiB', kib: 'KiB', mi: 'MiB', mib: 'MiB', gi: 'GiB', gib: 'GiB', ti: 'TiB', tib: 'TiB',
  'cpu cores': 'cores', 'cpu core': 'cores', core: 'cores', cores: 'cores', vcpu: 'cores', vcpus: 'cores', cpus: 'cores', millicpu: 'millicores', millicore: 'millicores', millicores: 'millicores',
  'b/s': 'B/s', 'kb/s': 'kB/s', 'mb/s': 'MB/s', 'gb/s': 'GB/s', 'kib/s': 'KiB/s', 'mib/s': 'MiB/s', 'gib/s': 'GiB/s', mbps: 'Mbit/s', gbps: 'Gbit/s', 'mbit/s': 'Mbit/s', 'gbit/s': 'Gbit/s',
  '/s': '/s', rps: '/s', qps: '/s', 'req/s': '/s', 'requests/s': '/s', 'per second': '/s', 'a second': '/s',
  '/min': '/min', rpm: '/min', 'per minute': '/min', 'a minute': '/min', 'per hour': '/h', 'an hour': '/h',
}; // prettier-ignore

/** The unit a person wrote, or null where the word is none. */
export function unitOf(word: string): Unit | null {
  return Object.hasOwn(SPELLINGS, word.toLowerCase()) ? (SPELLINGS[word.toLowerCase()] ?? null) : null;
}

const sizes: ReadonlyMap<string, { readonly dimension: Dimension; readonly size: number }> = new Map(
  Object.entries(DIMENSIONS).flatMap(([dimension, units]) =>
    Object.entries(units).map(([unit, size]) => [unit, { dimension: dimension as Dimension, size }] as const),
  ),
);

function sizeOf(unit: Unit): { readonly dimension: Dimension; readonly size: number } {
  const found = sizes.get(unit);
  if (found === undefined) throw new RangeError(`unknown unit ${unit}`);
  return found;
}

export function dimensionOf(unit: Unit): Dimension {
  return sizeOf(unit).dimension;
}

/** `value` of `from` in the base of its dimension: seconds, parts of one, bytes, cores, per second. */
export function toBase(value: number, from: Unit): number {
  return value * sizeOf(from).size;
}

/** The units a number of unknown scale might be in, where people really keep such columns. */
export function plausibleUnits(dimension: Dimension): readonly Unit[] {
  switch (dimension) {
    case 'time':
      return ['s', 'ms'];
    case 'share':
      return ['ratio', '%'];
    case 'bytes':
      return ['B', 'MiB'];
    case 'cores':
      return ['cores', 'millicores'];
    case 'rate':
      return ['/s'];
    case 'throughput':
      return ['B/s'];
  }
}

/** A number read from a cell; `unit` null where the cell names none. */
export interface Amount {
  readonly value: number;
  readonly unit: Unit | null;
}

const KUBERNETES_SUFFIX: Readonly<Record<string, Unit>> = { Ki: 'KiB', Mi: 'MiB', Gi: 'GiB', Ti: 'TiB' };
const NUMBER = /^[<>~≈]?\s*([+-]?(?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d+)?(?:e[+-]?\d+)?)\s*([a-zµ%/]*)$/i;
const AGE = /^(?:\d+(?:y|w|d|h|ms|m|s))+$/;
const AGE_SECONDS: Readonly<Record<string, number>> = { y: 31_536_000, w: 604_800, d: 86_400, h: 3600, m: 60, s: 1, ms: 1e-3 };

/**
 * The number a cell shows: `512Mi`, `4.2%`, `1,234`, `350 ms`, `2d3h`, `7 (12m ago)`. Null where it shows none.
 * A bare `m` counts thousandths of a core where the column is about CPU (`cpu`), minutes elsewhere.
 */
export function readAmount(cell: string | number, column: { readonly cpu: boolean }): Amount | null {
  if (typeof cell === 'number') return Number.isFinite(cell) ? { value: cell, unit: null } : null;
  const text = cell.trim().replace(/\s*\([^)]*\)$/, '');
  if (column.cpu && /^\d+m$/.test(text)) return { value: Number(text.slice(0, -1)), unit: 'millicores' };
  const clock = readClock(text);
  if (clock !== null) return { value: clock, unit: 's' };
  if (AGE.test(text)) return { value: readAge(text) ?? Number.NaN, unit: 's' };
  const match = NUMBER.exec(text);
  if (match?.[1] === undefined || !/\d/.test(match[1])) return null;
  const value = Number(match[1].replaceAll(',', ''));
  const suffix = match[2] ?? '';
  if (suffix === '') return { value, unit: null };
  const unit = KUBERNETES_SUFFIX[suffix] ?? unitOf(suffix);
  return unit === null ? null : { value, unit };
}

/** Seconds of a duration as Kubernetes and PromQL print it: `5d3h`, `90s`, `250ms`. */
export function readAge(text: string): number | null {
  if (!AGE.test(text)) return null;
  let seconds = 0;
  for (const [, count, unit] of text.matchAll(/(\d+)(y|w|d|h|ms|m|s)/g)) seconds += Number(count) * (AGE_SECONDS[unit ?? ''] ?? 0);
  return seconds;
}

/** Seconds of an interval as databases print it: `00:01:12.408`, `1 day 02:00:00`, `3 days`. */
function readClock(text: string): number | null {
  const match = /^(-?)(?:(\d+) (?:days?|d) ?)?(?:(\d{1,3}):(\d\d):(\d\d(?:\.\d+)?))?$/.exec(text);
  if (match === null || (match[2] === undefined && match[3] === undefined)) return null;
  const [, sign, days, hours, minutes, seconds] = match;
  const size = Number(days ?? 0) * 86_400 + Number(hours ?? 0) * 3600 + Number(minutes ?? 0) * 60 + Number(seconds ?? 0);
  return sign === '-' ? -size : size;
}
