import { readDurationMs } from './promql/literals.js';
import { PromqlParseError } from './promql/promql-error.js';

/** A time as the API takes it: seconds since 1970 with decimals, or RFC 3339; milliseconds come out. */
export function timeParameter(parameters: URLSearchParams, name: string, fallbackMs: number | null): number {
  const text = parameters.get(name);
  if (text === null || text === '') {
    if (fallbackMs !== null) return fallbackMs;
    throw new PromqlParseError(`invalid parameter "${name}": cannot parse "" to a valid timestamp`);
  }
  const seconds = Number(text);
  const timeMs = Number.isNaN(seconds) ? (/^\d{4}-\d{2}-\d{2}T/.test(text) ? Date.parse(text) : NaN) : Math.round(seconds * 1000);
  if (!Number.isFinite(timeMs)) throw new PromqlParseError(`invalid parameter "${name}": cannot parse "${text}" to a valid timestamp`);
  return timeMs;
}

/** A step as the API takes it: seconds, or a duration such as `30s`. */
export function stepParameter(parameters: URLSearchParams): number {
  const text = parameters.get('step') ?? '';
  const stepMs = readDurationMs(text);
  if (stepMs === null) throw new PromqlParseError(`invalid parameter "step": cannot parse "${text}" to a valid duration`);
  if (stepMs <= 0)
    throw new PromqlParseError(
      'invalid parameter "step": zero or negative query resolution step widths are not accepted. Try a positive integer',
    );
  return stepMs;
}

export function requiredParameter(parameters: URLSearchParams, name: string): string {
  const text = parameters.get(name);
  if (text === null || text === '') throw new PromqlParseError(`invalid parameter "${name}": empty`);
  return text;
}
