import type { QueryFacts } from './query-facts.js';
import { normalName } from './table-view.js';
import type { Unit } from './units.js';

/** What a column's numbers are in, as far as its name or its query tells; null where they do not. */
export function unitOfColumn(name: string, query: QueryFacts): Unit | null {
  const byName = unitOfName(name);
  if (byName !== null) return byName;
  return query.language === 'promql' && normalName(name) === 'value' ? unitOfPromql(query.text) : null;
}

const NAME_UNITS: readonly (readonly [RegExp, Unit])[] = [
  [/\b(ms|msec|millis|milliseconds)$/, 'ms'],
  [/\b(us|usec|micros|microseconds)$/, 'us'],
  [/\b(ns|nanos|nanoseconds)$/, 'ns'],
  [/\b(s|sec|secs|seconds)$/, 's'],
  [/\b(minutes|mins)$/, 'min'],
  [/\bhours$/, 'h'],
  [/\bdays$/, 'd'],
  [/(\b(pct|percent|percentage)$|%)/, '%'],
  [/\b(ratio|fraction)$/, 'ratio'],
  [/\bbytes$/, 'B'],
  [/\bcores$/, 'cores'],
  [/\bgib$/, 'GiB'],
  [/\bmib$/, 'MiB'],
  [/\bkib$/, 'KiB'],
  [/\btb$/, 'TB'],
  [/\bkb$/, 'kB'],
  [/\bmb$/, 'MB'],
  [/\bgb$/, 'GB'],
  [/\b(rps|qps)$/, '/s'],
];

function unitOfName(name: string): Unit | null {
  const normal = normalName(name);
  return NAME_UNITS.find(([pattern]) => pattern.test(normal))?.[1] ?? null;
}

/**
 * The unit of a PromQL expression's value from its metric names (`_seconds`, `_bytes`) and one outer scaling by 1000 or
 * 100. Any other arithmetic leaves it unknown.
 */
function unitOfPromql(text: string): Unit | null {
  const bare = text
    .replace(/"[^"]*"|'[^']*'/g, '""')
    .replace(/\{[^{}]*\}/g, '')
    .replace(/\[[^\]]*\]/g, '')
    .replace(/\s+/g, ' ')
    .trim();
  const expression = bare.replace(/\s*(?:<=|>=|==|!=|<|>)\s*(?:bool\s*)?[\d.e+-]+$/, '');
  if (/\bcount(?:_values|_over_time)?\s*(?:by|without|\()/.test(expression)) return null;
  const scale = scaleOf(expression);
  if (scale === null) return null;
  if (/- ?time\(\)|time\(\) ?-/.test(expression)) return remainingUnit(expression);
  const divided = /\//.test(expression);
  if (divided) return isMeanDuration(expression) ? scaled('s', scale) : scaled('ratio', scale);
  if (/[*+^%]| - /.test(withoutScale(expression))) return null;
  return scaled(metricUnit(expression), scale);
}

/** `expiry - time()` is in seconds, divided by a day's or an hour's seconds in days or hours. */
function remainingUnit(expression: string): Unit | null {
  if (/\/ ?\(?(?:86400|24 ?\* ?3600|60 ?\* ?60 ?\* ?24|3600 ?\* ?24)\)?$/.test(expression)) return 'd';
  if (/\/ ?3600$/.test(expression)) return 'h';
  return /\//.test(expression) ? null : 's';
}

function scaleOf(expression: string): number | null {
  const factors = [...expression.matchAll(/(?:^|\s|\))\*?\s*(\d+(?:\.\d+)?)\s*\*|\*\s*(\d+(?:\.\d+)?)/g)].map((match) =>
    Number(match[1] ?? match[2]),
  );
  if (factors.length === 0) return 1;
  return factors.length === 1 && (factors[0] === 100 || factors[0] === 1000) ? factors[0] : null;
}

function withoutScale(expression: string): string {
  return expression.replace(/\*\s*\d+(?:\.\d+)?|\d+(?:\.\d+)?\s*\*/g, '');
}

/** `rate(x_seconds_sum) / rate(x_seconds_count)`: a mean in seconds. */
function isMeanDuration(expression: string): boolean {
  return /_seconds_sum\b[^/]*\/[^/]*_seconds_count\b/.test(expression);
}

function metricUnit(expression: string): Unit | null {
  const quantile = /histogram_quantile/.test(expression);
  if (/_milliseconds(_bucket)?\b|_ms(_bucket)?\b/.test(expression)) return 'ms';
  if (/_(seconds|duration)(_bucket)?\b/.test(expression) && (quantile || !/\b(?:rate|irate|increase)\(/.test(expression))) return 's';
  if (/_seconds_bucket\b/.test(expression)) return quantile ? 's' : null;
  if (/_cpu_usage_seconds_total|_cpu_seconds_total/.test(expression) && /\b(?:rate|irate)\(/.test(expression)) return 'cores';
  if (/_bytes\b/.test(expression)) return 'B';
  if (/_(ratio|fraction)\b/.test(expression)) return 'ratio';
  if (/\bavg_over_time\(\s*(?:up|probe_success)\b|\bavg\b[^(]*\((?:avg_over_time\()?(?:up|probe_success)\b/.test(expression))
    return 'ratio';
  if (/_percent(age)?\b/.test(expression)) return '%';
  if (/_bytes_(?:total|sum)\b/.test(expression)) return /\b(?:rate|irate)\(/.test(expression) ? 'B/s' : 'B';
  return /\b(?:rate|irate)\(/.test(expression) ? '/s' : null;
}

function scaled(unit: Unit | null, scale: number): Unit | null {
  if (scale === 1) return unit;
  if (scale === 1000 && unit === 's') return 'ms';
  return scale === 100 && unit === 'ratio' ? '%' : null;
}
